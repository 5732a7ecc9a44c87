"""The papers of law of a case (service-items §5): what each must say.

Every text arrives ready to be printed: dates in words with their weekday, names whole, numbers of people
masked. The Typst files beside this module only lay it out.
"""

from dataclasses import dataclass

from leyiban.kernel.documents.registry import paper_of_law

ACCEPTANCE_SEAL = "acceptance"  # 受理专用章
LICENSING_SEAL = "licensing"  # 行政许可专用章


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a table: label and text. ``beside``: shares the row of the one before, if both are short."""

    label: str
    value: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One material handed in: 原件 or 复印件, copies, pages (None where nobody counted)."""

    name: str
    form: str
    copies: int
    pages: int | None


@dataclass(frozen=True, slots=True)
class DefectLine:
    """What is wrong with one material or answer, and how to put it right."""

    material: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Remedies:
    """R22: the body and the period for reconsideration, the court and the period for suit."""

    review: str
    suit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperContent:
    """What all of them say: to whom, about what, and whom to ask. ``contacts`` and ``closing`` stand with the
    seal, so that no page holds the seal alone."""

    addressee: str
    opening: str
    facts: tuple[Fact, ...]
    contacts: tuple[Fact, ...]
    closing: str


@paper_of_law(
    "receipt",
    title="收件凭证",
    series="收",
    template="cases/papers/receipt.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("case.submitted/1", "case.supplemented/1"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(PaperContent):
    """R19: received, which is not yet accepted."""

    materials: tuple[PaperLine, ...]


@paper_of_law(
    "acceptance_notice",
    title="受理通知书",
    series="受",
    template="cases/papers/acceptance_notice.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("case.accepted/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceNotice(PaperContent):
    """R3: everything that service-items §5 lists. ``signatures`` say who signs the printed copy."""

    materials: tuple[PaperLine, ...]
    signatures: tuple[str, ...]


@paper_of_law(
    "correction_notice",
    title="补正材料一次性告知书",
    series="补",
    template="cases/papers/correction_notice.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("case.correction_notified/1", "case.repeated_request/1"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNoticePaper(PaperContent):
    """R1: every defect, what is wrong, how to fix it, by when."""

    defects: tuple[DefectLine, ...]


@paper_of_law(
    "refusal_notice",
    title="不予受理通知书",
    series="不受",
    template="cases/papers/reasoned.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("case.refused/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalNotice(PaperContent):
    """Reason, the right office where there is one, and the remedies."""

    reasons: tuple[str, ...]
    remedies: Remedies


@paper_of_law(
    "warning_decision",
    title="警告决定书",
    series="警",
    template="cases/papers/reasoned.typ",
    seal=LICENSING_SEAL,
    warrants=("case.warned/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class WarningDecision(PaperContent):
    """R14: what is false, the warning, until when nobody may apply again, and the remedies."""

    reasons: tuple[str, ...]
    remedies: Remedies


@paper_of_law(
    "special_notice",
    title="特别程序告知书",
    series="特",
    template="cases/papers/plain.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("case.special_started/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialNotice(PaperContent):
    """R10: type, basis, how long at most, and that this time is not counted."""


@paper_of_law(
    "site_check_record",
    title="现场核查笔录",
    series="核",
    template="cases/papers/site_check.typ",
    seal=LICENSING_SEAL,
    warrants=("case.site_check_completed/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCheckRecord(PaperContent):
    """R6: when, where, who was there, what was found; ``signatures`` say when each of them signed."""

    findings: tuple[str, ...]
    signatures: tuple[Fact, ...]


@paper_of_law(
    "handover_sheet",
    title="移交单",
    series="移",
    template="cases/papers/handover_sheet.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("review_task.given/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSheet(PaperContent):
    """R8: the lower level sends its opinion and all papers straight up; how many of each, from whom to whom."""

    materials: tuple[PaperLine, ...]
    opinion: tuple[str, ...]
    signatures: tuple[Fact, ...]


@paper_of_law(
    "extension_notice",
    title="延期告知书",
    series="延",
    template="cases/papers/plain.typ",
    seal=LICENSING_SEAL,
    warrants=("case.extended/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionNoticePaper(PaperContent):
    """R7: why, by how much, and the new date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPaper(PaperContent):
    """R11: what was decided and why; with the remedies where it went against the applicant (R22)."""

    reasons: tuple[str, ...]
    remedies: Remedies | None


@paper_of_law(
    "green_grant_notice",
    title="绿色通道准予通知书",
    series="绿",
    template="cases/papers/reasoned.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("green_grant.granted/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenGrantNotice(DecisionPaper):
    """F4.1: until when, within what time, and who granted it."""


@paper_of_law(
    "green_refusal_notice",
    title="绿色通道不予准入告知书",
    series="绿不",
    template="cases/papers/reasoned.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("green_grant.refused/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenRefusalNotice(DecisionPaper):
    """Why not; the case goes on as it was."""


@paper_of_law(
    "green_withdrawal_notice",
    title="绿色通道收回告知书",
    series="绿收",
    template="cases/papers/reasoned.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("green_grant.withdrawn/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenWithdrawalNotice(DecisionPaper):
    """On what ground; ordinary place and limits from now on."""


@paper_of_law(
    "grant_decision",
    title="准予行政许可决定书",
    series="许",
    template="cases/papers/reasoned.typ",
    seal=LICENSING_SEAL,
    warrants=("case.decided/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class GrantDecision(DecisionPaper):
    """准予: the licence follows."""


@paper_of_law(
    "denial_decision",
    title="不予行政许可决定书",
    series="不许",
    template="cases/papers/reasoned.typ",
    seal=LICENSING_SEAL,
    warrants=("case.decided/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DenialDecision(DecisionPaper):
    """不予."""


@paper_of_law(
    "deemed_renewal",
    title="视为准予延续通知书",
    series="延",
    template="cases/papers/reasoned.typ",
    seal=LICENSING_SEAL,
    warrants=("case.deemed_renewed/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeemedRenewal(DecisionPaper):
    """R13: nobody decided by the end of the licence, so the law renews it."""


@paper_of_law(
    "result_notice",
    title="办理结果通知书",
    series="结",
    template="cases/papers/reasoned.typ",
    seal=LICENSING_SEAL,
    warrants=("case.decided/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultNotice(DecisionPaper):
    """The decision on an item that is no administrative licence."""


@paper_of_law(
    "instant_notice",
    title="受理并当场办结通知书",
    series="即",
    template="cases/papers/instant_notice.typ",
    seal=LICENSING_SEAL,
    warrants=("case.decided/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class InstantNotice(DecisionPaper):
    """R19: an instant item's one combined paper: taken in, taken up and decided."""

    materials: tuple[PaperLine, ...]


@paper_of_law(
    "revocation_decision",
    title="撤销行政许可决定书",
    series="撤",
    template="cases/papers/reasoned.typ",
    seal=LICENSING_SEAL,
    warrants=("licence.changed/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationDecision(PaperContent):
    """R14: which licence, why, and the remedies."""

    reasons: tuple[str, ...]
    remedies: Remedies


@paper_of_law(
    "hearing_right_notice",
    title="听证告知书",
    series="听告",
    template="cases/papers/hearing_right.typ",
    seal=LICENSING_SEAL,
    warrants=("hearing.told/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRightNotice(PaperContent):
    """R12: what is intended or what the licence touches, and the right to state one's case and be heard. The same sealed
    paper for all who have it; whoever needs a code gets a :class:`HearingLetter` with it."""

    intended: tuple[str, ...]


@paper_of_law(
    "hearing_letter",
    title="听证送达函",
    series="听函",
    template="cases/papers/plain.typ",
    seal=None,
)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingLetter(PaperContent):
    """R12: sent with the sealed notice to one interested person: his name, his address, his number and code."""


@paper_of_law(
    "intended_warning_notice",
    title="拟给予警告告知书",
    series="拟警",
    template="cases/papers/hearing_right.typ",
    seal=LICENSING_SEAL,
    warrants=("hearing.told/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedWarningNotice(PaperContent):
    """R14: the warning that is intended, on what facts, and the right to state one's case before."""

    intended: tuple[str, ...]


@paper_of_law(
    "hearing_notice",
    title="听证通知书",
    series="听通",
    template="cases/papers/plain.typ",
    seal=LICENSING_SEAL,
    warrants=("hearing.scheduled/1", "hearing.postponed/1"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingNotice(PaperContent):
    """R12: when, where, who chairs, whether everybody may come; at least so many days before."""


@paper_of_law(
    "hearing_record",
    title="听证笔录",
    series="听笔",
    template="cases/papers/hearing_record.typ",
    seal=LICENSING_SEAL,
    warrants=("hearing.held/1", "hearing.record_signed/1"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRecord(PaperContent):
    """R12: who was there, what was said, and who signed it when, on paper or by account, or would not."""

    record: tuple[str, ...]
    signatures: tuple[Fact, ...]


@paper_of_law(
    "delivery_slip",
    title="送达回证",
    series="送",
    template="cases/papers/delivery_slip.typ",
    seal=LICENSING_SEAL,
    warrants=("case.licence_made/1", "case.result_ready/1"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverySlip(PaperContent):
    """R21: two copies. ``signatures`` are the fields to be signed; none where the account is the proof."""

    signatures: tuple[Fact, ...]


@paper_of_law(
    "ending_notice",
    title="撤回（终止）办理通知书",
    series="终",
    template="cases/papers/ending_notice.typ",
    seal=ACCEPTANCE_SEAL,
    warrants=("case.withdrawn/1", "case.terminated/1"),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class EndingNotice(PaperContent):
    """Withdrawn, deemed withdrawn or terminated; ``title`` says which."""

    title: str
    reasons: tuple[str, ...]
    remedies: Remedies | None


BETWEEN_OFFICES = frozenset({"handover_sheet"})
"""Papers from one office to another: they carry opinions that only the offices read."""

DECISIONS = frozenset(
    {"grant_decision", "denial_decision", "deemed_renewal", "result_notice", "instant_notice"}
)

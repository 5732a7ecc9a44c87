"""What a case writes on the ledger. Codes, digests and counts only: no name, no number, no free text."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind

PARTIES = Visibility.PARTIES


@entry_kind("case.submitted", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSubmitted:
    """``answers`` is a salted commitment to the form; ``papers`` are ``material=sha256:…``.

    ``received_on`` is the civil day that counts as the day of receipt; ``linked_to`` the number of an
    earlier case of the same applicant and item (R24).
    """

    item: str
    item_version: int
    agency: str
    region: str
    answers: str
    papers: tuple[str, ...]
    received_on: str
    linked_to: str | None = None


@entry_kind("case.corrected_on_spot", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCorrectedOnSpot:
    """ALL 32(3): which fields were put right together with the applicant, and the new commitment."""

    fields: tuple[str, ...]
    answers: str


@entry_kind("case.correction_notified", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCorrectionNotified:
    """``defects`` are targets (``form.shop_name``, ``materials.lease``); ``notice`` the id of the notice."""

    round: int
    defects: tuple[str, ...]
    notice: int


@entry_kind("case.repeated_request", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRepeatedRequest:
    """The one-notice guarantee was overridden: public, and the clock ran on (F1.5)."""

    item: str
    agency: str
    round: int
    defects: tuple[str, ...]
    notice: int


@entry_kind("case.correction_withdrawn", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCorrectionWithdrawn:
    round: int
    notice: int


@entry_kind("case.supplemented", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSupplemented:
    round: int
    answers: str
    papers: tuple[str, ...]
    changed: tuple[str, ...]
    received_on: str


@entry_kind("case.accepted", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAccepted:
    """``mode`` is explicit or deemed; ``accepted_on`` the day from which the limits run."""

    mode: str
    accepted_on: str


@entry_kind("case.refused", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRefused:
    ground: str
    right_agency: str | None = None


@entry_kind("case.taken", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTaken:
    """Someone at the post took the case in hand."""

    post: str


@entry_kind("case.opinion_given", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpinionGiven:
    """``points`` are ``key=yes|no``; ``opinion`` a salted commitment to the words."""

    task: str
    conclusion: str
    points: tuple[str, ...]
    opinion: str


@entry_kind("case.site_check_recorded", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSiteCheckRecorded:
    """R6: a check on site was written down. ``officers`` are the pseudonyms of those who were there;
    ``record`` a salted commitment to place and findings. It counts once all of them have signed."""

    task: str
    check: int
    officers: tuple[str, ...]
    conclusion: str
    points: tuple[str, ...]
    record: str


@entry_kind("case.site_check_signed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSiteCheckSigned:
    """One of the officers signed; ``missing`` others still have to."""

    check: int
    missing: int


@entry_kind("case.site_check_completed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSiteCheckCompleted:
    """The last signature: the record stands, and the case goes on."""

    task: str
    check: int
    officers: int
    conclusion: str


@entry_kind("case.sent_back", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSentBack:
    """To an earlier task: neither stops nor resets the clock."""

    from_task: str
    to_task: str


@entry_kind("case.special_started", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSpecialStarted:
    procedure: str
    notice: int


@entry_kind("case.special_ended", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSpecialEnded:
    procedure: str


@entry_kind("case.extended", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseExtended:
    amount: int
    unit: str
    notice: int


@entry_kind("case.decided", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDecided:
    """``opinion`` commits to the reasons; ``on_spot`` is 1 for an instant item's single sitting."""

    decision: str
    decided_on: str
    opinion: str
    on_spot: int = 0


@entry_kind("case.deemed_renewed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDeemedRenewed:
    """R13: nobody decided by the last day of ``licence``, ``licence_until``, so its renewal counts as granted.

    It was asked for on ``asked_on``, in time: by ``asked_by`` at the latest. All are civil days.
    """

    decision: str
    decided_on: str
    licence: str
    licence_until: str
    asked_by: str
    asked_on: str


@entry_kind("case.renewal_lapsed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRenewalLapsed:
    """The renewal of ``licence`` is no longer granted by silence."""

    licence: str


@entry_kind("case.paper_issued", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CasePaperIssued:
    """A paper of law was made and sealed: its number and the digest of the very file."""

    template: str
    number: str
    digest: str


@entry_kind("case.licence_made", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLicenceMade:
    licence: str
    digest: str


@entry_kind("case.result_ready", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResultReady:
    """The result needs no licence (a denial, a document, a filing)."""

    result: str


@entry_kind("case.delivered", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDelivered:
    """R21: the way, and what proves it."""

    way: str
    evidence: str


@entry_kind("case.archived", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseArchived:
    rounds: int


@entry_kind("case.withdrawn", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWithdrawn:
    """By the applicant's own act, or deemed when no supplement came in time (R4)."""

    mode: str


@entry_kind("case.terminated", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTerminated:
    ground: str


@entry_kind("case.light_changed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLightChanged:
    """``clock`` names the clock that crossed its amber, red or statutory moment."""

    light: str
    clock: str
    since: str


@entry_kind("case.counted_again", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCountedAgain:
    """A changed calendar moved due moments. ``calendar`` is ``scope/edition``, ``digest`` that of the edition;
    ``moved`` are ``clock=before>after``, each a canonical moment, or empty where no end is known."""

    calendar: str
    digest: str
    moved: tuple[str, ...]


@entry_kind("case.warned", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWarned:
    """R14: the papers were found to be false. ``reasons`` commits to the words; ``barred_until`` is the last day
    on which nobody may apply again, where the licence guards safety."""

    reasons: str
    barred_until: str | None = None


@entry_kind("case.warning_withdrawn", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWarningWithdrawn:
    """The papers are not false after all; ``reasons`` commits to the words."""

    reasons: str


@entry_kind("case.joint_noted", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseJointNoted:
    """What became of a task of another office (its credit code): ``event`` is given, deemed, returned or overdue;
    ``by`` the pseudonym of who did it. ``number`` is that of the task, which has a trail of its own."""

    task: str
    number: str
    office: str
    event: str
    conclusion: str
    by: str


@entry_kind("case_note.written", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten:
    """FX.4: an internal note; ``level`` is how far it is read, for good. ``text`` is a salted commitment to the words."""

    case: str
    level: str
    post: str
    text: str

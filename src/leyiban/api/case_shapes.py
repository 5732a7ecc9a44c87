"""A case as programs read it. Everything here follows from the case's version, so that its ETag tells the truth."""

from typing import Any

from pydantic import Field

from leyiban.api.frame.call import Call
from leyiban.api.frame.files import PaperShape
from leyiban.api.frame.shapes import Day, Moment, Shape
from leyiban.cases.models import Case, CasePaper, SiteCheck
from leyiban.cases.queries import CaseFile, Progress, Step
from leyiban.cases.queries.ranges import range_told
from leyiban.cases.queries.refilings import refiling_of
from leyiban.cases.states import AcceptanceMode, CaseState, Decision, RangeFrom
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.clocks.readings import ClockReading, ClockState
from leyiban.kernel.identifiers import mask_id_document, mask_mobile

_MASKS = {"resident_id": mask_id_document, "mobile": mask_mobile}


class CaseLine(Shape):
    """A case as a list shows it."""

    number: str
    version: int
    title: str
    agency: str
    state: CaseState
    light: Light
    received_at: Moment


class ClockShape(Shape):
    """One clock of the case. `due_at` is the end of its last day; null while it stands still.

    `unknown_year`: the work calendar of that year is not published yet, so the last day is not known.
    """

    clock: str
    state: ClockState
    amount: int
    unit: str
    extended: bool
    began_on: Day
    due_day: Day | None
    due_at: Moment | None
    paused_since: Moment | None
    stopped_at: Moment | None
    unknown_year: int | None

    @classmethod
    def read(cls, reading: ClockReading) -> "ClockShape":
        known = {name: getattr(reading, name) for name in cls.model_fields if hasattr(reading, name)}
        return cls(**known, amount=reading.limit.amount, unit=reading.limit.unit.value)


class DefectShape(Shape):
    """One thing to put right. `target` is `form.<question>` or `materials.<key>`."""

    target: str
    what: str
    how: str
    caused_by_supplement: bool


class NoticeShape(Shape):
    """A one-time correction notice. `repeated`: a public second request that stopped no clock."""

    number: int
    round: int
    defects: list[DefectShape]
    repeated: bool
    told_at: Moment
    supplemented_at: Moment | None
    withdrawn_at: Moment | None


class IssuedShape(PaperShape):
    """A paper of law that the office issued."""

    number: str


class OpinionShape(Shape):
    """What a post concluded on a task. Only the office reads it."""

    task: str
    conclusion: str
    points: dict[str, str]
    text: str
    post: str
    by: str
    given_at: Moment


class SignatureShape(Shape):
    """`signed_at` null: still to sign."""

    officer: str
    signed_at: Moment | None


class SiteCheckShape(Shape):
    """The record of a check on site. It counts once `signed_at` is there; `voided_at`: written anew, or void."""

    number: int
    task: str
    checked_at: Moment
    place: str
    findings: str
    conclusion: str
    points: dict[str, str]
    officers: list[SignatureShape]
    signed_at: Moment | None
    voided_at: Moment | None


class EntryShape(Shape):
    """One entry of the case's trail. `GET /cases/{number}/trail` has the proofs."""

    seq: int
    kind: str
    happened_at: Moment
    entered_at: Moment


class RefilingShape(Shape):
    """The same matter was filed before and sent back or withdrawn (R24). `times` filings, this one included; `used`:
    working days for which the earlier ones lay with the office; `promised_by`: the last day of the promise, had it run
    since the first receipt. Days are null where no calendar knows them."""

    times: int
    first: str
    first_received_at: Moment
    used: int | None
    promised_by: Day | None


class RangeShape(Shape):
    """What was told at acceptance: `low` to `high` working days, as half of the last `learnt_from` cases took; `source`
    `promise`: too few, so the promise alone. `took` and `hit` once it is decided."""

    source: RangeFrom
    learnt_from: int
    low: int
    high: int
    took: int | None
    hit: bool | None


class CaseShape(CaseLine):
    """A case with everything the caller may see. `query_code` only for whoever it is for.

    `earlier_licence` is the identifier of the licence that it renews or changes, `earlier_until` its last day;
    `deemed_at`: when silence renews it, null where it does not.
    """

    item: str
    item_version: int
    region: str
    applicant: str
    round: int
    accepted_at: Moment | None
    acceptance_mode: AcceptanceMode | None
    decision: Decision | None
    decided_at: Moment | None
    reasons: str | None
    extended: bool
    earlier_licence: str | None
    earlier_until: Day | None
    deemed_at: Moment | None
    refiling: RefilingShape | None
    expected: RangeShape | None
    entered_afterwards: bool = Field(description="Received before it was entered here (R24).")
    task: str = Field(description="Key of the open task of the review plan; empty when none is open.")
    delivery_way: DeliveryWay
    delivered_at: Moment | None
    closed_at: Moment | None
    query_code: str | None
    answers: dict[str, Any] = Field(description="People's numbers are masked for everyone but the applicant.")
    handed_in: list[PaperShape]
    issued: list[IssuedShape]
    notices: list[NoticeShape]
    opinions: list[OpinionShape]
    site_checks: list[SiteCheckShape] = Field(description="Only the office reads them.")
    clocks: list[ClockShape]
    entries: list[EntryShape]


class ReachedShape(Shape):
    step: Step
    at: Moment


class ProgressShape(CaseLine):
    """How far a case has come. `holder` is empty when it is the applicant's turn, or over."""

    decision: Decision | None
    holder: str
    reached: list[ReachedShape]
    due_at: Moment | None
    unknown_year: int | None
    is_paused: bool
    is_closed: bool


class TrailShape(Shape):
    """`content` is `trail.json`; `files` are texts to be kept beside it, byte by byte. For `verify.py`."""

    content: dict[str, Any]
    files: dict[str, str]


def case_line(case: Case) -> CaseLine:
    return CaseLine(
        number=case.number,
        version=case.version,
        title=case.title,
        agency=case.agency.name,
        state=CaseState(case.state),
        light=Light(case.light),
        received_at=case.received_at,
    )


def case_shape(file: CaseFile, call: Call) -> CaseShape:
    """The file of a case, for this caller."""
    case = file.case
    is_party = call.actor.kind is ActorKind.PERSON
    return CaseShape(
        **case_line(case).model_dump(),
        item=case.item_version.item.code,
        item_version=case.item_version.number,
        region=case.region,
        applicant=case.applicant.name,
        round=case.round,
        accepted_at=case.accepted_at,
        acceptance_mode=AcceptanceMode(case.acceptance_mode) if case.acceptance_mode else None,
        decision=Decision(case.decision) if case.decision else None,
        decided_at=case.decided_at,
        reasons=None if case.reasons is None else case.reasons.reveal(),
        extended=case.extended,
        earlier_licence=case.earlier_licence or None,
        earlier_until=case.earlier_until,
        deemed_at=case.deemed_at,
        refiling=_refiling(case),
        expected=_expected(case),
        entered_afterwards=case.entered_afterwards,
        task=case.task,
        delivery_way=DeliveryWay.of(case.delivery_way),
        delivered_at=case.delivered_at,
        closed_at=case.closed_at,
        query_code=case.query_code.reveal() if is_party else None,
        answers=file.answers if is_party else masked(file.answers, file.rules),
        handed_in=[PaperShape.of(link) for links in file.handed_in.values() for link in links],
        issued=[_issued(link) for link in file.issued],
        notices=[
            NoticeShape.model_validate(
                {name: getattr(notice, name, None) for name in NoticeShape.model_fields}
                | {"defects": defects}
            )
            for notice, defects in file.notices
        ],
        opinions=[
            OpinionShape(
                task=opinion.task,
                conclusion=opinion.conclusion,
                points=opinion.points,
                text=opinion.text.reveal(),
                post=opinion.post.name,
                by=opinion.given_by.display_name,
                given_at=opinion.given_at,
            )
            for opinion in file.opinions
        ],
        site_checks=[_site_check(record) for record in file.site_checks],
        clocks=[ClockShape.read(reading) for _, reading in sorted(file.clocks.items())],
        entries=[EntryShape.model_validate(entry) for entry in file.trail],
    )


def _expected(case: Case) -> RangeShape | None:
    told = range_told(case)
    return None if told is None else RangeShape.model_validate(told)


def _refiling(case: Case) -> RefilingShape | None:
    found = refiling_of(case)
    return None if found is None else RefilingShape.model_validate(found)


def _site_check(record: SiteCheck) -> SiteCheckShape:
    return SiteCheckShape(
        number=record.number,
        task=record.task,
        checked_at=record.checked_at,
        place=record.place.reveal(),
        findings=record.findings.reveal(),
        conclusion=record.conclusion,
        points=record.points,
        officers=[
            SignatureShape(officer=each.account.display_name, signed_at=each.signed_at)
            for each in sorted(record.officers.all(), key=lambda each: each.pk)
        ],
        signed_at=record.signed_at,
        voided_at=record.voided_at,
    )


def progress_shape(progress: Progress) -> ProgressShape:
    reached = [ReachedShape(step=step, at=moment) for step, moment in progress.reached.items()]
    told = {name: getattr(progress, name) for name in ProgressShape.model_fields if name != "reached"}
    return ProgressShape(**told, reached=reached)


def masked(answers: dict[str, Any], rules: RuleFile) -> dict[str, Any]:
    """Answers with the middle of people's numbers hidden."""
    types = {question.key: question.type for question in rules.questions()}
    return {
        key: _MASKS[types[key]](value) if types.get(key) in _MASKS and isinstance(value, str) else value
        for key, value in answers.items()
    }


def _issued(link: CasePaper) -> IssuedShape:
    return IssuedShape(**PaperShape.of(link).model_dump(), number=link.name)

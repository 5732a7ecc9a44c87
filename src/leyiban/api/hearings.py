"""听证 (R12): who is heard before a decision, a warning or a revocation; and what those who are heard do."""

from collections.abc import Callable
from typing import Final

from ninja import Body

from leyiban.api.frame.call import Call, Done
from leyiban.api.frame.door import Door
from leyiban.api.frame.shapes import CaseNumber
from leyiban.api.hearing_shapes import (
    ChallengeAnswerSent,
    HearingActSent,
    HearingAnswersSent,
    HearingCodeSent,
    HearingLine,
    HearingLines,
    HearingMoved,
    HearingNumber,
    HearingShape,
    ParticipantShape,
    PostponementSent,
    PublicHearing,
    PublicHearings,
    RecordSent,
    RefusalToSignSent,
    ScheduleSent,
    TellingSent,
    ViewShape,
    WordsSent,
)
from leyiban.cases import operations, queries
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.models import Hearing, HearingParticipant
from leyiban.cases.queries import hearings as reads
from leyiban.cases.rules.hearings import due_day
from leyiban.cases.states import ClosedDoors, HeardAs, HearingGround, HearingState, Signing
from leyiban.kernel.actors import Actor, ActorKind, Channel
from leyiban.kernel.flows.engine import Moved, matter_clocks
from leyiban.kernel.identifiers import normalise
from leyiban.kernel.rights import ANYONE, SIGNED_IN, post
from leyiban.kernel.throttles.operations import count_try
from leyiban.people.models.sign_in import Scope

door = Door("hearings")

_OF_HEARD: Final[dict[str, Callable[..., Moved[Hearing]]]] = {
    "ask": operations.ask_for_hearing,
    "withdraw_request": operations.withdraw_hearing_request,
    "waive": operations.waive_hearing,
    "sign": operations.sign_hearing_record,
}
_WITH_WORDS: Final[dict[str, Callable[..., Moved[Hearing]]]] = {
    "state_view": operations.state_view,
    "challenge_chair": operations.challenge_chair,
}


@door.reads("/hearings", right=SIGNED_IN, answers=HearingLines)
def list_hearings(call: Call) -> HearingLines:
    """Those in which I am heard, or the open ones of my office and those that I chair."""
    of_staff = call.actor.kind is ActorKind.STAFF
    found = reads.hearings_before(call.actor) if of_staff else reads.my_hearings(call.actor)
    return HearingLines(items=[_line(each) for each in found])


@door.reads("/open/hearings", right=ANYONE, answers=PublicHearings)
def list_public_hearings(call: Call) -> PublicHearings:
    """Hearings to which everybody may come, and those that were held; without names."""
    found = reads.public_hearings(region="", now=call.now)
    return PublicHearings(
        items=[
            PublicHearing(
                number=each.number,
                title=each.title,
                agency=each.agency.name,
                opens_at=each.opening,
                place=each.place,
                held=each.held_at is not None,
            )
            for each in found
        ]
    )


@door.reads("/hearings/{number}", right=SIGNED_IN, answers=HearingShape)
def read_hearing(call: Call, number: HearingNumber) -> HearingShape:
    """A hearing in which I am heard, or one of my office."""
    if call.actor.kind is ActorKind.STAFF:
        return _whole(reads.hearing_for_office(call.actor, number, now=call.now), None)
    voice = reads.heard_as_applicant(call.actor, number)
    return _whole(voice.hearing, voice)


@door.unkept("/heard", right=ANYONE, answers=HearingShape, throttle="hearings.by_origin")
def read_hearing_by_code(call: Call, asked: Body[HearingCodeSent]) -> HearingShape:
    """The same for an interested person, who needs no account."""
    _count(call, asked)
    voice = reads.heard_by_code(asked.number, asked.code)
    return _whole(voice.hearing, voice)


def _count(call: Call, asked: HearingCodeSent) -> None:
    """A code is guarded by the number of tries."""
    count_try(throttle="hearings.by_number", subject=normalise(asked.number), now=call.now)


@door.writes(
    "POST",
    "/heard/acts",
    right=ANYONE,
    answers=HearingMoved,
    throttle="hearings.by_origin",
    tries=_count,
)
def act_by_code(call: Call, asked: Body[HearingActSent]) -> Done:
    """State a view, ask for the hearing, waive it, object to its chair or sign its record, without an account."""
    voice = reads.heard_by_code(asked.number, asked.code)
    actor = reads.actor_by_code(voice, channel=Channel.API)
    return _moved(_act(call, voice, actor, asked.act, asked.words))


def _act(call: Call, voice: HearingParticipant, actor: Actor, act: str, words: str = "") -> Moved[Hearing]:
    common = {"participant_id": voice.pk, "actor": actor, "now": call.now}
    if act in _WITH_WORDS:
        return _WITH_WORDS[act](**common, words=words)
    return _OF_HEARD[act](**common)


def _as_applicant(call: Call, number: str, act: str, words: str = "") -> Done:
    voice = reads.heard_as_applicant(call.actor, number)
    return _moved(_act(call, voice, call.actor, act, words))


@door.writes("POST", "/hearings/{number}/views", right=SIGNED_IN, answers=HearingMoved)
def state_view(call: Call, number: HearingNumber, asked: Body[WordsSent]) -> Done:
    """陈述、申辩: say what I think of what is intended."""
    return _as_applicant(call, number, "state_view", asked.words)


@door.writes("POST", "/hearings/{number}/request", right=SIGNED_IN, answers=HearingMoved)
def ask_for_hearing(call: Call, number: HearingNumber) -> Done:
    """要求听证. It costs nothing."""
    return _as_applicant(call, number, "ask")


@door.writes("DELETE", "/hearings/{number}/request", right=SIGNED_IN, answers=HearingMoved)
def withdraw_hearing_request(call: Call, number: HearingNumber) -> Done:
    """Ask for it no longer."""
    return _as_applicant(call, number, "withdraw_request")


@door.writes("POST", "/hearings/{number}/waiver", right=SIGNED_IN, answers=HearingMoved)
def waive_hearing(call: Call, number: HearingNumber) -> Done:
    """Waive the right; when everybody has, nobody has to wait."""
    return _as_applicant(call, number, "waive")


@door.writes("POST", "/hearings/{number}/challenge", right=SIGNED_IN, answers=HearingMoved)
def challenge_chair(call: Call, number: HearingNumber, asked: Body[WordsSent]) -> Done:
    """申请回避: say why somebody should not chair."""
    return _as_applicant(call, number, "challenge_chair", asked.words)


@door.writes("POST", "/hearings/{number}/signature", right=SIGNED_IN, answers=HearingMoved)
def sign_hearing_record(call: Call, number: HearingNumber) -> Done:
    """Sign the record as it is."""
    return _as_applicant(call, number, "sign")


# ── the office ────────────────────────────────────────────────────────────────────────────────────────────


@door.writes(
    "POST",
    "/cases/{number}/hearings",
    right=post(),
    scope=Scope.HANDLE,
    answers=HearingMoved,
    versioned=True,
)
def tell_hearing_right(call: Call, number: CaseNumber, asked: Body[TellingSent]) -> Done:
    """Tell people that they may be heard: before the decision, or before a warning."""
    case = queries.case_for(call.actor, number)
    if asked.ground is HearingGround.WARNING:
        return _moved(
            operations.announce_warning(
                case_id=case.pk, version=call.version, facts=asked.facts, actor=call.actor, now=call.now
            )
        )
    return _moved(
        operations.tell_hearing_right(
            case_id=case.pk,
            version=call.version,
            facts=asked.facts,
            interested=[
                operations.Interested(name=each.name, phone=each.phone, address=each.address)
                for each in asked.interested
            ],
            actor=call.actor,
            now=call.now,
        )
    )


@door.writes("POST", "/hearings/{number}/schedule", right=post(), scope=Scope.HANDLE, answers=HearingMoved)
def schedule_hearing(call: Call, number: HearingNumber, asked: Body[ScheduleSent]) -> Done:
    """Fix day, place and chair; everybody is told, and the case pauses."""
    reads.hearing_for_office(call.actor, number, now=call.now)
    return _moved(
        operations.schedule_hearing(
            number=number,
            version=None,
            appointed=operations.Appointed(opens_at=asked.opens_at, place=asked.place),
            chair=asked.chair,
            closed_because=asked.closed_because,
            actor=call.actor,
            now=call.now,
        )
    )


@door.writes(
    "POST", "/hearings/{number}/postponement", right=post(), scope=Scope.HANDLE, answers=HearingMoved
)
def postpone_hearing(call: Call, number: HearingNumber, asked: Body[PostponementSent]) -> Done:
    """Once, with a reason."""
    reads.hearing_for_office(call.actor, number, now=call.now)
    return _moved(
        operations.postpone_hearing(
            number=number,
            version=None,
            appointed=operations.Appointed(opens_at=asked.opens_at, place=asked.place),
            reason=asked.reason,
            actor=call.actor,
            now=call.now,
        )
    )


@door.writes(
    "POST", "/hearings/{number}/challenge/answer", right=post(), scope=Scope.HANDLE, answers=HearingMoved
)
def answer_challenge(call: Call, number: HearingNumber, asked: Body[ChallengeAnswerSent]) -> Done:
    """Whether the chair steps back, with reasons."""
    reads.hearing_for_office(call.actor, number, now=call.now)
    return _moved(
        operations.answer_challenge(
            number=number,
            version=None,
            upheld=asked.upheld,
            words=asked.words,
            successor=asked.chair,
            actor=call.actor,
            now=call.now,
        )
    )


@door.writes("POST", "/hearings/{number}/record", right=post(), scope=Scope.HANDLE, answers=HearingMoved)
def record_hearing(call: Call, number: HearingNumber, asked: Body[RecordSent]) -> Done:
    """听证笔录, by its chair."""
    reads.hearing_for_office(call.actor, number, now=call.now)
    return _moved(
        operations.record_hearing(
            number=number,
            version=None,
            record=asked.record,
            present=asked.present,
            actor=call.actor,
            now=call.now,
        )
    )


@door.writes(
    "POST", "/hearings/{number}/record/refusals", right=post(), scope=Scope.HANDLE, answers=HearingMoved
)
def enter_refusal_to_sign(call: Call, number: HearingNumber, asked: Body[RefusalToSignSent]) -> Done:
    """The chair notes that somebody who was there would not sign."""
    reads.hearing_for_office(call.actor, number, now=call.now)
    return _moved(
        operations.enter_signature(
            number=number,
            version=None,
            participant=asked.participant,
            how=Signing.REFUSED,
            note=asked.note,
            scan=None,
            actor=call.actor,
            now=call.now,
        )
    )


@door.writes("POST", "/hearings/{number}/answers", right=post(), scope=Scope.HANDLE, answers=HearingMoved)
def answer_views(call: Call, number: HearingNumber, asked: Body[HearingAnswersSent]) -> Done:
    """Answer every view, and say what follows from the record; then the move that waited may be made."""
    reads.hearing_for_office(call.actor, number, now=call.now)
    return _moved(
        operations.answer_views(
            number=number,
            version=None,
            answers={int(view): words for view, words in asked.answers.items()},
            consideration=asked.consideration,
            actor=call.actor,
            now=call.now,
        )
    )


@door.writes("POST", "/hearings/{number}/drop", right=post(), scope=Scope.HANDLE, answers=HearingMoved)
def drop_hearing(call: Call, number: HearingNumber, asked: Body[WordsSent]) -> Done:
    """What was intended is given up; everybody is told."""
    reads.hearing_for_office(call.actor, number, now=call.now)
    return _moved(
        operations.drop_hearing(
            number=number, version=None, reasons=asked.words, actor=call.actor, now=call.now
        )
    )


# ── shapes ────────────────────────────────────────────────────────────────────────────────────────────────


def _moved(moved: Moved[Hearing]) -> Done:
    hearing = moved.matter
    body = HearingMoved(number=hearing.number, state=HearingState(hearing.state), version=hearing.version)
    return Done(body=body, version=hearing.version)


def _line(hearing: Hearing) -> HearingLine:
    return HearingLine(
        number=hearing.number,
        version=hearing.version,
        case=hearing.case.number,
        title=hearing.title,
        agency=hearing.agency.name,
        ground=HearingGround(hearing.ground),
        hearable=hearing.hearable,
        state=HearingState(hearing.state),
        until=due_day(matter_clocks(HEARING_FLOW, hearing), hearing),
        opens_at=hearing.opens_at,
        place=hearing.place,
    )


def _whole(hearing: Hearing, voice: HearingParticipant | None) -> HearingShape:
    """To a participant his own views; who else is heard he learns from the record."""
    views = hearing.views.select_related("participant").order_by("number")
    people = reads.participants_of(hearing)
    if voice is not None:
        views = views.filter(participant=voice)
        people = [each for each in people if each.pk == voice.pk or hearing.held_at is not None]
    return HearingShape(
        **_line(hearing).model_dump(),
        intended=hearing.intended.reveal(),
        basis=hearing.basis,
        chair=None if hearing.chair is None else hearing.chair.display_name,
        closed_because=ClosedDoors(hearing.closed_because) if hearing.closed_because else None,
        postponed_from=hearing.postponed_from,
        record=None if hearing.record is None else hearing.record.reveal(),
        consideration=None if hearing.consideration is None else hearing.consideration.reveal(),
        views=[
            ViewShape(
                number=view.number,
                participant=view.participant.number,
                words=view.words.reveal(),
                stated_at=view.stated_at,
                answer=None if view.answer is None else view.answer.reveal(),
            )
            for view in views
        ],
        participants=[_participant(each) for each in people],
    )


def _participant(voice: HearingParticipant) -> ParticipantShape:
    return ParticipantShape(
        number=voice.number,
        standing=HeardAs(voice.standing),
        name=voice.full_name,
        asked_at=voice.asked_at,
        waived_at=voice.waived_at,
        present=voice.present,
        signed=Signing(voice.signed) if voice.signed else None,
    )

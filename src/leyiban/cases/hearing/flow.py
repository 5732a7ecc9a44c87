"""The table of a hearing (R12): told, asked for, scheduled, held, signed, answered; or lapsed, or waived."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from leyiban.cases.hearing import rights
from leyiban.cases.hearing.errors import NoHearingHere, PostponedBefore
from leyiban.cases.hearing.kinds import HearingLightChanged
from leyiban.cases.models import Hearing
from leyiban.cases.rules import hearing_day, hearings
from leyiban.cases.states import HEARING_OPEN, PERIOD_BEFORE_SITTING, HearingState
from leyiban.cases.states import HearingState as H
from leyiban.kernel.errors import Refusal, Text
from leyiban.kernel.flows import registry
from leyiban.kernel.flows.clockwork import CLOCK, light_moves
from leyiban.kernel.flows.table import Decide, Flow, Guard, Move, Readings, Right, State, Turn

_OFFICES_TURN = frozenset({H.TELLING, H.ASKED, H.SCHEDULED, H.HELD, H.ANSWERING})


def _turn(state: HearingState) -> Turn:
    if state in _OFFICES_TURN:
        return Turn.OFFICE
    return Turn.PARTY if state is H.TOLD else Turn.NOBODY


def _hearable(hearing: Hearing, readings: Readings) -> Refusal | None:
    return None if hearing.hearable else NoHearingHere()


def _not_postponed(hearing: Hearing, readings: Readings) -> Refusal | None:
    return None if hearing.postponed_from is None else PostponedBefore()


def _move(
    name: str,
    label: Text,
    sources: Iterable[HearingState],
    targets: Iterable[HearingState],
    right: Right[Hearing],
    decide: Decide[Hearing],
    guard: Guard[Hearing] | None = None,
) -> Move[Hearing]:
    return Move(
        name=name,
        label=label,
        sources=frozenset(sources),
        targets=frozenset(targets),
        right=right,
        decide=decide,
        guard=guard,
        by_clock=right is CLOCK,
    )


_EARLY = PERIOD_BEFORE_SITTING

# One line per move: name, label, from, to, who, decision, obstacle.
_MOVES = (
    _move("tell", _("告知权利"), [H.TELLING], [H.TOLD], rights.TELLER, hearings.decide_telling),
    _move("state_view", _("陈述、申辩"), _EARLY, _EARLY, rights.HEARD, hearings.decide_view),
    _move(
        "ask", _("要求听证"), [H.TOLD, H.ASKED], [H.ASKED], rights.HEARD, hearings.decide_asking, _hearable
    ),
    _move(
        "withdraw_request",
        _("不要求听证了"),
        [H.ASKED, H.SCHEDULED],
        [H.TOLD, H.ASKED, H.SCHEDULED, H.ANSWERING, H.WAIVED],
        rights.HEARD,
        hearings.decide_request_withdrawal,
    ),
    _move(
        "waive",
        _("放弃权利"),
        [H.TOLD],
        [H.TOLD, H.ANSWERING, H.WAIVED],
        rights.HEARD,
        hearings.decide_waiving,
    ),
    _move("lapse", _("到期"), [H.TOLD], [H.LAPSED, H.ANSWERING], CLOCK, hearings.decide_lapse),
    _move(
        "schedule", _("定听证时间"), [H.ASKED], [H.SCHEDULED], rights.OFFICE, hearing_day.decide_scheduling
    ),
    _move(
        "postpone",
        _("延期举行"),
        [H.SCHEDULED],
        [H.SCHEDULED],
        rights.OFFICE,
        hearing_day.decide_postponement,
        _not_postponed,
    ),
    _move(
        "challenge_chair",
        _("申请主持人回避"),
        [H.SCHEDULED],
        [H.SCHEDULED],
        rights.HEARD,
        hearing_day.decide_challenge,
    ),
    _move(
        "answer_challenge",
        _("答复回避申请"),
        [H.SCHEDULED],
        [H.SCHEDULED],
        rights.DECIDER,
        hearing_day.decide_challenge_answer,
        hearing_day.disputed,
    ),
    _move(
        "hold",
        _("写听证笔录"),
        [H.SCHEDULED],
        [H.HELD, H.ANSWERING],
        rights.CHAIR,
        hearing_day.decide_holding,
        hearing_day.undisputed,
    ),
    _move(
        "sign",
        _("在笔录上签字"),
        [H.HELD],
        [H.HELD, H.ANSWERING],
        rights.HEARD_OR_CHAIR,
        hearing_day.decide_signature,
    ),
    _move(
        "answer_views",
        _("答复意见"),
        [H.ANSWERING],
        [H.CLOSED],
        rights.DECIDER,
        hearing_day.decide_answers,
    ),
    _move(
        "drop",
        _("不再打算这样处理"),
        HEARING_OPEN,
        [H.DROPPED],
        rights.DECIDER_OR_SYSTEM,
        hearing_day.decide_dropping,
    ),
    *light_moves(
        lambda light, clock, since: HearingLightChanged(light=light, since=since),
        [H.ASKED, H.SCHEDULED],
        hearings.main_clock,
    ),
)

HEARING_FLOW = Flow[Hearing](
    matter=Hearing,
    states=[State(state.value, state.label, _turn(state)) for state in HearingState],
    moves=_MOVES,
    main_clock=hearings.main_clock,
    lights=hearings.lights_of,
    deadlines=hearings.deadlines,
    silent=frozenset({"hearing.light_changed"}),
)
registry.register(HEARING_FLOW)

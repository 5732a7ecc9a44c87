"""The tables of a card and of a slip."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from leyiban.kernel.flows import registry
from leyiban.kernel.flows.clockwork import CLOCK, SYSTEM, light_moves
from leyiban.kernel.flows.table import Flow, Move, State, Turn
from leyiban.supervision import rights, rules, slip_rules
from leyiban.supervision.kinds import CardLightChanged, SlipLightChanged
from leyiban.supervision.models import Card, Slip
from leyiban.supervision.states import CardState as C
from leyiban.supervision.states import SlipState as S

_BEFORE_ANSWER = frozenset({S.ISSUED, S.RECEIVED})


CARD_FLOW = Flow[Card](
    matter=Card,
    states=[
        State(C.OPENING.value, C.OPENING.label, Turn.OFFICE),
        State(C.OPEN.value, C.OPEN.label, Turn.OFFICE),
        State(C.CLOSED.value, C.CLOSED.label, Turn.NOBODY),
    ],
    moves=(
        Move[Card](
            name="open",
            label=_("开监察卡"),
            sources=frozenset({C.OPENING}),
            targets=frozenset({C.OPEN}),
            right=SYSTEM,
            decide=rules.decide_opening,
        ),
        Move[Card](
            name="note",
            label=_("记下进展"),
            sources=frozenset({C.OPEN}),
            targets=frozenset({C.OPEN}),
            right=SYSTEM,
            decide=rules.decide_note,
        ),
        Move[Card](
            name="settle",
            label=_("事情往下办了,关卡"),
            sources=frozenset({C.OPEN}),
            targets=frozenset({C.CLOSED}),
            right=SYSTEM,
            decide=rules.decide_closing,
        ),
        Move[Card](
            name="close",
            label=_("看过,关卡"),
            sources=frozenset({C.OPEN}),
            targets=frozenset({C.CLOSED}),
            right=rights.LOOKER,
            decide=rules.decide_closing,
        ),
        Move[Card](
            name="escalate",
            label=_("没动静,报上一级"),
            sources=frozenset({C.OPEN}),
            targets=frozenset({C.OPEN}),
            right=CLOCK,
            decide=rules.decide_escalation,
            by_clock=True,
        ),
        *light_moves(
            lambda light, clock, since: CardLightChanged(light=light, since=since), [C.OPEN], rules.main_clock
        ),
    ),
    main_clock=rules.main_clock,
    lights=rules.lights_of,
    deadlines=rules.deadlines,
    silent=frozenset({"supervision_card.light_changed", "supervision_card.moved"}),
)

SLIP_FLOW = Flow[Slip](
    matter=Slip,
    states=[
        State(S.ISSUING.value, S.ISSUING.label, Turn.OFFICE),
        State(S.ISSUED.value, S.ISSUED.label, Turn.OFFICE),
        State(S.RECEIVED.value, S.RECEIVED.label, Turn.OFFICE),
        State(S.ANSWERED.value, S.ANSWERED.label, Turn.OFFICE),
        State(S.ACCEPTED.value, S.ACCEPTED.label, Turn.NOBODY),
        State(S.WITHDRAWN.value, S.WITHDRAWN.label, Turn.NOBODY),
    ],
    moves=(
        Move[Slip](
            name="issue",
            label=_("发督办单"),
            sources=frozenset({S.ISSUING}),
            targets=frozenset({S.ISSUED}),
            right=rights.ISSUER,
            decide=slip_rules.decide_issue,
        ),
        Move[Slip](
            name="receive",
            label=_("签收"),
            sources=frozenset({S.ISSUED}),
            targets=frozenset({S.RECEIVED}),
            right=rights.OFFICE,
            decide=slip_rules.decide_receipt,
        ),
        Move[Slip](
            name="answer",
            label=pgettext_lazy("slip", "答复"),
            sources=_BEFORE_ANSWER,
            targets=frozenset({S.ANSWERED}),
            right=rights.OFFICE,
            decide=slip_rules.decide_answer,
        ),
        Move[Slip](
            name="accept",
            label=_("答复可以,办结"),
            sources=frozenset({S.ANSWERED}),
            targets=frozenset({S.ACCEPTED}),
            right=rights.ISSUING_POST,
            decide=slip_rules.decide_acceptance,
        ),
        Move[Slip](
            name="return",
            label=_("退回重答"),
            sources=frozenset({S.ANSWERED}),
            targets=frozenset({S.RECEIVED}),
            right=rights.ISSUING_POST,
            decide=slip_rules.decide_return,
        ),
        Move[Slip](
            name="withdraw",
            label=_("收回督办"),
            sources=frozenset({S.ISSUED, S.RECEIVED, S.ANSWERED}),
            targets=frozenset({S.WITHDRAWN}),
            right=rights.ISSUING_POST,
            decide=slip_rules.decide_withdrawal,
        ),
        *light_moves(
            lambda light, clock, since: SlipLightChanged(light=light, since=since),
            _BEFORE_ANSWER,
            slip_rules.main_clock,
        ),
    ),
    main_clock=slip_rules.main_clock,
    lights=rules.lights_of,
    deadlines=slip_rules.deadlines,
    silent=frozenset({"supervision_slip.light_changed"}),
)

registry.register(CARD_FLOW)
registry.register(SLIP_FLOW)

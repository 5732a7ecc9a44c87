"""The table of a bar (R14): imposed with its warning or its revocation, objected to once, kept or lifted, over."""

from django.utils.translation import gettext_lazy as _

from leyiban.cases.bar.errors import ObjectedBefore
from leyiban.cases.bar.kinds import BarLightChanged
from leyiban.cases.models import Bar
from leyiban.cases.rights import acts_for_applicant
from leyiban.cases.rules import bars
from leyiban.cases.states import BARRING, BarState
from leyiban.cases.states import BarState as B
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.errors import Refusal
from leyiban.kernel.flows import registry
from leyiban.kernel.flows.clockwork import CLOCK, SYSTEM, light_moves
from leyiban.kernel.flows.table import Flow, Move, Readings, Right, State, Turn
from leyiban.people.rules.divisions import covers

_TURNS = {B.IMPOSING: Turn.OFFICE, B.IN_FORCE: Turn.PARTY, B.OBJECTED: Turn.OFFICE}


def decides_for(actor: Actor, bar: Bar) -> bool:
    """Holds a decider's post of the agency that imposed it, in an area that holds the case."""
    return any(
        post.role is Role.DECIDER and post.agency_id == bar.agency_id and covers(post.region, bar.region)
        for post in actor.posts
    )


def _imposes(actor: Actor, bar: Bar) -> bool:
    return SYSTEM.allows(actor, bar) or decides_for(actor, bar)


_OFFICE = Right[Bar]("office", _("作出限制的单位"), decides_for)
_OFFICE_OR_SYSTEM = Right[Bar]("office_or_system", _("作出限制的单位"), _imposes)
_PARTY = Right[Bar]("party", _("被限制的人"), lambda actor, bar: acts_for_applicant(actor, bar.case))


def _first_objection(bar: Bar, readings: Readings) -> Refusal | None:
    return None if bar.objected_at is None else ObjectedBefore()


BAR_FLOW = Flow[Bar](
    matter=Bar,
    states=[State(state.value, state.label, _TURNS.get(state, Turn.NOBODY)) for state in BarState],
    moves=(
        Move[Bar](
            name="impose",
            label=_("限制申请"),
            sources=frozenset({B.IMPOSING}),
            targets=frozenset({B.IN_FORCE}),
            right=_OFFICE_OR_SYSTEM,
            decide=bars.decide_imposing,
        ),
        Move[Bar](
            name="object",
            label=_("提出异议"),
            sources=frozenset({B.IN_FORCE}),
            targets=frozenset({B.OBJECTED}),
            right=_PARTY,
            decide=bars.decide_objection,
            guard=_first_objection,
        ),
        Move[Bar](
            name="answer",
            label=_("答复异议"),
            sources=frozenset({B.OBJECTED}),
            targets=frozenset({B.IN_FORCE, B.LIFTED}),
            right=_OFFICE,
            decide=bars.decide_bar_answer,
        ),
        Move[Bar](
            name="lift",
            label=_("撤销限制"),
            sources=frozenset(BARRING),
            targets=frozenset({B.LIFTED}),
            right=_OFFICE,
            decide=bars.decide_lifting,
        ),
        Move[Bar](
            name="end",
            label=_("限制到期"),
            sources=frozenset(BARRING),
            targets=frozenset({B.ENDED}),
            right=CLOCK,
            decide=bars.decide_end,
            by_clock=True,
        ),
        *light_moves(
            lambda light, clock, since: BarLightChanged(light=light, since=since),
            [B.OBJECTED],
            bars.main_clock,
        ),
    ),
    main_clock=bars.main_clock,
    lights=bars.lights_of,
    deadlines=bars.deadlines,
    silent=frozenset({"application_bar.light_changed"}),
)
registry.register(BAR_FLOW)

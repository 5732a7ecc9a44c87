"""The table of a request for the green channel (F4.1): asked, answered by a named officer, withdrawn or over."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from leyiban.cases.green.kinds import GreenLightChanged
from leyiban.cases.models import GreenGrant
from leyiban.cases.rights import acts_for_applicant
from leyiban.cases.rules import green
from leyiban.cases.states import GreenState
from leyiban.cases.states import GreenState as G
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.errors import Text
from leyiban.kernel.flows import registry
from leyiban.kernel.flows.clockwork import CLOCK, SYSTEM, light_moves
from leyiban.kernel.flows.table import Decide, Flow, Move, Right, State, Turn
from leyiban.people.rules.divisions import covers

_TURNS = {G.ASKING: Turn.PARTY, G.REQUESTED: Turn.OFFICE, G.GRANTED: Turn.OFFICE}


def answers_for(actor: Actor, grant: GreenGrant) -> bool:
    """Holds a decider's post of the case's agency in an area that holds the case."""
    return any(
        post.role is Role.DECIDER and post.agency_id == grant.agency_id and covers(post.region, grant.region)
        for post in actor.posts
    )


_PARTY = Right[GreenGrant]("party", _("申请人"), lambda actor, grant: acts_for_applicant(actor, grant.case))
_OFFICER = Right[GreenGrant]("officer", _("决定岗"), answers_for)


def _move(
    name: str,
    label: Text,
    sources: Iterable[GreenState],
    targets: Iterable[GreenState],
    right: Right[GreenGrant],
    decide: Decide[GreenGrant],
) -> Move[GreenGrant]:
    return Move(
        name=name,
        label=label,
        sources=frozenset(sources),
        targets=frozenset(targets),
        right=right,
        decide=decide,
        by_clock=right is CLOCK,
    )


GREEN_FLOW = Flow[GreenGrant](
    matter=GreenGrant,
    states=[State(state.value, state.label, _TURNS.get(state, Turn.NOBODY)) for state in GreenState],
    moves=(
        _move("ask", _("申请走绿色通道"), [G.ASKING], [G.REQUESTED], _PARTY, green.decide_asking),
        _move("answer", _("答复"), [G.REQUESTED], [G.GRANTED, G.REFUSED], _OFFICER, green.decide_answer),
        _move("begin", _("受理后起算"), [G.GRANTED], [G.GRANTED], SYSTEM, green.decide_beginning),
        _move("withdraw", _("收回"), [G.GRANTED], [G.WITHDRAWN], _OFFICER, green.decide_withdrawal),
        _move("finish", _("办完了"), [G.REQUESTED, G.GRANTED], [G.LAPSED, G.DONE], SYSTEM, green.decide_end),
        _move("end", _("到期"), [G.REQUESTED, G.GRANTED], [G.LAPSED, G.EXPIRED], CLOCK, green.decide_end),
        *light_moves(
            lambda light, clock, since: GreenLightChanged(light=light, clock=clock, since=since),
            [G.REQUESTED, G.GRANTED],
            green.main_clock,
        ),
    ),
    main_clock=green.main_clock,
    lights=green.lights_of,
    deadlines=green.deadlines,
    silent=frozenset({"green_grant.light_changed"}),
)
registry.register(GREEN_FLOW)

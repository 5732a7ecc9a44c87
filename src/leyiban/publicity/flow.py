"""The tables of a publication and of an objection to one."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.flows import registry
from leyiban.kernel.flows.clockwork import SYSTEM, light_moves
from leyiban.kernel.flows.table import Flow, Move, State, Turn
from leyiban.publicity import rights, rules
from leyiban.publicity.kinds import ObjectionLightChanged, PublicationLightChanged
from leyiban.publicity.models import Objection, Publication
from leyiban.publicity.states import ObjectionState as O
from leyiban.publicity.states import PublicationState as P

PUBLICATION_FLOW = Flow[Publication](
    matter=Publication,
    states=[
        State(P.OPENING.value, P.OPENING.label, Turn.OFFICE),
        State(P.WAITING.value, P.WAITING.label, Turn.OFFICE),
        State(P.PUBLISHED.value, P.PUBLISHED.label, Turn.NOBODY),
    ],
    moves=(
        Move[Publication](
            name="open",
            label=_("登记待公示"),
            sources=frozenset({P.OPENING}),
            targets=frozenset({P.WAITING}),
            right=SYSTEM,
            decide=rules.decide_opening,
        ),
        Move[Publication](
            name="publish",
            label=_("公示"),
            sources=frozenset({P.WAITING}),
            targets=frozenset({P.PUBLISHED}),
            right=SYSTEM,
            decide=rules.decide_publishing,
        ),
        Move[Publication](
            name="correct",
            label=_("更正公示"),
            sources=frozenset({P.PUBLISHED}),
            targets=frozenset({P.PUBLISHED}),
            right=rights.OFFICE_OR_SYSTEM,
            decide=rules.decide_correction,
        ),
        *light_moves(
            lambda light, clock, since: PublicationLightChanged(light=light, since=since),
            [P.WAITING],
            rules.main_clock,
        ),
    ),
    main_clock=rules.main_clock,
    lights=rules.lights_of,
    deadlines=rules.deadlines,
    silent=frozenset({"publication.light_changed"}),
)

OBJECTION_FLOW = Flow[Objection](
    matter=Objection,
    states=[
        State(O.FILING.value, O.FILING.label, Turn.PARTY),
        State(O.OPEN.value, O.OPEN.label, Turn.OFFICE),
        State(O.UPHELD.value, O.UPHELD.label, Turn.NOBODY),
        State(O.DISMISSED.value, O.DISMISSED.label, Turn.NOBODY),
    ],
    moves=(
        Move[Objection](
            name="file",
            label=_("提出异议"),
            sources=frozenset({O.FILING}),
            targets=frozenset({O.OPEN}),
            right=rights.ANY_PERSON,
            decide=rules.decide_filing,
        ),
        Move[Objection](
            name="answer",
            label=_("答复异议"),
            sources=frozenset({O.OPEN}),
            targets=frozenset({O.UPHELD, O.DISMISSED}),
            right=rights.OFFICE,
            decide=rules.decide_answer,
        ),
        *light_moves(
            lambda light, clock, since: ObjectionLightChanged(light=light, since=since),
            [O.OPEN],
            rules.main_clock,
        ),
    ),
    main_clock=rules.main_clock,
    lights=rules.lights_of,
    deadlines=rules.deadlines,
    silent=frozenset({"publicity_objection.light_changed"}),
)

registry.register(PUBLICATION_FLOW)
registry.register(OBJECTION_FLOW)

"""The tables of a publication and of an objection to one."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.flows import registry
from leyiban.kernel.flows.table import Flow, Move, State, Turn
from leyiban.publicity import rights, rules
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
            right=rights.SYSTEM,
            decide=rules.decide_opening,
        ),
        Move[Publication](
            name="publish",
            label=_("公示"),
            sources=frozenset({P.WAITING}),
            targets=frozenset({P.PUBLISHED}),
            right=rights.SYSTEM,
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
        Move[Publication](
            name="turn_amber",
            label=_("临期"),
            sources=frozenset({P.WAITING}),
            targets=frozenset({P.WAITING}),
            right=rights.CLOCK,
            decide=rules.decide_amber,
            by_clock=True,
        ),
        Move[Publication](
            name="turn_red",
            label=_("超期"),
            sources=frozenset({P.WAITING}),
            targets=frozenset({P.WAITING}),
            right=rights.CLOCK,
            decide=rules.decide_red,
            by_clock=True,
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
        Move[Objection](
            name="turn_amber",
            label=_("临期"),
            sources=frozenset({O.OPEN}),
            targets=frozenset({O.OPEN}),
            right=rights.OBJECTION_CLOCK,
            decide=rules.decide_amber,
            by_clock=True,
        ),
        Move[Objection](
            name="turn_red",
            label=_("超期"),
            sources=frozenset({O.OPEN}),
            targets=frozenset({O.OPEN}),
            right=rights.OBJECTION_CLOCK,
            decide=rules.decide_red,
            by_clock=True,
        ),
    ),
    main_clock=rules.main_clock,
    lights=rules.lights_of,
    deadlines=rules.deadlines,
    silent=frozenset({"publicity_objection.light_changed"}),
)

registry.register(PUBLICATION_FLOW)
registry.register(OBJECTION_FLOW)

"""The table of a word about the moment of receipt: confirmed, or claimed otherwise and decided, if not by silence."""

from django.utils.translation import gettext_lazy as _

from leyiban.cases.models import ReceiptClaim
from leyiban.cases.rights import OFFICE_ROLES, acts_for_applicant, holds_post_of_office
from leyiban.cases.rules import receipts
from leyiban.cases.states import ReceiptState as R
from leyiban.kernel.actors import Actor
from leyiban.kernel.flows import registry
from leyiban.kernel.flows.clockwork import CLOCK
from leyiban.kernel.flows.table import Flow, Move, Right, State, Turn

_TURNS = {R.SAYING: Turn.PARTY, R.CLAIMED: Turn.OFFICE}


def checks_claim(actor: Actor, claim: ReceiptClaim) -> bool:
    """Of the office that decides on the case, and not who entered the moment that is contested."""
    return actor.account_id != claim.entered_by_id and holds_post_of_office(actor, claim.case, OFFICE_ROLES)


_PARTY = Right[ReceiptClaim](
    "receipt_party", _("申请人"), lambda actor, claim: acts_for_applicant(actor, claim.case)
)
_CHECKER = Right[ReceiptClaim]("receipt_checker", _("审批部门里没有经手收件的人"), checks_claim)


RECEIPT_FLOW = Flow[ReceiptClaim](
    matter=ReceiptClaim,
    states=[State(state.value, state.label, _TURNS.get(state, Turn.NOBODY)) for state in R],
    moves=(
        Move[ReceiptClaim](
            name="confirm",
            label=_("确认收到时间"),
            sources=frozenset({R.SAYING}),
            targets=frozenset({R.CONFIRMED}),
            right=_PARTY,
            decide=receipts.decide_confirming,
        ),
        Move[ReceiptClaim](
            name="claim",
            label=_("说收到得更早"),
            sources=frozenset({R.SAYING}),
            targets=frozenset({R.CLAIMED}),
            right=_PARTY,
            decide=receipts.decide_claiming,
        ),
        Move[ReceiptClaim](
            name="answer",
            label=_("核对收到时间"),
            sources=frozenset({R.CLAIMED}),
            targets=frozenset({R.UPHELD, R.REJECTED}),
            right=_CHECKER,
            decide=receipts.decide_answer,
        ),
        Move[ReceiptClaim](
            name="count_as_said",
            label=_("到期没核对,按本人说的算"),
            sources=frozenset({R.CLAIMED}),
            targets=frozenset({R.DEEMED}),
            right=CLOCK,
            decide=receipts.decide_silence,
            by_clock=True,
        ),
    ),
    main_clock=receipts.main_clock,
    lights=receipts.lights_of,
    deadlines=receipts.deadlines,
)
registry.register(RECEIPT_FLOW)

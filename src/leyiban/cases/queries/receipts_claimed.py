"""Words about the moment of receipt: the applicant's own, and those that wait for whoever may check them."""

from leyiban.cases.models import Case, ReceiptClaim
from leyiban.cases.receipt.errors import ReceiptClaimGone
from leyiban.cases.receipt.flow import checks_claim
from leyiban.cases.states import BEFORE_DECISION, ReceiptState
from leyiban.kernel.actors import Actor


def receipt_claim_of(case: Case) -> ReceiptClaim | None:
    """What was said of the newest submission's receipt. One query."""
    return ReceiptClaim.objects.filter(case=case, round=case.round).first()


def may_speak_of_receipt(case: Case) -> bool:
    """Nothing was said yet, and it would still change something. One query."""
    return case.state in BEFORE_DECISION and receipt_claim_of(case) is None


def claims_waiting(actor: Actor, *, limit: int = 50) -> list[ReceiptClaim]:
    """Claims that lie with the actor's own posts, the oldest first. One query."""
    posts = [post.post_id for post in actor.posts]
    waiting = ReceiptClaim.objects.filter(state=ReceiptState.CLAIMED, owner_post_id__in=posts)
    return list(waiting.select_related("case").order_by("pk")[:limit])


def claim_to_check(actor: Actor, number: str) -> ReceiptClaim:
    """A claim of the actor's office, decided or not.

    Raises:
        ReceiptClaimGone: there is none that he may check.
    """
    claim = ReceiptClaim.objects.select_related("case__applicant").filter(number=number).first()
    if claim is None or claim.state == ReceiptState.CONFIRMED or not checks_claim(actor, claim):
        raise ReceiptClaimGone
    return claim

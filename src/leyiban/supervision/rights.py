"""Who may move a card and a slip: one named predicate each."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.flows.table import Right
from leyiban.people.rules.divisions import covers
from leyiban.supervision.models import Card, Slip, Supervised

OVERSEEING = (Role.SUPERVISOR, Role.LEADER)
ANSWERING = (Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.LEADER)


def oversees(actor: Actor, matter: Supervised) -> bool:
    """Supervises or leads the office or one above it, in an area that holds the matter."""
    return any(
        post.role in OVERSEEING and post.agency_id in matter.overseers and covers(post.region, matter.region)
        for post in actor.posts
    )


def holds_owner_post(actor: Actor, matter: Supervised) -> bool:
    return any(post.post_id == matter.owner_post_id for post in actor.posts)


def is_of_office(actor: Actor, slip: Slip) -> bool:
    """Answers for the office: whoever's post was asked, and those who review and decide there; never who asked."""
    return any(
        post.post_id == slip.answering_post_id
        or (post.role in ANSWERING and post.agency_id == slip.agency_id and covers(post.region, slip.region))
        for post in actor.posts
        if post.post_id != slip.issuing_post_id
    )


LOOKER = Right[Card](
    "card_looker",
    _("现在负责这张卡的岗位,或管这个单位的督查、分管领导"),
    lambda actor, card: oversees(actor, card) or holds_owner_post(actor, card),
)
ISSUER = Right[Slip](
    "slip_issuer", _("管这个单位的督查或分管领导"), lambda actor, slip: oversees(actor, slip)
)
OFFICE = Right[Slip]("slip_office", _("承办单位"), is_of_office)
ISSUING_POST = Right[Slip](
    "slip_issuing_post",
    _("发出督办的岗位"),
    lambda actor, slip: any(post.post_id == slip.issuing_post_id for post in actor.posts),
)

"""Who may move a publication and an objection: one named predicate each."""

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.kernel.flows.clockwork import SYSTEM
from leyiban.kernel.flows.table import Right
from leyiban.people.rules.divisions import covers
from leyiban.publicity.models import Objection, Publication


def answers_for(actor: Actor, publication: Publication) -> bool:
    """Decides for the agency that granted, in an area that holds the matter."""
    return any(
        post.role is Role.DECIDER
        and post.agency_id == publication.agency_id
        and covers(post.region, publication.region)
        for post in actor.posts
    )


OFFICE_OR_SYSTEM = Right[Publication](
    "office_or_system",
    _("许可机关的决定岗"),
    lambda actor, publication: SYSTEM.allows(actor, publication) or answers_for(actor, publication),
)
ANY_PERSON = Right[Objection](
    "person", _("登录的人"), lambda actor, objection: actor.kind is ActorKind.PERSON
)
OFFICE = Right[Objection](
    "office", _("许可机关的决定岗"), lambda actor, objection: answers_for(actor, objection.publication)
)

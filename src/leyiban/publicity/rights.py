"""Who may move a publication and an objection: one named predicate each."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Actor, ActorKind, Role
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


def _is_system(actor: Actor, matter: Any) -> bool:
    return actor.kind is ActorKind.SYSTEM


def _is_clock(actor: Actor, matter: Any) -> bool:
    return actor.kind is ActorKind.CLOCK


SYSTEM = Right[Publication]("system", _("系统"), _is_system)
CLOCK = Right[Publication]("clock", _("系统按时限"), _is_clock)
OFFICE_OR_SYSTEM = Right[Publication](
    "office_or_system",
    _("许可机关的决定岗"),
    lambda actor, publication: _is_system(actor, publication) or answers_for(actor, publication),
)
ANY_PERSON = Right[Objection](
    "person", _("登录的人"), lambda actor, objection: actor.kind is ActorKind.PERSON
)
OFFICE = Right[Objection](
    "office", _("许可机关的决定岗"), lambda actor, objection: answers_for(actor, objection.publication)
)
OBJECTION_CLOCK = Right[Objection]("clock", _("系统按时限"), _is_clock)

"""Who may change the catalogue of a city."""

from leyiban.catalogue.models import City
from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.people.rules.divisions import covers


def may_publish(actor: Actor, city: City) -> bool:
    """An operator's command may; a person needs an administrator's post whose area holds the whole city."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return any(
        post.role is Role.ADMINISTRATOR and covers(post.region, city.region.code) for post in actor.posts
    )

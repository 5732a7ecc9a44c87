"""Who may do what with messages. Pure."""

from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.messages.models import Message
from leyiban.people.rules.divisions import covers

_READERS_ONLY = frozenset({Role.AUDITOR})


def may_resend(actor: Actor, message: Message) -> bool:
    """Staff with a working post where the matter is handled; the operator's command."""
    if actor.kind is ActorKind.SYSTEM:
        return True
    return any(post.role not in _READERS_ONLY and covers(post.region, message.region) for post in actor.posts)

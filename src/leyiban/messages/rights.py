"""Who may do what with messages. Pure."""

from leyiban.kernel.actors import Actor, ActorKind, PostHeld, Role
from leyiban.messages.models import Message
from leyiban.people.rules.divisions import covers

OF_OFFICE = frozenset(
    {Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.ISSUER, Role.SUPERVISOR}
)


def may_resend(actor: Actor, message: Message) -> bool:
    """Staff with a working post at the agency that handles the matter, in its area; the operator's command."""
    return actor.kind is ActorKind.SYSTEM or any(_handles(post, message) for post in actor.posts)


def _handles(post: PostHeld, message: Message) -> bool:
    return (
        post.role in OF_OFFICE and post.agency_id == message.agency_id and covers(post.region, message.region)
    )

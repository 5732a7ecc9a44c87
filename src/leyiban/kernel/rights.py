"""What a door asks of whoever comes in: a page or an endpoint. Every route carries one; tests list them all.

These guard the door only. Whether *this* person may see *this* matter is asked again, row by row, by the
domain's own queries and moves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from leyiban.kernel.actors import Actor, ActorKind, Role


@dataclass(frozen=True, slots=True)
class Right:
    """``by_signing_in``: whether a guest without it is asked to sign in rather than refused."""

    name: str
    held_by: Callable[[Actor], bool]
    by_signing_in: bool = True


ANYONE: Final = Right("anyone", lambda actor: True, by_signing_in=False)
SIGNED_IN: Final = Right("signed_in", lambda actor: actor.kind in (ActorKind.PERSON, ActorKind.STAFF))


def real_name(level: int) -> Right:
    """A person known at real-name level ``level`` (L0–L4) or above."""
    return Right(f"real_name_L{level}", lambda actor: actor.kind is ActorKind.PERSON and actor.level >= level)


def post(*roles: Role) -> Right:
    """Staff holding a post with one of ``roles``; no role given means any post at all."""
    name = "post:" + ("|".join(roles) or "any")
    return Right(name, lambda actor: actor.holds(*roles) if roles else bool(actor.posts))

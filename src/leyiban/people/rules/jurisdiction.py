"""Whether somebody's posts reach a matter: role, agency, area (FX.3)."""

from collections.abc import Collection, Iterable

from leyiban.kernel.actors import PostHeld, Role
from leyiban.people.rules.divisions import covers


def reaches(posts: Iterable[PostHeld], *, roles: Collection[Role], agency_id: int, region: str) -> bool:
    """Whether one of ``posts`` has one of ``roles`` in this agency, for this region or one above it."""
    return any(
        post.role in roles and post.agency_id == agency_id and covers(post.region, region) for post in posts
    )

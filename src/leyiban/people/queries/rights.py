"""What a member of staff may do, and why: the right explains itself (FX.3)."""

import datetime as dt
from dataclasses import dataclass

from leyiban.kernel.actors import Actor, Role
from leyiban.people.models import Account, HoldingKind, PostHolding
from leyiban.people.policy import PostPolicy
from leyiban.people.rules.jurisdiction import Right, right_over


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingCard:
    """One post held, as its holder reads it. ``ends_unused_on``: when it ends by itself if nobody uses it."""

    post: str
    agency: str
    region: str
    role: str
    since: dt.datetime
    until: dt.datetime | None
    emergency: bool
    used_on: dt.date | None
    ends_unused_on: dt.date


def right_of(*, actor: Actor, roles: frozenset[Role], agency_id: int, region: str) -> Right:
    """Which of the actor's posts lets him act here, or the nearest miss. Pure; no query."""
    return right_over(actor.posts, roles=roles, agency_id=agency_id, region=region)


def jurisdiction(
    *, actor: Actor, agency_id: int, region: str, roles: frozenset[Role] = frozenset(Role)
) -> bool:
    """Whether one of the actor's posts with one of ``roles`` covers this agency and region. No query."""
    return bool(right_of(actor=actor, roles=roles, agency_id=agency_id, region=region))


def holdings_of(*, account: Account, policy: PostPolicy, now: dt.datetime) -> list[HoldingCard]:
    """The posts an account holds now, with where each right comes from and when it ends. One query."""
    unused = dt.timedelta(days=policy.post_unused_days)
    holdings = (
        PostHolding.objects.in_force(now)
        .select_related("post__agency", "post__region")
        .filter(account=account)
        .order_by("post__agency__name", "post__name")
    )
    return [
        HoldingCard(
            post=holding.post.name,
            agency=holding.post.agency.name,
            region=holding.post.region.name,
            role=holding.post.get_role_display(),
            since=holding.since,
            until=holding.until,
            emergency=holding.kind == HoldingKind.BREAK_GLASS,
            used_on=holding.used_on,
            ends_unused_on=(holding.used_on or holding.since.date()) + unused,
        )
        for holding in holdings
    ]

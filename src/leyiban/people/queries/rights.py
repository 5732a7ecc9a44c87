"""The posts that a member of staff holds: where each right comes from, and when it ends (FX.3)."""

import datetime as dt
from dataclasses import dataclass

from leyiban.people.models import Account, HoldingKind, PostHolding
from leyiban.people.policy import PostPolicy


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

"""How members of staff are called."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, Max, OuterRef, Q

from leyiban.kernel.actors import Role
from leyiban.people.models import Account, AccountKind, Agency, Post, PostHolding
from leyiban.people.rules.divisions import covers


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLine:
    """A member of staff as whoever runs the platform lists him. ``posts`` are the codes of those he holds now."""

    username: str
    name: str
    posts: tuple[str, ...]
    has_factor: bool
    last_sign_in: dt.datetime | None


def staff_lines(*, post: str = "", now: dt.datetime) -> list[StaffLine]:
    """Everybody with an open account, or who holds ``post``, by user name. One query."""
    held = Q(holdings__since__lte=now) & (Q(holdings__until__isnull=True) | Q(holdings__until__gt=now))
    rows = (
        Account.objects.active()
        .filter(kind=AccountKind.STAFF)
        .annotate(
            held=ArrayAgg("holdings__post__code", filter=held, distinct=True, default=[]),
            factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
            came=Max("sign_ins__at"),
        )
        .order_by("username")
    )
    lines = [
        StaffLine(
            username=row.username,
            name=row.display_name,
            posts=tuple(sorted(row.held)),
            has_factor=row.factor,
            last_sign_in=row.came,
        )
        for row in rows
    ]
    return [line for line in lines if not post or post in line.posts]


def display_names(pseudonyms: Iterable[str]) -> dict[str, str]:
    """The names under which staff act, by the pseudonym that ledger and forms know them by. At most one query."""
    asked = set(pseudonyms)
    if not asked:
        return {}
    return dict(Account.objects.filter(pseudonym__in=asked).values_list("pseudonym", "display_name"))


def members_of(agency_id: int, *, roles: Collection[Role], now: dt.datetime) -> list[Account]:
    """Everybody who holds a post of these roles in the agency now, each once, by name. One query."""
    held = PostHolding.objects.in_force(now).filter(
        post__agency_id=agency_id, post__role__in=[role.value for role in roles]
    )
    return list(Account.objects.filter(pk__in=held.values("account_id")).order_by("display_name", "pk"))


def posts_of(acts: Iterable[tuple[str, dt.datetime]]) -> dict[tuple[str, dt.datetime], str]:
    """Agency and post that a member of staff held at each act, by (pseudonym, moment). At most one query.

    Where he held several at once, all of them are named: which he acted by, the trail itself says.
    """
    asked = set(acts)
    if not asked:
        return {}
    holdings = (
        PostHolding.objects.filter(account__pseudonym__in={who for who, _ in asked})
        .select_related("post__agency", "account")
        .order_by("post__name", "pk")
    )
    held: dict[str, list[PostHolding]] = {}
    for holding in holdings:
        held.setdefault(holding.account.pseudonym, []).append(holding)
    return {
        (who, at): "、".join(
            f"{each.post.agency.name}{each.post.name}"
            for each in held.get(who, ())
            if each.since <= at and (each.until is None or at < each.until)
        )
        or "工作人员"
        for who, at in asked
    }


def agencies_above(agency: Agency) -> list[Agency]:
    """The agency itself and those above it, the nearest first. As many queries as levels."""
    found = [agency]
    while (above := found[-1].superior) is not None and above not in found:
        found.append(above)
    return found


def posts_for(agency: Agency, role: Role, *, region: str) -> list[Post]:
    """The agency's posts of a role whose area holds the region, in order. One query."""
    posts = Post.objects.filter(agency=agency, role=role).select_related("region").order_by("pk")
    return [post for post in posts if covers(post.region.code, region)]


def holders_of(post_id: int, *, now: dt.datetime) -> list[Account]:
    """Everybody who holds this post now, in order. One query."""
    held = PostHolding.objects.in_force(now).filter(post_id=post_id)
    return list(Account.objects.filter(pk__in=held.values("account_id")).order_by("pk"))

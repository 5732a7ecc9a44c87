"""How members of staff are called."""

import datetime as dt
from collections.abc import Collection, Iterable

from leyiban.kernel.actors import Role
from leyiban.people.models import Account, PostHolding


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

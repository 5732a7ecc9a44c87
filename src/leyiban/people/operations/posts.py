"""Posts: load them, give them, end them, and the short right in an emergency."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.kernel.errors import FieldProblem, Text
from leyiban.people.errors import (
    BreakGlassTooLong,
    BrokenPeopleData,
    OutOfJurisdiction,
    PostHeldAlready,
    TwoPersonsNeeded,
)
from leyiban.people.kinds import PostLeft, PostTaken
from leyiban.people.models import Account, Agency, HoldingKind, Post, PostHolding, Region
from leyiban.people.operations.loading import Loaded, upsert
from leyiban.people.policy import PostPolicy
from leyiban.people.recording import record
from leyiban.people.rules.divisions import covers
from leyiban.people.rules.jurisdiction import reaches

_FIELDS = ("name", "name_en", "agency_id", "region_id", "role", "valid_from", "valid_to")
_SENTENCES: dict[str, Text] = {
    "unknown_agency": _("没有这个单位。"),
    "unknown_region": _("没有这个区划。"),
    "region_outside_agency": _("岗位管的地方要在单位所在的区划之内。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """One post of a pack. ``agency`` is a credit code; ``region`` is empty for the agency's own."""

    code: str
    name: str
    agency: str
    role: Role
    region: str = ""
    name_en: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


def load_posts(*, rows: Iterable[PostRow]) -> Loaded:
    """Create and correct posts by code; who holds them is untouched.

    Raises:
        BrokenPeopleData: unknown agency or region, or a region outside the agency's.
    """
    table = {row.code: row for row in rows}
    with transaction.atomic():
        agencies = {
            agency.uscc: agency
            for agency in Agency.objects.select_related("region").filter(
                uscc__in={row.agency for row in table.values()}
            )
        }
        regions = Region.objects.in_bulk({row.region for row in table.values()}, field_name="code")
        _check(table, agencies, regions)
        wanted = [_post(row, agencies[row.agency], regions) for row in table.values()]
        known = Post.objects.in_bulk(list(table), field_name="code")
        return upsert(Post, wanted, key="code", fields=_FIELDS, known=known)


def _check(
    table: Mapping[str, PostRow], agencies: Mapping[str, Agency], regions: Mapping[str, Region]
) -> None:
    problems = []
    for row in table.values():
        if row.agency not in agencies:
            problems.append(_problem(row, "agency", "unknown_agency"))
        elif row.region and row.region not in regions:
            problems.append(_problem(row, "region", "unknown_region"))
        elif row.region and not covers(agencies[row.agency].region.code, row.region):
            problems.append(_problem(row, "region", "region_outside_agency"))
    if problems:
        raise BrokenPeopleData(problems=tuple(problems))


def _problem(row: PostRow, field: str, what: str) -> FieldProblem:
    return FieldProblem(f"posts.{row.code}.{field}", what, _SENTENCES[what])


def _post(row: PostRow, agency: Agency, regions: Mapping[str, Region]) -> Post:
    return Post(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        agency=agency,
        region=regions[row.region] if row.region else agency.region,
        role=row.role,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def assign_post(
    *, account: Account, post: Post, actor: Actor, now: dt.datetime, until: dt.datetime | None = None
) -> PostHolding:
    """Let a staff account hold a post from now on.

    Raises:
        OutOfJurisdiction: the actor is neither a command nor an administrator over this post.
        PostHeldAlready: the account holds it now.
    """
    with transaction.atomic():
        locked = _lock(post)
        _must_administer(actor, locked)
        if PostHolding.objects.in_force(now).filter(account=account, post=locked).exists():
            raise PostHeldAlready
        holding = PostHolding.objects.create(
            post=locked, account=account, since=now, until=until, granted_by_id=actor.account_id
        )
        _record_taken(locked, holding, actor, now, allowed_by=None)
        return holding


def end_post(*, holding: PostHolding, actor: Actor, now: dt.datetime) -> None:
    """End a holding now. Ending one that has ended changes nothing.

    Raises:
        OutOfJurisdiction: as for :func:`assign_post`.
    """
    with transaction.atomic():
        post = _lock(holding.post)
        _must_administer(actor, post)
        current = PostHolding.objects.in_force(now).select_related("account").filter(pk=holding.pk).first()
        if current is not None:
            _end(current, post, reason="told", actor=actor, now=now)


def break_glass(
    *,
    account: Account,
    post: Post,
    reason: str,
    until: dt.datetime,
    allowed_by: Actor,
    policy: PostPolicy,
    actor: Actor,
    now: dt.datetime,
) -> PostHolding:
    """Give a short emergency right: the actor asks for himself, a second person with authority allows it.

    Raises:
        TwoPersonsNeeded: the second person is the first, or has no authority over the post.
        BreakGlassTooLong: longer than the policy allows, or without a reason.
    """
    longest = dt.timedelta(hours=policy.break_glass_hours)
    if not reason.strip() or not now < until <= now + longest:
        raise BreakGlassTooLong(hours=policy.break_glass_hours)
    with transaction.atomic():
        locked = _lock(post)
        if allowed_by.account_id in (None, account.pk, actor.account_id) or not _administers(
            allowed_by, locked
        ):
            raise TwoPersonsNeeded
        holding = PostHolding.objects.create(
            post=locked,
            account=account,
            kind=HoldingKind.BREAK_GLASS,
            since=now,
            until=until,
            granted_by_id=actor.account_id,
            allowed_by_id=allowed_by.account_id,
            reason=reason.strip(),
        )
        _record_taken(locked, holding, actor, now, allowed_by=allowed_by.pseudonym)
        return holding


def note_posts_used(*, actor: Actor, today: dt.date) -> None:
    """Remember that the actor worked today, so that his rights do not end as unused. Called once a day."""
    PostHolding.objects.filter(
        Q(used_on__isnull=True) | Q(used_on__lt=today),
        account=actor.account_id or 0,
        post_id__in=[post.post_id for post in actor.posts],
    ).update(used_on=today)


def end_unused_posts(*, region: str, policy: PostPolicy, actor: Actor, now: dt.datetime) -> int:
    """End every right over ``region`` that nobody used for ``policy.post_unused_days`` (FX.3). Returns how many."""
    before = now - dt.timedelta(days=policy.post_unused_days)
    with transaction.atomic():
        unused = (
            PostHolding.objects.in_force(now)
            .filter(
                Q(used_on__lt=before.date()) | Q(used_on__isnull=True),
                since__lt=before,
                post__region__code=region,
            )
            .select_related("account")
            .select_for_update(of=("self",))
            .order_by("post_id", "pk")
        )
        holdings = list(unused)
        for holding in holdings:
            _end(holding, _lock(holding.post), reason="unused", actor=actor, now=now)
        return len(holdings)


def _lock(post: Post) -> Post:
    return Post.objects.select_for_update(of=("self",)).select_related("agency", "region").get(pk=post.pk)


def _end(holding: PostHolding, post: Post, *, reason: str, actor: Actor, now: dt.datetime) -> None:
    holding.until = now
    holding.save(update_fields=["until"])
    record(post, PostLeft(account=holding.account.pseudonym, reason=reason), actor=actor, now=now)


def _record_taken(
    post: Post, holding: PostHolding, actor: Actor, now: dt.datetime, *, allowed_by: str | None
) -> None:
    facts = PostTaken(
        account=holding.account.pseudonym,
        holding_kind=holding.kind,
        since=holding.since.isoformat(),
        until=holding.until.isoformat() if holding.until else None,
        allowed_by=allowed_by,
    )
    record(post, facts, actor=actor, now=now)


def _must_administer(actor: Actor, post: Post) -> None:
    if not _administers(actor, post):
        raise OutOfJurisdiction


def _administers(actor: Actor, post: Post) -> bool:
    """A command or the system may; a person needs an administrator's post over agency and region."""
    return actor.kind in (ActorKind.SYSTEM, ActorKind.CLOCK) or reaches(
        actor.posts, roles=[Role.ADMINISTRATOR], agency_id=post.agency_id, region=post.region.code
    )

"""Puts a docket row where it stands in its post's list, and writes down who was passed (``docket.precedence``)."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import connection
from django.db.models import F, Q

from leyiban.kernel.composed import Composed
from leyiban.kernel.docket.models import OpenMatter, Passing
from leyiban.kernel.docket.precedence import Ahead, Placed, Waiting, place_ahead, place_ordinary

_NEWEST: Final = 2**63 - 1  # the key of a row that has none yet: it comes after all that are there
_LOCKED: Final = 72_440_000_000  # advisory: one matter with precedence at a time comes to a post

# The row as it stands, and those of its kind at its post that go first: all an ordinary move asks, in one statement.
_NEAR: Composed[OpenMatter] = Composed(
    lambda kind, key, post: OpenMatter.objects.filter(
        Q(kind=kind, key=key) | Q(owner_post_id=post, may_pass__isnull=False, kind=kind)
    ).order_by("pk")
)


def find_place(row: OpenMatter, *, now: dt.datetime) -> list[Passing]:
    """Set ``row``'s place, and how many have passed it, before it is written. Returns who passes whom by that.

    A row stays where it stands until it comes to another post, its limit ends at another moment, or it gains or
    loses precedence. The place is found anew then.
    """
    near = _NEAR.all(kind=row.kind, key=row.key, post=row.owner_post_id)
    present = next((each for each in near if each.key == row.key), None)
    if present is not None:
        row.passed_by = present.passed_by
        if _stays(row, present):
            row.place_at, row.place_by = present.spot
            return []
    if row.bound is not None:
        return _go_ahead(row, now)
    ahead = [each for each in near if each is not present]
    return _take_turn(row, ahead, now) if ahead and row.owner_post_id is not None else []


def record_passings(passings: Sequence[Passing]) -> None:
    """Write down each pair once, and count it at the row that was passed."""
    if not passings:
        return
    Passing.objects.bulk_create(passings)
    for kind in {each.kind for each in passings}:
        keys = [each.key for each in passings if each.kind == kind]
        OpenMatter.objects.filter(kind=kind, key__in=keys).update(passed_by=F("passed_by") + 1)


def _stays(row: OpenMatter, present: OpenMatter) -> bool:
    return (row.owner_post_id, row.red_at, row.may_pass) == (
        present.owner_post_id,
        present.red_at,
        present.may_pass,
    )


def _go_ahead(row: OpenMatter, now: dt.datetime) -> list[Passing]:
    """Rows of others are locked in the order of their keys, as every composition locks them."""
    bound = row.bound
    assert bound is not None
    if row.owner_post_id is None or row.red_at is None:
        return []  # nothing to be early for: it waits for somebody else
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCKED + row.owner_post_id])
    rows = list(
        OpenMatter.objects.filter(
            owner_post_id=row.owner_post_id, may_pass__isnull=True, red_at__lte=row.red_at
        )
        .exclude(kind=row.kind, key=row.key)
        .order_by("kind", "key")
        .select_for_update()
    )
    known = set(Passing.objects.filter(by_kind=row.kind, by_key=row.key).values_list("kind", "key"))
    counted = frozenset(each.pk for each in rows if (each.kind, each.key) in known)
    key = row.pk or _NEWEST
    placed = place_ahead(row.red_at, map(_waiting, rows), bound, key=key, counted=counted, now=now)
    row.place_at, row.place_by = placed.spot
    return [_passing(each, row, now) for each in rows if each.pk in placed.passes]


def _take_turn(row: OpenMatter, ahead: Sequence[OpenMatter], now: dt.datetime) -> list[Passing]:
    known = set(
        Passing.objects.filter(kind=row.kind, key=row.key).values_list("by_kind", "by_key")
        if row.passed_by
        else ()
    )
    others = [
        Ahead(each.pk, each.red_at, each.spot, bound, counted=(each.kind, each.key) in known)
        for each in ahead
        if (bound := each.bound) is not None
    ]
    placed: Placed = place_ordinary(_waiting(row), others, now=now)
    row.place_at, row.place_by = placed.spot
    return [_passing(row, each, now) for each in ahead if each.pk in placed.passes]


def _waiting(row: OpenMatter) -> Waiting:
    return Waiting(row.pk or _NEWEST, row.began_at, row.red_at, row.passed_by, row.spot)


def _passing(passed: OpenMatter, by: OpenMatter, now: dt.datetime) -> Passing:
    return Passing(
        kind=passed.kind,
        key=passed.key,
        by_kind=by.kind,
        by_key=by.key,
        post_id=by.owner_post_id or 0,
        at=now,
    )

"""A changed calendar counts every open matter again: once, in batches, from where it was left.

A batch and the mark of how far it has come are one transaction, so a worker that is killed in the middle has neither
lost nor repeated anything. The entry of a moved matter says which edition moved which clock from when to when.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Max

from leyiban.kernel.actors import clock_actor
from leyiban.kernel.calendar.models import CalendarEdition
from leyiban.kernel.calendar.queries import calendar_of, layer_by_digest
from leyiban.kernel.docket.models import OpenMatter, Recount, RecountAtPost
from leyiban.kernel.flows.engine import Taken
from leyiban.kernel.flows.reading import matters_of
from leyiban.kernel.flows.registry import flow_of
from leyiban.kernel.flows.shifting import Change, events_by_matter, next_places
from leyiban.kernel.flows.table import Flow, Recounted
from leyiban.kernel.flows.timing import Timing
from leyiban.kernel.ledger.queries import LedgerEntry

log = structlog.get_logger(__name__)


def recount_later(flow: Flow[Any], published: LedgerEntry) -> None:
    """Note that a calendar was published, so that the worker counts the open matters of ``flow`` again.

    The first edition of a scope may change days too: what was counted so far had none of its own.
    """
    scope, edition = published.subject_key, published.seq
    before = CalendarEdition.objects.filter(scope__code=scope, number=edition - 1).first()
    through = OpenMatter.objects.filter(kind=flow.kind).aggregate(last=Max("key"))["last"]
    if through is None:
        return
    Recount.objects.get_or_create(
        kind=flow.kind,
        scope=scope,
        edition=edition,
        defaults={
            "before": "" if before is None else before.digest,
            "after": published.facts.digest,
            "published_at": published.entered_at,
            "through": through,
        },
    )


def recount(*, now: dt.datetime, limit: int = 100) -> int:
    """Count the next batch again, of the oldest recount that is not done. Returns how many matters; 0: nothing to do."""
    while (oldest := _oldest()) is not None:
        looked_at = _next_batch(oldest, now=now, limit=limit)
        if looked_at or _oldest() == oldest:  # else it is done, and there may be another
            return looked_at
    return 0


def _oldest() -> int | None:
    """One after the other: what a later edition moved is told after what an earlier one did."""
    return Recount.objects.filter(done_at__isnull=True).order_by("pk").values_list("pk", flat=True).first()


def _next_batch(pk: int, *, now: dt.datetime, limit: int) -> int:
    try:
        with transaction.atomic():
            return _batch(pk, now=now, limit=limit)
    except Exception:
        log.exception("recount.one_by_one", recount=pk)
        return sum(_single(pk, now=now) for _ in range(limit))


def _single(pk: int, *, now: dt.datetime) -> int:
    """One matter in a transaction of its own; one that fails is left to the due loop and holds up nobody."""
    try:
        with transaction.atomic():
            return _batch(pk, now=now, limit=1)
    except Exception:
        log.exception("recount.failed", recount=pk)
        return _leave_one(pk, now=now)


@transaction.atomic
def _leave_one(pk: int, *, now: dt.datetime) -> int:
    job = Recount.objects.select_for_update().get(pk=pk)
    places = next_places(flow_of(job.kind), after=job.done_through, through=job.through, limit=1)
    if not places:
        return 0
    ((key, _),) = places
    OpenMatter.objects.filter(kind=job.kind, key=key).update(next_check=now)
    job.done_through, job.failed = key, job.failed + 1
    job.save(update_fields=["done_through", "failed"])
    return 1


def _batch(pk: int, *, now: dt.datetime, limit: int) -> int:
    job = Recount.objects.select_for_update(skip_locked=True).filter(pk=pk, done_at__isnull=True).first()
    if job is None:
        return 0  # another worker has it in hand
    flow = flow_of(job.kind)
    places = next_places(flow, after=job.done_through, through=job.through, limit=limit)
    if places:
        _count(flow, job, places, now=now)
        job.done_through = places[-1][0]
    else:
        job.done_at = now
    job.save(update_fields=["done_through", "looked_at", "moved", "done_at"])
    return len(places)


def _count(flow: Flow[Any], job: Recount, places: Sequence[tuple[int, str]], *, now: dt.datetime) -> None:
    change = _change_of(job)
    keys = [key for key, region in places if change.concerns(region)]
    matters = matters_of(flow.matter, keys, lock=True)
    events = events_by_matter(flow, matters)
    calendars = {region: calendar_of(region) for region in {matter.region for matter in matters}}
    at_posts: Counter[int] = Counter()
    for matter in matters:
        # What began after the change was told by the new days already.
        known = [event for event in events[matter.pk] if event.entered_at <= job.published_at]
        started = {event.clock for event in known}
        shift = change.shift(flow, matter, [each for each in events[matter.pk] if each.clock in started])
        if shift is None or not flow.state(matter.state).is_open:
            continue
        timing = Timing(calendars[matter.region], flow.lights(matter), events[matter.pk])
        taken = Taken(flow, matter, timing)
        if shift.moved and flow.recount:
            said = Recounted(job.scope, job.edition, job.after, shift.moved)
            taken.make(flow.recount, said, actor=clock_actor(), now=now)
            if matter.owner_post_id is not None:
                at_posts[matter.owner_post_id] += 1
        else:
            taken.refresh_docket(now=now)
        job.moved += bool(shift.moved)
        taken.catch_up(now)
    job.looked_at += len(matters)
    _tell_posts(job, at_posts)


def _change_of(job: Recount) -> Change:
    after = layer_by_digest(job.after)
    before = layer_by_digest(job.before) if job.before else type(after)(scope=job.scope)
    return Change(before, after)


def _tell_posts(job: Recount, moved: Mapping[int, int]) -> None:
    for post, count in sorted(moved.items()):
        row, is_new = RecountAtPost.objects.get_or_create(
            recount=job, owner_post_id=post, defaults={"moved": count}
        )
        if not is_new:
            RecountAtPost.objects.filter(pk=row.pk).update(moved=F("moved") + count)

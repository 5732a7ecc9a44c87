"""A pre-review not sent up, or an opinion not given, in time becomes a card before the leader of the office that owes it."""

import datetime as dt
from typing import Final

from leyiban.cases.models import ReviewTask
from leyiban.kernel.actors import system_actor
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.supervision.operations import About, note_progress, open_card, settle_cards
from leyiban.supervision.states import CardKind

_LIGHT, _MOVED, _STEP = "review_task.light_changed/1", "review_task.moved/1", "review_task.received/1"
_PASSES: Final = ("review_task.given/1", "review_task.recalled/1")


@reaction(_LIGHT, _MOVED, _STEP, *_PASSES, follower="joins.supervision_follows_tasks", from_now=True)
def follow_task(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the order of the ledger. Each round of a task has a clock of its own, so a second delay is a second card."""
    if entry.kind == _STEP:
        _note(entry, now)
    elif entry.kind in _PASSES:
        _settle(entry, now)
    elif entry.kind == _MOVED:
        _settle(entry, now)
        if OpenMatter.objects.filter(kind=ReviewTask.KIND, number=entry.subject_key, red_at__lt=now).exists():
            _open(entry, entry.facts.to_office, now)
    elif entry.facts.light == Light.RED:
        _open(entry, entry.facts.clock, now)


def _open(entry: LedgerEntry, occasion: str, now: dt.datetime) -> None:
    task = ReviewTask.objects.select_related("agency", "case__agency", "case__item_version__item").get(
        number=entry.subject_key
    )
    about = About(
        kind=ReviewTask.KIND,
        number=task.number,
        title=task.title,
        item=task.case.item_version.item.code,
        region=task.region,
        agency=task.agency or task.case.agency,  # an office outside this city is chased by whoever leads
        post_id=task.post_id,
    )
    open_card(about=about, reason=CardKind.FORWARD_LATE, occasion=occasion, actor=system_actor(), now=now)


def _note(entry: LedgerEntry, now: dt.datetime) -> None:
    note_progress(
        kind=ReviewTask.KIND,
        number=entry.subject_key,
        entry=f"{entry.kind}#{entry.seq}",
        repeats=True,  # each round is signed for and given once
        actor=system_actor(),
        now=now,
    )


def _settle(entry: LedgerEntry, now: dt.datetime) -> None:
    settle_cards(kind=ReviewTask.KIND, number=entry.subject_key, actor=system_actor(), now=now)

"""The hops of a task from its trail: handed over, received, given, each by whom and how long it lay there. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from leyiban.kernel.ledger.queries import LedgerEntry


class HopKind(StrEnum):
    HANDED_OVER = "handed_over"  # 移交: until somebody signs for it
    RECEIVED = "received"  # 签收: until the opinion
    GIVEN = "given"  # 出意见: back with the lead
    ASKED = "asked"  # 要求补充: with the lead until it answers
    ANSWERED = "answered"  # 答复补充: with the office again
    RETURNED = "returned"  # 退回重审: until somebody signs for it again
    MOVED = "moved"  # 承继: another office has it now
    RECALLED = "recalled"  # 收回


@dataclass(frozen=True, slots=True)
class Hop:
    """``by`` is the pseudonym of who did it; ``dwelt`` how long it then lay, up to the next hop, or until ``now``
    while it is the last one and something is still to come."""

    kind: HopKind
    at: dt.datetime
    by: str
    dwelt: dt.timedelta | None


_KINDS = {
    "review_task.handed_over/1": HopKind.HANDED_OVER,
    "review_task.received/1": HopKind.RECEIVED,
    "review_task.given/1": HopKind.GIVEN,
    "review_task.more_asked/1": HopKind.ASKED,
    "review_task.more_answered/1": HopKind.ANSWERED,
    "review_task.returned/1": HopKind.RETURNED,
    "review_task.moved/1": HopKind.MOVED,
    "review_task.recalled/1": HopKind.RECALLED,
}
_ENDS = frozenset({HopKind.GIVEN, HopKind.RECALLED})


def hops(entries: Iterable[LedgerEntry], *, now: dt.datetime) -> tuple[Hop, ...]:
    """The hops in their order; entries of other kinds are none."""
    found = [(_KINDS[entry.kind], entry) for entry in entries if entry.kind in _KINDS]
    following = [entry.happened_at for _, entry in found[1:]]
    return tuple(
        Hop(
            kind=kind,
            at=entry.happened_at,
            by=getattr(entry.facts, "by", "") or entry.actor,
            dwelt=_dwelt(kind, entry.happened_at, following[place : place + 1], now),
        )
        for place, (kind, entry) in enumerate(found)
    )


def _dwelt(
    kind: HopKind, at: dt.datetime, following: list[dt.datetime], now: dt.datetime
) -> dt.timedelta | None:
    if following:
        return following[0] - at
    return None if kind in _ENDS else max(now - at, dt.timedelta())

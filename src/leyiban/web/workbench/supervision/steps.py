"""The trail of a card or a slip, in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from leyiban.kernel.flows.table import Flow
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.people.models import Post
from leyiban.people.queries import display_names
from leyiban.supervision.flow import CARD_FLOW, SLIP_FLOW
from leyiban.web.wording import gettext, speak

_MOVES: Final[dict[str, tuple[Flow[Any], str]]] = {
    "supervision_card.opened/1": (CARD_FLOW, "open"),
    "supervision_card.moved/1": (CARD_FLOW, "note"),
    "supervision_card.escalated/1": (CARD_FLOW, "escalate"),
    "supervision_slip.issued/1": (SLIP_FLOW, "issue"),
    "supervision_slip.received/1": (SLIP_FLOW, "receive"),
    "supervision_slip.answered/1": (SLIP_FLOW, "answer"),
    "supervision_slip.returned/1": (SLIP_FLOW, "return"),
    "supervision_slip.accepted/1": (SLIP_FLOW, "accept"),
    "supervision_slip.withdrawn/1": (SLIP_FLOW, "withdraw"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    at: dt.datetime
    what: str
    who: str


def steps_of(entries: Iterable[LedgerEntry]) -> list[Step]:
    """Oldest first. Two queries."""
    known = list(entries)
    names = display_names({entry.actor for entry in known if entry.actor_kind == "staff"})
    codes = [entry.facts.post for entry in known if entry.kind == "supervision_card.escalated/1"]
    posts = {post.code: post for post in Post.objects.filter(code__in=codes).select_related("agency")}
    return [
        Step(at=entry.happened_at, what=_what(entry), who=names.get(entry.actor, "") or _to(entry, posts))
        for entry in known
    ]


def _what(entry: LedgerEntry) -> str:
    if entry.kind in _MOVES:
        flow, move = _MOVES[entry.kind]
        return speak(flow.move(move).label)
    if entry.kind == "supervision_card.closed/1":
        return speak(CARD_FLOW.move("close" if entry.facts.words else "settle").label)
    return gettext("临期") if entry.facts.light == "amber" else gettext("超期")


def _to(entry: LedgerEntry, posts: dict[str, Post]) -> str:
    post = posts.get(getattr(entry.facts, "post", ""))
    return "" if post is None else f"→ {post.agency.name}{post.name}"

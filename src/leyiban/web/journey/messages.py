"""Messages as their reader meets them: what was said to a firm and to its operator is one piece of news."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from leyiban.messages.queries import MessageCard


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The same words about the same matter, with every message in which they were sent. ``key`` names the first of them, ``keys`` the others."""

    key: str
    text: str
    at: dt.datetime
    matter_kind: str
    number: str
    is_new: bool
    keys: tuple[str, ...]
    sent: tuple[MessageCard, ...]


def news_of(cards: Iterable[MessageCard]) -> tuple[News, ...]:
    """In the order in which the cards come."""
    groups: dict[tuple[str, str, str], list[MessageCard]] = {}
    for card in cards:
        groups.setdefault((card.matter_number, card.template, card.text or card.public_key), []).append(card)
    return tuple(
        News(
            key=group[0].public_key,
            text=group[0].text,
            at=group[0].created_at,
            matter_kind=group[0].matter_kind,
            number=group[0].matter_number,
            is_new=any(card.read_at is None for card in group),
            keys=tuple(card.public_key for card in group[1:]),
            sent=_ways(group),
        )
        for group in groups.values()
    )


def _ways(group: list[MessageCard]) -> tuple[MessageCard, ...]:
    """How it went out; that the inbox has it too is worth saying only where nothing went to a phone."""
    phoned = tuple(card for card in group if card.phone)
    return phoned or tuple(group[:1])

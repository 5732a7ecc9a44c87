"""Search in plain words: items with why they were found; if none, the nearest life event and a telephone."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leyiban.catalogue.models import City, Elsewhere, ItemVersion, ListedItem, Theme
from leyiban.catalogue.queries.search_index import CityIndex, Line, index_of
from leyiban.kernel.search import Found, Match, Matches, Why

__all__ = ["Found", "Hit", "ListedHit", "SearchAnswer", "Why", "search"]

CANDIDATES = 60
SURE = 0.5
"""Below this the nearest life event is offered beside the hits."""
_RIVAL = 0.9
"""Where a question is surely about what others do, an item is shown that answers at least this share as well."""
_LONGEST_QUERY = 80
_There = ItemVersion | list[Line]
"""An item's version in use, or the lines of one thing that stand on a list."""


@dataclass(frozen=True, slots=True)
class Hit:
    version: ItemVersion
    why: Why
    score: float


@dataclass(frozen=True, slots=True)
class ListedHit:
    """A bare item: it stands on a list, and nothing more is known of it.

    ``others`` more lines are the same thing, by name and code: other areas or agencies handle it, too.
    """

    item: ListedItem
    others: int
    why: Why
    score: float


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """``finds``: the best first, each thing once, whoever handles it.

    ``elsewhere`` is what others do, where the question is surely about that; ``theme`` the nearest life event, where
    nothing sure is found; ``phone`` can always be called.
    """

    finds: tuple[Hit | ListedHit, ...]
    elsewhere: Elsewhere | None
    theme: Theme | None
    phone: str

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What has a guide."""
        return tuple(find for find in self.finds if isinstance(find, Hit))

    @property
    def listed(self) -> tuple[ListedHit, ...]:
        """Bare items, which people are told where to ask about."""
        return tuple(find for find in self.finds if isinstance(find, ListedHit))


def search(
    words: str, *, city: City, on: dt.date, region: str | None = None, limit: int = 10
) -> SearchAnswer:
    """Find items of ``city`` that are in use on ``on``. Four queries at most, whatever is found."""
    index = index_of(city)
    text = _without_place(words.strip()[:_LONGEST_QUERY], city)
    matches = index.index.search(text)
    kept = _there(index, matches, city=city, on=on, region=region)[:limit]
    elsewhere, sure = _elsewhere(index, text)
    best = max((match.value for match, _ in kept), default=0.0)
    if sure > best:
        kept = [(match, there) for match, there in kept if match.value >= sure * _RIVAL]
        best = max((match.value for match, _ in kept), default=0.0)
    else:
        elsewhere = None
    return SearchAnswer(
        finds=tuple(_told(matches, kept)),
        elsewhere=elsewhere,
        theme=None if best >= SURE else _nearest_theme(index, text),
        phone=city.hotline,
    )


def _there(
    index: CityIndex, matches: Matches, *, city: City, on: dt.date, region: str | None
) -> list[tuple[Match, _There]]:
    """Those that can be had on that day in that region, with what they are there."""
    entries = [(match, index.entries[match.place]) for match in matches.best[:CANDIDATES]]
    items = [entry.item for _, entry in entries if entry.item is not None]
    versions = _versions(items, city=city, on=on, region=region)
    kept: list[tuple[Match, _There]] = []
    for match, entry in entries:
        there = entry.standing(on, region) if entry.item is None else versions.get(entry.item)
        if there:
            kept.append((match, there))
    return kept


def _told(matches: Matches, kept: Sequence[tuple[Match, _There]]) -> Iterator[Hit | ListedHit]:
    firsts = [there[0].key for _, there in kept if isinstance(there, list)]
    listed = ListedItem.objects.in_bulk(firsts) if firsts else {}
    for match, there in kept:
        why = matches.why(match)
        if isinstance(there, ItemVersion):
            yield Hit(version=there, why=why, score=match.value)
        else:
            item = listed[there[0].key]
            yield ListedHit(item=item, others=len(there) - 1, why=why, score=match.value)


def _versions(items: Sequence[int], *, city: City, on: dt.date, region: str | None) -> dict[int, ItemVersion]:
    if not items:
        return {}
    rows = (
        ItemVersion.objects.of_city(city)
        .in_use(on)
        .filter(item_id__in=items)
        .select_related("item")
        .defer(*ItemVersion.BULKY)
    )
    if region is not None:
        rows = rows.handled_in(region)
    return {version.item_id: version for version in rows}


def _without_place(text: str, city: City) -> str:
    """The query without the city's own name, which every item of the city could claim."""
    for name in (city.name, city.name.removesuffix("市")):
        rest = text.replace(name, "").strip()
        text = rest or text
    return text


def _elsewhere(index: CityIndex, text: str) -> tuple[Elsewhere | None, float]:
    """What others do, if the question has whole words for it, and how well it answers."""
    matches = index.elsewhere.search(text)
    for match in matches.best[:1]:
        if match.value >= SURE and match.place in matches.signs:
            return index.subjects[match.place], match.value
    return None, 0.0


def _nearest_theme(index: CityIndex, text: str) -> Theme | None:
    """The life event whose words are said or most nearly sounded; None when nothing comes near."""
    nearest = index.nearest.search(text).best
    return Theme.objects.filter(pk=index.themes[nearest[0].place]).first() if nearest else None

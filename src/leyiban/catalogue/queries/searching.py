"""Search in plain words: items with why they were found; if none, the nearest life event and a telephone."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from leyiban.catalogue.models import City, ItemVersion, ListedItem, SynonymGroup, Theme
from leyiban.catalogue.queries.judging import Candidate, Found, Ranked, Why, ranked
from leyiban.kernel.search import Lexemes, Phrase, held_in, phrases, query_literal, query_tokens

__all__ = ["Found", "Hit", "ListedHit", "SearchAnswer", "Why", "search"]

CANDIDATES = 60
SURE = 0.5
"""Below this the nearest life event is offered beside the hits."""
BARE_LEAST_OF_BEST = 0.7
"""Of hundreds of bare items many share a word with anything; beside a sure hit only near ones help."""
_LONGEST_QUERY = 80


@dataclass(frozen=True, slots=True)
class Hit:
    version: ItemVersion
    why: Why
    score: float


@dataclass(frozen=True, slots=True)
class ListedHit:
    """A bare item: it stands on a list, and nothing more is known of it."""

    item: ListedItem
    why: Why
    score: float


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """``theme`` is the nearest life event, where there is one; ``phone`` can always be called.

    ``listed`` are bare items, which people are told where to ask about.
    """

    hits: tuple[Hit, ...]
    listed: tuple[ListedHit, ...]
    theme: Theme | None
    phone: str


def search(
    words: str, *, city: City, on: dt.date, region: str | None = None, limit: int = 10
) -> SearchAnswer:
    """Find items of ``city`` that are in use on ``on``. Six queries at most, whatever is found."""
    text = _without_place(words.strip()[:_LONGEST_QUERY], city)
    said = phrases(
        text, SynonymGroup.objects.filter(city=city).order_by("position").values_list("words", flat=True)
    )
    hits = _hits(text, said, city=city, on=on, region=region)
    listed = _listed(text, said, city=city, on=on, region=region)
    best = max([*(hit.score for hit in hits), *(hit.score for hit in listed)], default=0.0)
    near = [hit for hit in listed if hit.score >= best * BARE_LEAST_OF_BEST]
    return SearchAnswer(
        hits=tuple(hits[:limit]),
        listed=tuple(near[:limit]),
        theme=None if best >= SURE else _nearest_theme(text, city),
        phone=city.hotline,
    )


def _hits(text: str, said: tuple[Phrase, ...], *, city: City, on: dt.date, region: str | None) -> list[Hit]:
    found = ranked(text, said, _candidates(city, said))
    versions = _versions(found, city=city, on=on, region=region)
    return [
        Hit(version=versions[each.key], why=each.why, score=round(each.value, 3))
        for each in found
        if each.key in versions
    ]


def _listed(
    text: str, said: tuple[Phrase, ...], *, city: City, on: dt.date, region: str | None
) -> list[ListedHit]:
    found = ranked(text, said, _listed_candidates(city, said, on))
    if not found:
        return []
    rows = ListedItem.objects.on(on).filter(pk__in=[each.key for each in found]).defer("vector")
    items = {item.pk: item for item in (rows.in_area(region) if region else rows)}
    return [
        ListedHit(item=items[each.key], why=each.why, score=round(each.value, 3))
        for each in found
        if each.key in items
    ]


def _without_place(text: str, city: City) -> str:
    """The query without the city's own name, which every item of the city could claim."""
    for name in (city.name, city.name.removesuffix("市")):
        rest = text.replace(name, "").strip()
        text = rest or text
    return text


_OF_ITEMS = """
    SELECT item_id, keywords, tsvector_to_array(ts_filter(vector, '{a}')), tsvector_to_array(vector)
    FROM catalogue_itemsearch JOIN catalogue_handlingitem item ON item.id = item_id
    WHERE item.city_id = %(city)s AND vector @@ %(query)s::tsquery
    ORDER BY ts_rank(vector, %(query)s::tsquery) DESC, item_id
    LIMIT %(limit)s
"""
_OF_LISTED = """
    SELECT id, ARRAY[name], tsvector_to_array(ts_filter(vector, '{a}')), tsvector_to_array(vector)
    FROM catalogue_listeditem
    WHERE city_id = %(city)s AND vector @@ %(query)s::tsquery
      AND since <= %(on)s AND (until IS NULL OR until > %(on)s)
    ORDER BY ts_rank(vector, %(query)s::tsquery) DESC, id
    LIMIT %(limit)s
"""


def _candidates(city: City, said: tuple[Phrase, ...]) -> list[Candidate]:
    return _best(_OF_ITEMS, said, {"city": city.pk})


def _listed_candidates(city: City, said: tuple[Phrase, ...], on: dt.date) -> list[Candidate]:
    return _best(_OF_LISTED, said, {"city": city.pk, "on": on})


def _best(statement: str, said: tuple[Phrase, ...], given: Mapping[str, int | dt.date]) -> list[Candidate]:
    """The best by PostgreSQL's own rank, with their lexemes for a finer look."""
    tokens = {token for phrase in said for token in query_tokens(phrase.text)}
    if not tokens:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, {**given, "query": query_literal(tokens), "limit": CANDIDATES})
        return [
            Candidate(key, tuple(keywords), Lexemes(frozenset(names), frozenset(every)))
            for key, keywords, names, every in cursor.fetchall()
        ]


def _versions(
    found: Sequence[Ranked], *, city: City, on: dt.date, region: str | None
) -> dict[int, ItemVersion]:
    rows = (
        ItemVersion.objects.of_city(city)
        .in_use(on)
        .filter(item_id__in=[each.key for each in found])
        .select_related("item")
        .defer("text", "parsed")
    )
    if region is not None:
        rows = rows.handled_in(region)
    return {version.item_id: version for version in rows}


def _nearest_theme(text: str, city: City) -> Theme | None:
    """The life event whose words are said or most nearly sounded; None when nothing comes near."""
    themes = list(city.themes.order_by("position"))
    spoken = next(
        (theme for theme in themes if any(held_in(text, word) for word in (theme.name, *theme.words_for))),
        None,
    )
    if spoken is not None or not themes:
        return spoken
    wanted = {token.lexeme for token in query_tokens(text)}
    shares = [(_share(wanted, theme), theme) for theme in themes]
    best, theme = max(shares, key=lambda pair: pair[0])
    return theme if best else None


def _share(wanted: set[str], theme: Theme) -> float:
    offered = {token.lexeme for word in (theme.name, *theme.words_for) for token in query_tokens(word)}
    return len(wanted & offered) / len(wanted) if wanted else 0.0

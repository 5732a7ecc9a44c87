"""Search in plain words: items with why they were found; if none, the nearest life event and a telephone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from leyiban.catalogue.models import City, ItemVersion, SynonymGroup, Theme
from leyiban.kernel.search import (
    Held,
    Lexemes,
    Phrase,
    Rarity,
    held_in,
    phrases,
    query_literal,
    query_tokens,
    readings,
    score,
)

CANDIDATES = 60
LEAST_SCORE = 0.3
"""A hit must answer this share of a phrase; below, it only shares words like 申请."""
LEAST_OF_BEST = 0.5
SURE = 0.5
"""Below this the nearest life event is offered beside the hits."""
_SYNONYM, _LEAST_OF_SYNONYM = 0.9, 0.6
_LONGEST_QUERY = 80


class Found(StrEnum):
    """How an item was found, the strongest way first."""

    NAME = "name"  # the words stand in its name or keywords
    SYNONYM = "synonym"  # another word for what was typed
    SOUND = "sound"  # it sounds like what was typed
    TEXT = "text"  # the words stand in its guide


@dataclass(frozen=True, slots=True)
class Why:
    """``said`` is what the person typed or meant, ``stands_for`` the city's word for it, if another."""

    found: Found
    said: str
    stands_for: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    version: ItemVersion
    why: Why
    score: float


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """``theme`` is the nearest life event, where there is one; ``phone`` can always be called."""

    hits: tuple[Hit, ...]
    theme: Theme | None
    phone: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    item_id: int
    keywords: tuple[str, ...]
    lexemes: Lexemes


def search(
    words: str, *, city: City, on: dt.date, region: str | None = None, limit: int = 10
) -> SearchAnswer:
    """Find items of ``city`` that are in use on ``on``. Four queries at most, whatever is found."""
    text = _without_place(words.strip()[:_LONGEST_QUERY], city)
    said = phrases(
        text, SynonymGroup.objects.filter(city=city).order_by("position").values_list("words", flat=True)
    )
    ranked = _ranked(text, said, _candidates(city, said))
    versions = _versions(ranked, city=city, on=on, region=region)
    hits = [
        Hit(version=versions[item_id], why=why, score=round(value, 3))
        for item_id, value, why in ranked
        if item_id in versions
    ]
    return SearchAnswer(
        hits=tuple(hits[:limit]),
        theme=None if hits and hits[0].score >= SURE else _nearest_theme(text, city),
        phone=city.hotline,
    )


def _without_place(text: str, city: City) -> str:
    """The query without the city's own name, which every item of the city could claim."""
    for name in (city.name, city.name.removesuffix("市")):
        rest = text.replace(name, "").strip()
        text = rest or text
    return text


def _candidates(city: City, said: tuple[Phrase, ...]) -> list[_Candidate]:
    """The best by PostgreSQL's own rank, with their lexemes for a finer look."""
    tokens = {token for phrase in said for token in query_tokens(phrase.text)}
    if not tokens:
        return []
    query = query_literal(tokens)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT item_id, keywords, tsvector_to_array(ts_filter(vector, '{a}')), tsvector_to_array(vector)
            FROM catalogue_itemsearch JOIN catalogue_handlingitem item ON item.id = item_id
            WHERE item.city_id = %s AND vector @@ %s::tsquery
            ORDER BY ts_rank(vector, %s::tsquery) DESC, item_id
            LIMIT %s
            """,
            [city.pk, query, query, CANDIDATES],
        )
        return [
            _Candidate(item_id, tuple(keywords), Lexemes(frozenset(names), frozenset(every)))
            for item_id, keywords, names, every in cursor.fetchall()
        ]


def _ranked(
    text: str, said: tuple[Phrase, ...], candidates: list[_Candidate]
) -> list[tuple[int, float, Why]]:
    rarity = Rarity(candidate.lexemes for candidate in candidates)
    judged = [(candidate.item_id, *_judge(text, said, candidate, rarity)) for candidate in candidates]
    best = max((value for _, value, _ in judged), default=0.0)
    kept = [row for row in judged if row[1] >= max(LEAST_SCORE, best * LEAST_OF_BEST)]
    return sorted(kept, key=lambda row: (-row[1], row[0]))


def _judge(text: str, said: tuple[Phrase, ...], candidate: _Candidate, rarity: Rarity) -> tuple[float, Why]:
    """The best of: a keyword of the item inside what was typed, what was typed, a synonym of it."""
    own, *others = said
    value, why = _by_phrase(own.text, own, candidate, rarity)
    for phrase in others:
        other_value, other_why = _by_phrase(own.text, phrase, candidate, rarity)
        if other_value >= _LEAST_OF_SYNONYM and other_value * _SYNONYM > value:
            value, why = other_value * _SYNONYM, other_why
    keyword = _keyword(text, candidate)
    if keyword is not None and value < 1:
        return 1 - 0.1 * (1 - value), keyword
    return value, why


def _keyword(text: str, candidate: _Candidate) -> Why | None:
    """A whole phrase of the item's own inside what was typed."""
    held = {word: how for word in candidate.keywords if (how := held_in(text, word))}
    written = next((word for word, how in held.items() if how is Held.WRITTEN), None)
    if written is not None:
        return Why(Found.NAME, written)
    heard = next(iter(held), None)
    return Why(Found.SOUND, text, stands_for=heard) if heard else None


def _by_phrase(own: str, phrase: Phrase, candidate: _Candidate, rarity: Rarity) -> tuple[float, Why]:
    result = score(readings(phrase.text), candidate.lexemes, rarity)
    if phrase.heard:
        return result.value, Why(Found.SOUND, own, stands_for=phrase.text)
    if phrase.instead_of is not None:
        return result.value, Why(Found.SYNONYM, phrase.instead_of, stands_for=phrase.text)
    if result.by_sound:
        return result.value, Why(Found.SOUND, phrase.text)
    return result.value, Why(Found.NAME if result.in_name else Found.TEXT, phrase.text)


def _versions(
    ranked: Iterable[tuple[int, float, Why]], *, city: City, on: dt.date, region: str | None
) -> dict[int, ItemVersion]:
    found = (
        ItemVersion.objects.of_city(city)
        .in_use(on)
        .filter(item_id__in=[item_id for item_id, _, _ in ranked])
        .select_related("item")
        .defer("text", "parsed")
    )
    if region is not None:
        found = found.handled_in(region)
    return {version.item_id: version for version in found}


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

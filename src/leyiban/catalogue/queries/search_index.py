"""The index of a city's items, kept by each process and built anew when the city's stamp says that it is old."""

import datetime as dt
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from leyiban.catalogue.models import City, Elsewhere, ItemSearch, ListedItem, SearchStamp, SynonymGroup, Theme
from leyiban.catalogue.models.listed import area_digits
from leyiban.catalogue.vocabulary import WordKind
from leyiban.kernel.search import EVERY_WAY, Document, Index, Lexicon, Way

_SURELY = EVERY_WAY - {Way.LOOSE, Way.INITIALS}
"""Ways to find a life event or what others do: a few words of each are known, and a guess would lead astray."""
_UNSORTED = "未分类"  # what a list prints where it has no main item


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list, as far as the index chooses by it."""

    key: int
    name: str
    main_item: str
    area: str
    code: str
    since: dt.date
    until: dt.date | None

    @property
    def same(self) -> tuple[str, str]:
        """Equal for lines by which several areas print one thing: its name, and its code as far as the area's.

        Two things of one name (two kinds of posters on walls) have two codes.
        """
        return self.name, self.code.partition(self.area)[0]

    def stands(self, on: dt.date, area: str) -> bool:
        """Whether it stands on the list on ``on``, in an area whose code begins with ``area``."""
        return self.since <= on and (self.until is None or self.until > on) and self.area.startswith(area)


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found once: an item with a guide, or all lines that print the same one, in their order."""

    item: int | None
    lines: tuple[Line, ...] = ()

    def standing(self, on: dt.date, region: str | None) -> list[Line]:
        area = "" if region is None else area_digits(region)
        return [line for line in self.lines if line.stands(on, area)]


@dataclass(frozen=True, slots=True)
class CityIndex:
    """``entries``, ``themes`` (keys) and ``subjects`` by their places in the indexes beside them."""

    stamp: UUID | None
    index: Index
    entries: tuple[Entry, ...]
    nearest: Index
    themes: tuple[int, ...]
    elsewhere: Index
    subjects: tuple[Elsewhere, ...]


_kept: dict[int, CityIndex] = {}
_building = threading.Lock()


def index_of(city: City) -> CityIndex:
    """The index as the city stands now. One query; building it reads all names."""
    stamp = _stamp(city)
    kept = _kept.get(city.pk)
    if kept is not None and kept.stamp == stamp:
        return kept
    with _building:
        kept = _kept.get(city.pk)
        if kept is None or kept.stamp != stamp:
            # The stamp was read first: what changes meanwhile has another, and is built next time.
            kept = _kept[city.pk] = _build(city, stamp)
    return kept


def documents_of(city: City) -> tuple[Sequence[Document], Sequence[Entry]]:
    """Items with a guide, then what stands on lists; each entry beside its document."""
    found = [*_items(city), *_listed(city)]
    return [document for document, _ in found], [entry for _, entry in found]


def lexicon_of(city: City) -> Lexicon:
    """The city's words."""
    groups = list(SynonymGroup.objects.filter(city=city).order_by("position").values_list("kind", "words"))
    return Lexicon(
        same=[words for kind, words in groups if kind == WordKind.SAME],
        spoken=[words for kind, words in groups if kind == WordKind.SPOKEN],
        later=[word for kind, words in groups if kind == WordKind.LATER for word in words],
    )


def _build(city: City, stamp: UUID | None) -> CityIndex:
    lexicon, (documents, entries) = lexicon_of(city), documents_of(city)
    themes = list(Theme.objects.filter(city=city).order_by("position"))
    subjects = tuple(Elsewhere.objects.filter(city=city).order_by("position"))
    return CityIndex(
        stamp=stamp,
        index=Index(documents, lexicon),
        entries=tuple(entries),
        nearest=Index([Document((theme.name, *theme.words_for)) for theme in themes], lexicon, _SURELY),
        themes=tuple(theme.pk for theme in themes),
        elsewhere=Index([Document(tuple(each.words_for)) for each in subjects], lexicon, _SURELY),
        subjects=subjects,
    )


def _stamp(city: City) -> UUID | None:
    return SearchStamp.objects.filter(city=city).values_list("stamp", flat=True).first()


def _items(city: City) -> Iterable[tuple[Document, Entry]]:
    rows = ItemSearch.objects.filter(item__city=city).order_by("item_id")
    for key, names, said, codes in rows.values_list("item_id", "names", "said", "codes"):
        yield Document(tuple(names), tuple(said), tuple(codes)), Entry(item=key)


def _listed(city: City) -> Iterable[tuple[Document, Entry]]:
    columns = ("pk", "name", "main_item", "area_code", "item_code", "since", "until")
    rows = ListedItem.objects.of_city(city).order_by("position", "pk").values_list(*columns)
    grouped: dict[tuple[str, str], list[Line]] = {}
    for row in rows.iterator():
        line = Line(*row)
        grouped.setdefault(line.same, []).append(line)
    for (name, _), lines in grouped.items():
        said = tuple({line.main_item for line in lines} - {_UNSORTED})
        codes = tuple(line.code for line in lines)
        yield Document((name,), said, codes), Entry(item=None, lines=tuple(lines))

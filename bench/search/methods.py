"""Ways to search, each by its name: from a question to base items, the best first."""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from bench.ground import NOW
from bench.search.catalogue import Catalogue, pack_base
from leyiban.catalogue.models import ItemVersion, ListedItem
from leyiban.catalogue.queries.search_index import Entry, documents_of, lexicon_of
from leyiban.catalogue.queries.searching import Hit, ListedHit, search
from leyiban.kernel.moments import city_date
from leyiban.kernel.search import Index, Way

SHOWN = 20
Find = Callable[[str], Sequence[str]]
_STEPS = (
    ("pairs of characters", Way.PAIRS),
    ("+ pairs around a third", Way.GAPS),
    ("+ words torn apart, characters", Way.LOOSE),
    ("+ whole names inside", Way.PHRASES),
    ("+ other words", Way.SYNONYMS),
    ("+ the region's speech", Way.SPEECH),
    ("+ sounds: slips, pinyin", Way.SOUNDS),
    ("+ first letters", Way.INITIALS),
    ("+ codes", Way.CODES),
)


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    find: Find


def methods(catalogue: Catalogue) -> Iterator[Method]:
    """From the plainest to the product's own search, as every face calls it."""
    documents, entries = documents_of(catalogue.city)
    bases = _bases(catalogue, entries)
    yield Method("plain substring", _substring(catalogue))
    yield Method("trigrams of characters", _trigrams(catalogue, bases))
    lexicon = lexicon_of(catalogue.city)
    several: Iterator[Set[Way]] = accumulate(
        (frozenset({way}) for _, way in _STEPS), lambda before, more: before | more
    )
    for (name, _), ways in zip(_STEPS, several, strict=True):
        yield Method(name, _indexed(Index(documents, lexicon, ways), bases))
    yield Method("the product's search", _product(catalogue))


def _bases(catalogue: Catalogue, entries: Sequence[Entry]) -> Sequence[str]:
    codes = dict(ItemVersion.objects.of_city(catalogue.city).values_list("item_id", "item__code"))
    return [entry.lines[0].name if entry.item is None else pack_base(codes[entry.item]) for entry in entries]


def _substring(catalogue: Catalogue) -> Find:
    """What a database does by itself: names that contain the question."""
    versions = ItemVersion.objects.of_city(catalogue.city)

    def find(words: str) -> Sequence[str]:
        guides = versions.filter(name__contains=words).values_list("item__code", flat=True).distinct()
        rows = ListedItem.objects.of_city(catalogue.city).filter(name__contains=words)
        names = rows.order_by("name").values_list("name", flat=True).distinct()
        return [*map(pack_base, guides), *names[:SHOWN]][:SHOWN]

    return find


def _trigrams(catalogue: Catalogue, bases: Sequence[str]) -> Find:
    """Names whose pieces of three characters are most alike (Jaccard), as pg_trgm does it."""
    names = dict(
        ItemVersion.objects.of_city(catalogue.city).order_by("number").values_list("item__code", "name")
    )
    called = {pack_base(code): name for code, name in names.items()}
    pieces = {base: _pieces(called.get(base, base)) for base in bases}

    def find(words: str) -> Sequence[str]:
        asked = _pieces(words)
        alike = {base: len(asked & held) / len(asked | held) for base, held in pieces.items() if asked & held}
        return sorted(alike, key=lambda base: -alike[base])[:SHOWN]

    return find


def _pieces(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _indexed(index: Index, bases: Sequence[str]) -> Find:
    """The index alone, without what the product reads of the items found."""

    def find(words: str) -> Sequence[str]:
        return [bases[match.place] for match in index.search(words).best[:SHOWN]]

    return find


def _product(catalogue: Catalogue) -> Find:
    def find(words: str) -> Sequence[str]:
        answer = search(words, city=catalogue.city, on=city_date(NOW), limit=SHOWN)
        return [_base(hit) for hit in answer.finds]

    return find


def _base(hit: Hit | ListedHit) -> str:
    return pack_base(hit.version.item.code) if isinstance(hit, Hit) else hit.item.name

"""Ways to search, each by its name: from a question to base items, the best first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.ground import NOW
from bench.search.catalogue import Catalogue, pack_base
from leyiban.catalogue.models import ListedItem
from leyiban.catalogue.queries.searching import search
from leyiban.kernel.moments import city_date

SHOWN = 20
Find = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    find: Find


def methods(catalogue: Catalogue) -> Iterator[Method]:
    """The last is the product's own search, as every face calls it."""
    yield Method("plain substring", _substring(catalogue))
    yield Method("the product", _product(catalogue))


def _substring(catalogue: Catalogue) -> Find:
    def find(words: str) -> Sequence[str]:
        rows = ListedItem.objects.of_city(catalogue.city).filter(name__contains=words)
        return list(rows.order_by("name").values_list("name", flat=True).distinct()[:SHOWN])

    return find


def _product(catalogue: Catalogue) -> Find:
    def find(words: str) -> Sequence[str]:
        answer = search(words, city=catalogue.city, on=city_date(NOW), limit=SHOWN)
        guides = [pack_base(hit.version.item.code) for hit in answer.hits]
        return list(dict.fromkeys([*guides, *(hit.item.name for hit in answer.listed)]))[:SHOWN]

    return find

"""Which rule is in force. The books are read once per edition and kept by their digest."""

import datetime as dt
import functools
import json
from collections.abc import Sequence

from leyiban.kernel.composed import Composed
from leyiban.kernel.identifiers.divisions import division_chain
from leyiban.kernel.lawbook.models import Lawbook, LawbookEdition
from leyiban.kernel.lawbook.rules import Rulebook, RuleInForce

Region = str | Sequence[str]
"""A region's code, or the whole chain: the region and those above it, nearest first."""

_PUBLISHED = Composed(lambda: Lawbook.objects.exclude(digest=""))


def rule(key: str, *, on: dt.date, region: Region, item: str = "") -> RuleInForce:
    """The rule of ``key`` in force on a day, for ``item`` if it has one of its own.

    The nearest region that states it wins; above all regions stands the nation. One query, by index; whoever
    needs several rules takes :func:`book` once and asks that.

    Raises:
        RuleUnknown: names key, day and region.
    """
    return book().rule(key, on=on, regions=region_chain(region), item=item)


def book() -> Rulebook:
    """All rules as they are published now.

    What is kept between calls is found by the digests of its editions, so that a process can be behind
    neither a change by another process nor a rollback of its own.
    """
    return _rulebook(frozenset(book.digest for book in _PUBLISHED.all()))


def region_chain(region: Region) -> tuple[str, ...]:
    """The region and those above it, nearest first."""
    return division_chain(region) if isinstance(region, str) else tuple(region)


def edition(digest: str) -> tuple[RuleInForce, ...]:
    """The rules of one edition, in order.

    Raises:
        LawbookEdition.DoesNotExist: no edition has this digest.
    """
    found = LawbookEdition.objects.filter(digest=digest).order_by("pk").first()
    if found is None:
        raise LawbookEdition.DoesNotExist(digest)
    return tuple(RuleInForce.from_canonical(form) for form in json.loads(found.content))


@functools.lru_cache(maxsize=8)
def _rulebook(digests: frozenset[str]) -> Rulebook:
    return Rulebook(each for digest in sorted(digests) for each in edition(digest))

"""The calendar of a region, kept by the digests of what it is made of."""

import functools
import json
from collections.abc import Iterable, Sequence

from leyiban.kernel.calendar.days import NATION, CalendarLayer
from leyiban.kernel.calendar.errors import (
    CalendarNotPublished,
    CalendarWithoutHours,
    CalendarYearUnknown,
)
from leyiban.kernel.calendar.models import CalendarEdition, CalendarScope
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.composed import AnyOf, Composed
from leyiban.kernel.lawbook.queries import Region, region_chain

_PUBLISHED = Composed(lambda codes: CalendarScope.objects.filter(code=AnyOf(codes)).exclude(digest=""))


class CityCalendar(WorkCalendar):
    """A calendar that the city published: an unknown year is a refusal that a person can read."""

    year_unknown = CalendarYearUnknown


def calendar_of(region: Region, *, agency: str = "") -> WorkCalendar:
    """The work calendar that holds in ``region``, for ``agency`` if it has days of its own.

    One query by index. What is kept between calls is found by digest, so that a process can be behind
    neither a change by decree nor a rollback of its own.

    Args:
        region: a division code or a functional zone, or the chain itself, nearest first.
        agency: credit code of the office.

    Raises:
        CalendarNotPublished: no layer has announced any year.
        CalendarWithoutHours: no layer says when offices close.
    """
    calendar = _calendar(_digests([*([agency] if agency else []), *region_chain(region), NATION]))
    if not calendar.known_years:
        raise CalendarNotPublished
    if not calendar.hours:
        raise CalendarWithoutHours
    return calendar


def calendar_by_digests(digests: Sequence[str]) -> WorkCalendar:
    """The calendar of these very editions, nearest first: to compute again what was computed with them.

    Raises:
        CalendarNotPublished: an edition was never published here.
    """
    return _calendar(tuple(digests))


def calendar_with(region: Region, layer: CalendarLayer) -> WorkCalendar:
    """The calendar of a region with this layer in the place of its scope's own: as it was, or as it would be."""
    chain = [*region_chain(region), NATION]
    found = _digests_by_scope(chain)
    layers = [
        layer if scope == layer.scope else _layer(found[scope])
        for scope in chain
        if scope == layer.scope or scope in found
    ]
    return CityCalendar.of(layers)


def layer_by_digest(digest: str) -> CalendarLayer:
    """The edition with this digest.

    Raises:
        CalendarNotPublished: there is none.
    """
    return _layer(digest)


def _digests(scopes: Iterable[str]) -> tuple[str, ...]:
    """The digest of each scope that has published anything, in the order given."""
    nearest_first = list(scopes)
    found = _digests_by_scope(nearest_first)
    return tuple(found[scope] for scope in nearest_first if scope in found)


def _digests_by_scope(scopes: Sequence[str]) -> dict[str, str]:
    return {scope.code: scope.digest for scope in _PUBLISHED.all(codes=list(scopes))}


@functools.lru_cache(maxsize=256)
def _calendar(digests: tuple[str, ...]) -> CityCalendar:
    return CityCalendar.of([_layer(digest) for digest in digests])


@functools.lru_cache(maxsize=256)
def _layer(digest: str) -> CalendarLayer:
    edition = CalendarEdition.objects.filter(digest=digest).order_by("pk").first()
    if edition is None:
        raise CalendarNotPublished
    return CalendarLayer.from_canonical(json.loads(edition.content))

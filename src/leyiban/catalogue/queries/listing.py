"""“一网通办”事项清单 on any day, and what changed between two (M3.1, F3.1). Public facts, so no actor is asked for."""

import datetime as dt
from collections.abc import Iterable
from itertools import chain

from leyiban.catalogue.models import City, ItemVersion, ListedItem
from leyiban.catalogue.queries.guides import limits_of
from leyiban.catalogue.queries.listed import listed_items
from leyiban.catalogue.rulefile.limits import CaseLimits
from leyiban.catalogue.rulefile.offered import ListDifference, ListFact, Offered, difference, offered
from leyiban.catalogue.vocabulary import TaskState
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.lawbook.rules import Rulebook
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.queries import public_entries
from leyiban.kernel.moments import city_date

_STATE_CHANGED = "item.state_changed"
_MOST_CHANGES = 100_000  # of states, in a city's whole life


def versions_on(*, city: City, on: dt.date, region: str | None = None) -> list[ItemVersion]:
    """The versions that took applications on ``on``, with their bodies, by name. For a day that is past, what the
    ledger says of suspensions counts, not what holds today. Four queries."""
    rows = (
        ItemVersion.objects.of_city(city)
        .effective(on)
        .select_related("item")
        .prefetch_related("bodies__agency")
    )
    if region is not None:
        rows = rows.handled_in(region)
    said = _states(city, on)
    return [
        version
        for version in rows.order_by("name", "item__code")
        if _state(version, said) == TaskState.IN_USE.value
    ]


def _states(city: City, on: dt.date) -> dict[tuple[str, int], str]:
    """Of each item and version the last state that somebody gave it by ``on``."""
    entries = Entry.objects.filter(
        kind=_STATE_CHANGED, subject_kind="item", subject_key__startswith=f"{city.region.code}/"
    )
    said: dict[tuple[str, int], str] = {}
    for entry in reversed(public_entries(entries, limit=_MOST_CHANGES)):
        if city_date(entry.happened_at) <= on:
            said[entry.facts.code, entry.facts.number] = entry.facts.state
    return said


def _state(version: ItemVersion, said: dict[tuple[str, int], str]) -> str:
    return said.get((version.item.code, version.number)) or version.rulefile.state.value


def list_on(*, city: City, on: dt.date, region: str | None = None) -> list[Offered]:
    """The whole list as it stood on ``on``: items with a guide by name, then bare ones in the order of their lists.

    Args:
        region: a county; None, or the city's own code, for all of it.
    """
    county = None if region == city.region.code else region
    book = lawbook.book()
    return [
        *(
            _offered(version, county or city.region.code, county, on, book)
            for version in versions_on(city=city, on=on, region=county)
        ),
        *(_bare(item) for item in listed_items(city=city, on=on, area=county)),
    ]


def _offered(version: ItemVersion, region: str, county: str | None, on: dt.date, book: Rulebook) -> Offered:
    rules = version.rulefile
    limits = _limits(version, region, on, book)
    body = rules.implementing_in(county) if county else None
    bodies = sorted(version.bodies.all(), key=lambda each: each.task_code)
    return offered(
        rules,
        promised=limits.promised if limits else None,
        statutory=limits.statutory if limits else None,
        offices=tuple(
            each.agency.name for each in bodies if body is None or each.task_code == body.task_code
        ),
    )


def _limits(version: ItemVersion, region: str, on: dt.date, book: Rulebook) -> CaseLimits | None:
    """None for a day of which the lawbook knows nothing."""
    try:
        return limits_of(version.rulefile, region=region, on=on, book=book)
    except RuleUnknown:
        return None


def _bare(item: ListedItem) -> Offered:
    return Offered(
        key=f"{item.area_code} {item.item_code}",
        code=item.item_code,
        bare=True,
        facts={
            ListFact.NAME: item.name,
            ListFact.DEPARTMENT: item.department,
            ListFact.MAIN_ITEM: item.main_item,
            ListFact.TASK_TYPE: item.task_type,
            ListFact.DEPT_CODE: item.dept_code,
        },
    )


def list_difference(
    *, city: City, since: dt.date, until: dt.date, region: str | None = None
) -> ListDifference:
    """What the list of ``until`` says that the list of ``since`` did not, for a county or the whole city."""
    return difference(
        list_on(city=city, on=since, region=region), list_on(city=city, on=until, region=region)
    )


def change_days(*, city: City, until: dt.date, most: int = 20) -> list[dt.date]:
    """The days up to ``until`` on which the list changed, the latest first. Three queries."""
    versions = ItemVersion.objects.of_city(city).values_list("effective_from", "effective_to")
    bare = ListedItem.objects.of_city(city).values_list("since", "until").distinct()
    states = Entry.objects.filter(
        kind=_STATE_CHANGED, subject_kind="item", subject_key__startswith=f"{city.region.code}/"
    ).values_list("happened_at", flat=True)
    days: Iterable[dt.date | None] = chain(
        chain.from_iterable(versions), chain.from_iterable(bare), (city_date(each) for each in states)
    )
    return sorted({day for day in days if day is not None and day <= until}, reverse=True)[:most]

"""Items as they are offered: by code, in lists, by life event. Public facts, so no actor is asked for."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q

from leyiban.catalogue.errors import ItemNotInUse, ItemUnknown, NotHandledHere
from leyiban.catalogue.models import City, HandlingItem, ItemVersion, Theme
from leyiban.catalogue.models.item import ItemVersionQuerySet
from leyiban.catalogue.rulefile.events import EventFound, event_outcome
from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.model import Implementing
from leyiban.catalogue.rulefile.precheck import Picked
from leyiban.catalogue.vocabulary import ItemType, TaskState, UseLevel
from leyiban.catalogue.words import Bilingual

_HEAVY = ("text", "parsed")


@dataclass(frozen=True, slots=True)
class Offer:
    """An item that can be applied for here and now, and who handles it."""

    version: ItemVersion
    body: Implementing


def item_version(*, code: str, city: City, on: dt.date) -> ItemVersion:
    """The version in force on ``on``, also of a suspended item (its guide says so). One query.

    Raises:
        ItemUnknown: no such item in this city, or not in force on that day.
    """
    found = (
        ItemVersion.objects.of_city(city)
        .effective(on)
        .filter(item__code=code)
        .exclude(state=TaskState.CANCELLED.value)
        .select_related("item__city__region")
        .first()
    )
    if found is None:
        raise ItemUnknown
    return found


def offer(*, code: str, city: City, region: str, on: dt.date) -> Offer:
    """The item for an application in ``region``.

    Raises:
        ItemUnknown, ItemNotInUse: it cannot be applied for. NotHandledHere: nobody is competent there.
    """
    version = item_version(code=code, city=city, on=on)
    if version.state != TaskState.IN_USE.value:
        raise ItemNotInUse(name=version.words.lazily())
    body = version.rulefile.implementing_in(region)
    if body is None:
        raise NotHandledHere(name=version.words.lazily())
    return Offer(version=version, body=body)


def version_by_number(*, item: HandlingItem, number: int) -> ItemVersion:
    """Raises :class:`ItemUnknown`."""
    found = item.versions.select_related("item__city__region").filter(number=number).first()
    if found is None:
        raise ItemUnknown
    return found


def next_version(version: ItemVersion, *, on: dt.date) -> ItemVersion | None:
    """The version of the same item that is published and begins after ``on``, the nearest; one query."""
    later = ItemVersion.objects.filter(item_id=version.item_id, effective_from__gt=on)
    return (
        later.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")))
        .order_by("effective_from")
        .first()
    )


def items(
    *,
    city: City,
    on: dt.date,
    region: str | None = None,
    item_type: ItemType | None = None,
    use_level: UseLevel | None = None,
    agency_id: int | None = None,
) -> ItemVersionQuerySet:
    """“一网通办”事项清单 (M3.1): the versions in use, without their texts, in the order of their names.

    ``region`` keeps what is handled for it: by its own bodies, by those above, or by those below.
    """
    found = ItemVersion.objects.of_city(city).in_use(on).select_related("item").defer(*_HEAVY)
    if region is not None:
        found = found.handled_in(region)
    if item_type is not None:
        found = found.filter(item_type=item_type.value)
    if use_level is not None:
        found = found.filter(use_level=use_level.value)
    if agency_id is not None:
        found = found.filter(bodies__agency_id=agency_id).distinct()
    return found.order_by("name", "item__code")


def versions_of(item: HandlingItem) -> ItemVersionQuerySet:
    """Every version, newest first."""
    return item.versions.defer(*_HEAVY).order_by("-number")


def themes(*, city: City) -> list[Theme]:
    """The life events of the home page, in the city's order."""
    return list(city.themes.order_by("position"))


@dataclass(frozen=True, slots=True)
class ThemePage:
    """A life event with its items as they are offered on the day; ``optional`` ones by code.

    ``found``: for each item by code, whether it applies by the answers to the event's questions.
    """

    theme: Theme
    versions: tuple[ItemVersion, ...]
    optional: frozenset[str]
    found: EventFound


def theme_page(*, city: City, key: str, on: dt.date, picked: Picked | None = None) -> ThemePage:
    """Three queries, however many items. ``picked`` answers the event's questions.

    Raises:
        ItemUnknown: the city has no such event.
    """
    theme = city.themes.filter(key=key).first()
    if theme is None:
        raise ItemUnknown
    members = list(theme.members.order_by("position").values_list("item_id", "optional", "when"))
    versions = {
        version.item_id: version
        for version in ItemVersion.objects.in_use(on)
        .filter(item_id__in=[item_id for item_id, _, _ in members])
        .select_related("item")
        .defer(*_HEAVY)
    }
    shown = tuple(versions[item_id] for item_id, _, _ in members if item_id in versions)
    optional = frozenset(
        versions[item_id].item.code
        for item_id, is_optional, _ in members
        if is_optional and item_id in versions
    )
    conditions = {
        versions[item_id].item.code: None if when is None else Logic.parse(when)
        for item_id, _, when in members
        if item_id in versions
    }
    found = event_outcome(theme.asked, conditions, picked or {}, today=on)
    return ThemePage(theme=theme, versions=shown, optional=optional, found=found)


def item_names(city: City) -> dict[str, Bilingual]:
    """The name of every item of a city, by its code, as its newest version has it."""
    rows = ItemVersion.objects.of_city(city).order_by("number")
    named = rows.values_list("item__code", "name", "name_en")
    return {code: Bilingual(zh=zh, en=en or None) for code, zh, en in named}

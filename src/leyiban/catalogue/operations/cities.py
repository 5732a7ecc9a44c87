"""Load a city's own facts: itself, its outlets, life events, words and what others do. Each load is idempotent."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypeVar

from django.db import models, transaction

from leyiban.catalogue.kinds import CityLoaded
from leyiban.catalogue.models import (
    City,
    Elsewhere,
    HandlingItem,
    Outlet,
    ServiceWindow,
    SynonymGroup,
    Theme,
    ThemeItem,
)
from leyiban.catalogue.operations.searching import search_changed
from leyiban.catalogue.vocabulary import WordKind
from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.people.models import Agency, Region
from leyiban.people.operations.loading import Loaded

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRow:
    """A city of a pack; ``region`` is its division code, already loaded."""

    key: str
    region: str
    name: str
    name_en: str
    hosts: tuple[str, ...]
    number_prefix: str
    sms_sign: str
    hotline: str
    area_code: str
    entrances: tuple[Mapping[str, object], ...]
    wording: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRow:
    """``agency`` is a credit code, empty for a comprehensive window."""

    number: str
    name: str
    name_en: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    key: str
    kind: str
    name: str
    name_en: str
    region: str
    address: str
    address_en: str
    hours: str
    hours_en: str
    phone: str
    windows: tuple[WindowRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeMemberRow:
    """``item`` is the code of a published item of the same city; ``when`` JSON logic over the event's questions."""

    item: str
    optional: bool = False
    when: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeRow:
    key: str
    name: str
    name_en: str
    hint: str
    hint_en: str
    audience: str
    icon: str
    words_for: tuple[str, ...]
    questions: tuple[Mapping[str, object], ...]
    members: tuple[ThemeMemberRow, ...]


@dataclass(frozen=True, slots=True)
class SynonymRow:
    kind: WordKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElsewhereRow:
    """What others do: where to go instead, whom to call, by which words people ask for it."""

    key: str
    name: str
    name_en: str
    advice: str
    advice_en: str
    phone: str
    words_for: tuple[str, ...]


def load_city(*, row: CityRow) -> tuple[City, Loaded]:
    """Create or correct a city by its key."""
    region = Region.objects.get(code=row.region)
    wanted = {
        "region": region,
        "name": row.name,
        "name_en": row.name_en,
        "hosts": list(row.hosts),
        "number_prefix": row.number_prefix,
        "sms_sign": row.sms_sign,
        "hotline": row.hotline,
        "area_code": row.area_code,
        "entrances": [dict(entrance) for entrance in row.entrances],
        "wording": {key: dict(text) for key, text in row.wording.items()},
    }
    with transaction.atomic():
        city = City.objects.select_for_update().filter(key=row.key).first()
        if city is None:
            return City.objects.create(key=row.key, pack_digest="", **wanted), Loaded(created=1)
        return city, _apply(city, wanted)


def load_outlets(*, city: City, rows: Iterable[OutletRow]) -> Loaded:
    """Create and correct outlets by key; windows are the ones listed. An outlet that is missing stays."""
    table = {row.key: row for row in rows}
    regions = Region.objects.in_bulk({row.region for row in table.values()}, field_name="code")
    usccs = {window.agency for row in table.values() for window in row.windows} - {""}
    agencies = Agency.objects.in_bulk(usccs, field_name="uscc")
    loaded = Loaded()
    with transaction.atomic():
        known = {outlet.key: outlet for outlet in city.outlets.all()}
        for row in table.values():
            wanted = _outlet_fields(row, regions[row.region])
            outlet = known.get(row.key)
            if outlet is None:
                outlet = Outlet.objects.create(city=city, key=row.key, **wanted)
                loaded += Loaded(created=1)
            else:
                loaded += _apply(outlet, wanted)
            loaded += _load_windows(outlet, row.windows, agencies)
    return loaded


def _outlet_fields(row: OutletRow, region: Region) -> dict[str, object]:
    return {
        "kind": row.kind,
        "name": row.name,
        "name_en": row.name_en,
        "region": region,
        "address": row.address,
        "address_en": row.address_en,
        "hours": row.hours,
        "hours_en": row.hours_en,
        "phone": row.phone,
    }


def _load_windows(outlet: Outlet, rows: tuple[WindowRow, ...], agencies: Mapping[str, Agency]) -> Loaded:
    known = {window.number: window for window in outlet.windows.all()}
    loaded = Loaded()
    for row in rows:
        wanted = {"name": row.name, "name_en": row.name_en, "agency": agencies.get(row.agency)}
        window = known.pop(row.number, None)
        if window is None:
            ServiceWindow.objects.create(outlet=outlet, number=row.number, **wanted)
            loaded += Loaded(created=1)
        else:
            loaded += _apply(window, wanted)
    if known:
        outlet.windows.filter(number__in=known).delete()
        loaded += Loaded(changed=len(known))
    return loaded


def load_themes(*, city: City, rows: Sequence[ThemeRow]) -> Loaded:
    """The city's life events are exactly these, in this order."""
    items = {item.code: item for item in HandlingItem.objects.filter(city=city)}
    loaded = Loaded()
    with transaction.atomic():
        known = {theme.key: theme for theme in city.themes.all()}
        for position, row in enumerate(rows):
            wanted = _theme_fields(row, position)
            theme = known.pop(row.key, None)
            if theme is None:
                theme = Theme.objects.create(city=city, key=row.key, **wanted)
                loaded += Loaded(created=1)
            else:
                loaded += _apply(theme, wanted)
            loaded += _load_members(theme, row.members, items)
        if known:
            city.themes.filter(key__in=known).delete()
            loaded += Loaded(changed=len(known))
        if loaded.created or loaded.changed:
            search_changed(city)
    return loaded


def _theme_fields(row: ThemeRow, position: int) -> dict[str, object]:
    return {
        "name": row.name,
        "name_en": row.name_en,
        "hint": row.hint,
        "hint_en": row.hint_en,
        "audience": row.audience,
        "icon": row.icon,
        "position": position,
        "words_for": list(row.words_for),
        "questions": list(row.questions),
    }


def _load_members(
    theme: Theme, rows: tuple[ThemeMemberRow, ...], items: Mapping[str, HandlingItem]
) -> Loaded:
    wanted = [(items[row.item].pk, position, row.optional, row.when) for position, row in enumerate(rows)]
    stored = list(theme.members.order_by("position").values_list("item_id", "position", "optional", "when"))
    if wanted == stored:
        return Loaded(unchanged=len(wanted))
    theme.members.all().delete()
    ThemeItem.objects.bulk_create(
        ThemeItem(theme=theme, item_id=item_id, position=position, optional=optional, when=when)
        for item_id, position, optional, when in wanted
    )
    return Loaded(changed=1) if stored else Loaded(created=len(wanted))


def load_synonyms(*, city: City, rows: Sequence[SynonymRow]) -> Loaded:
    """The city's groups of words are exactly these."""
    wanted = [(row.kind.value, list(row.words)) for row in rows]
    with transaction.atomic():
        stored = list(city.synonym_groups.order_by("position").values_list("kind", "words"))
        if stored == wanted:
            return Loaded(unchanged=len(wanted))
        city.synonym_groups.all().delete()
        SynonymGroup.objects.bulk_create(
            SynonymGroup(city=city, position=position, kind=kind, words=words)
            for position, (kind, words) in enumerate(wanted)
        )
        search_changed(city)
        return Loaded(created=len(wanted)) if not stored else Loaded(changed=len(wanted))


def load_elsewhere(*, city: City, rows: Sequence[ElsewhereRow]) -> Loaded:
    """What others do is exactly this, in this order."""
    loaded = Loaded()
    with transaction.atomic():
        known = {subject.key: subject for subject in city.elsewhere.all()}
        for position, row in enumerate(rows):
            wanted = asdict(row) | {"position": position, "words_for": list(row.words_for)}
            subject = known.pop(row.key, None)
            if subject is None:
                Elsewhere.objects.create(city=city, **wanted)
                loaded += Loaded(created=1)
            else:
                loaded += _apply(subject, wanted)
        if known:
            city.elsewhere.filter(key__in=known).delete()
            loaded += Loaded(changed=len(known))
        if loaded.created or loaded.changed:
            search_changed(city)
    return loaded


def record_city_loaded(*, city: City, digest: str, actor: Actor, now: dt.datetime) -> None:
    """Put on the ledger that the pack with this digest was loaded and changed something."""
    with transaction.atomic():
        locked = City.objects.select_for_update(of=("self",)).select_related("region").get(pk=city.pk)
        locked.version += 1
        locked.pack_digest = digest
        locked.save(update_fields=["version", "pack_digest"])
        append(
            facts=CityLoaded(key=locked.key, digest=digest),
            subject=Subject("city", locked.region.code, locked.version),
            actor=actor,
            happened_at=now,
            entered_at=now,
        )


def _apply(row: models.Model, wanted: Mapping[str, object]) -> Loaded:
    """Write the fields of ``row`` that differ from ``wanted``."""
    differing = [name for name, value in wanted.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, wanted[name])
    if not differing:
        return Loaded(unchanged=1)
    row.save(update_fields=differing)
    return Loaded(changed=1)

"""``leyiban city load``: bring a checked pack into the database, whole or not at all, any number of times."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from leyiban.catalogue.models import City
from leyiban.catalogue.operations import (
    load_city,
    load_elsewhere,
    load_green_classes,
    load_green_contacts,
    load_outlets,
    load_synonyms,
    load_themes,
    load_variants,
    publish_version,
    record_city_loaded,
)
from leyiban.catalogue.problems import Problem, say
from leyiban.catalogue.queries import lawbook_entries
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.actors import Actor
from leyiban.kernel.calendar.operations import load_days, load_national
from leyiban.kernel.lawbook.operations import RuleDiff, load_rules
from leyiban.packs import rows
from leyiban.packs.checking import read_checked
from leyiban.packs.errors import PackRefused
from leyiban.packs.pack import CITY, Pack
from leyiban.people.operations import Loaded, load_agencies, load_people_rules, load_posts, load_regions
from leyiban.seals.life import State
from leyiban.seals.models import ESeal
from leyiban.seals.operations import ensure_city_authority, make_seal

_LOCK = 5_111_000  # one loader at a time, whatever the city


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the load that is done, and how much it changed."""

    name: Bilingual
    loaded: Loaded


@dataclass(frozen=True, slots=True)
class LoadReport:
    """``changed`` is False when everything was there already."""

    city: str
    digest: str
    steps: tuple[Step, ...]

    @property
    def changed(self) -> bool:
        return any(step.loaded.created or step.loaded.changed for step in self.steps)


Progress = Callable[[Step], None]
_Work = Callable[[], Loaded]


def load(
    directory: Path, *, actor: Actor, now: dt.datetime, progress: Progress = lambda step: None
) -> LoadReport:
    """Check the pack in ``directory`` and load it in one transaction. Loading it again changes nothing.

    What the pack no longer names stays, because matters may name it: items keep their last version.
    ``progress`` is called after each step.

    Raises:
        PackRefused: the pack has problems, or clashes with another city that is loaded; nothing changed.
    """
    reading = read_checked(directory)
    if reading.pack is None or reading.problems:
        raise PackRefused(reading.problems)
    pack = reading.pack
    with transaction.atomic():
        _one_loader_at_a_time()
        clashes = tuple(_clashes(pack))
        if clashes:
            raise PackRefused(clashes)
        steps = []
        for name, work in _Load(pack, actor, now).steps():
            step = Step(name=name, loaded=work())
            progress(step)
            steps.append(step)
        report = LoadReport(city=pack.city.model.key, digest=pack.digest, steps=tuple(steps))
        city = City.objects.get(key=report.city)
        if report.changed or city.pack_digest != pack.digest:
            record_city_loaded(city=city, digest=pack.digest, actor=actor, now=now)
    return report


def _one_loader_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _clashes(pack: Pack) -> Iterator[Problem]:
    """Another loaded city that has the same prefix, host or region."""
    city = pack.city.model
    for other in City.objects.exclude(key=city.key).select_related("region"):
        if other.number_prefix == city.number_prefix:
            yield _clash(pack, "number_prefix", city.number_prefix, other)
        if other.region.code == city.region:
            yield _clash(pack, "region", city.region, other)
        for host in set(other.hosts) & set(city.hosts):
            yield _clash(pack, "hosts", host, other)


def _clash(pack: Pack, key: str, value: str, other: City) -> Problem:
    return Problem(
        file=CITY,
        line=pack.city.source.line((key,)),
        code="city.clash",
        what=say(f"“{value}”已经是{other.name}的。", f'"{value}" belongs to {other.name_en or other.key}.'),
        what_to_do=say("请换一个。", "Choose another."),
    )


@dataclass(slots=True)
class _Load:
    """One load in progress: the steps in the order in which later ones need earlier ones."""

    pack: Pack
    actor: Actor
    now: dt.datetime
    city: City | None = None

    def steps(self) -> Iterator[tuple[Bilingual, _Work]]:
        yield say("全国日历和通用规则", "National calendar and common rules"), self._common
        yield say("行政区划", "Regions"), lambda: load_regions(rows=rows.region_rows(self.pack))
        yield say("实施主体", "Agencies"), lambda: load_agencies(rows=rows.agency_rows(self.pack))
        yield say("岗位", "Posts"), lambda: load_posts(rows=rows.post_rows(self.pack))
        yield say("本市日历", "The city's calendar"), self._calendar
        yield say("规则表", "Rules"), self._rules
        yield say("城市", "City"), self._city
        yield say("网点和窗口", "Outlets and windows"), self._outlets
        yield say("事项", "Items"), self._items
        yield say("人生大事", "Life events"), self._themes
        yield say("绿色通道", "Green channel"), self._green
        yield say("特别办法", "Variants"), self._variants
        yield say("同义词", "Synonyms"), self._synonyms
        yield say("别处办的事", "What others do"), self._elsewhere
        yield say("电子印章", "Seals"), self._seals

    def _common(self) -> Loaded:
        published = load_national(actor=self.actor, now=self.now)
        people = load_people_rules(actor=self.actor, now=self.now)
        return _once(published.changed) + _of_rules(people)

    def _calendar(self) -> Loaded:
        """The city's own layer carries its office hours; counties and agencies only days."""
        city = self.pack.city.model
        scopes = self.pack.calendar.by_scope(city.region)
        published = load_days(
            scope=city.region,
            days=scopes.get(city.region, []),
            hours=rows.office_hours(self.pack),
            late_counts_next_day=city.late_counts_next_day,
            actor=self.actor,
            now=self.now,
        )
        loaded = _once(published.changed)
        for scope in sorted(scopes.keys() - {city.region}):
            days = load_days(scope=scope, days=scopes[scope], actor=self.actor, now=self.now)
            loaded += _once(days.changed)
        return loaded

    def _rules(self) -> Loaded:
        return _of_rules(
            load_rules(
                book=self.pack.city.model.key, rules=rows.rules(self.pack), actor=self.actor, now=self.now
            )
        )

    def _city(self) -> Loaded:
        self.city, loaded = load_city(row=rows.city_row(self.pack))
        return loaded

    def _outlets(self) -> Loaded:
        return load_outlets(city=self._loaded_city(), rows=rows.outlet_rows(self.pack))

    def _items(self) -> Loaded:
        lawbook = lawbook_entries(self.pack.rules.rules)
        loaded = Loaded()
        for item in self.pack.items:
            published = publish_version(
                city=self._loaded_city(),
                reading=item.reading,
                lawbook=lawbook,
                actor=self.actor,
                now=self.now,
            )
            first = published.version.number == 1
            loaded += Loaded(
                created=int(published.changed and first),
                changed=int(published.changed and not first),
                unchanged=int(not published.changed),
            )
        return loaded

    def _themes(self) -> Loaded:
        return load_themes(city=self._loaded_city(), rows=rows.theme_rows(self.pack))

    def _green(self) -> Loaded:
        entries = self.pack.green.model.classes if self.pack.green is not None else ()
        city = self._loaded_city()
        loaded = load_green_classes(city=city, entries=entries, actor=self.actor, now=self.now)
        return loaded + load_green_contacts(city=city, rows=rows.contact_rows(self.pack))

    def _variants(self) -> Loaded:
        """Proposed, not published: that takes a dry run and an administrator."""
        entries = [filed.model for filed in self.pack.variants]
        return load_variants(city=self._loaded_city(), entries=entries)

    def _synonyms(self) -> Loaded:
        return load_synonyms(city=self._loaded_city(), rows=rows.synonym_rows(self.pack))

    def _elsewhere(self) -> Loaded:
        return load_elsewhere(city=self._loaded_city(), rows=rows.elsewhere_rows(self.pack))

    def _seals(self) -> Loaded:
        """Only what is missing is made: a key is never made twice."""
        city, orders = self.pack.city.model, rows.seal_orders(self.pack)
        ensure_city_authority(city=city.region, city_name=city.name.zh, actor=self.actor, now=self.now)
        there = set(ESeal.objects.filter(state=State.ACTIVE).values_list("agency_key", "kind"))
        missing = [order for order in orders if (order.agency_key, order.kind.value) not in there]
        for order in missing:
            make_seal(
                city=city.region,
                agency_key=order.agency_key,
                agency_name=order.agency_name,
                kind=order.kind,
                actor=self.actor,
                now=self.now,
            )
        return Loaded(created=len(missing), unchanged=len(orders) - len(missing))

    def _loaded_city(self) -> City:
        assert self.city is not None  # the step before made it
        return self.city


def _once(changed: bool) -> Loaded:
    return Loaded(changed=1) if changed else Loaded(unchanged=1)


def _of_rules(diff: RuleDiff) -> Loaded:
    return Loaded(
        created=len(diff.added), changed=len(diff.changed) + len(diff.removed), unchanged=diff.unchanged
    )

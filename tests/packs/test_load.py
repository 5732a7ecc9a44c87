"""Loading: whole or not at all, any number of times, two cities beside one another."""

import datetime as dt
from pathlib import Path

import pytest

from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.queries import city_by_key, city_of_host, city_of_region, only_city, themes
from leyiban.catalogue.queries.searching import search
from leyiban.kernel.actors import system_actor
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.moments import city_date
from leyiban.packs.errors import PackRefused
from leyiban.packs.loading import LoadReport, Step, load
from leyiban.people.models import Agency, Post, Region
from leyiban.seals.models import ESeal
from tests.catalogue.rulefiles import TODAY
from tests.packs.folders import LESHAN, SMALL, change, copy_of

pytestmark = pytest.mark.usefixtures("db")


def load_folder(folder: Path, now: dt.datetime, told: list[Step] | None = None) -> LoadReport:
    return load(folder, actor=system_actor(), now=now, progress=(told if told is not None else []).append)


def test_the_template_holds_leshan_down_to_its_villages() -> None:
    assert Region.objects.filter(level="village").count() == 1371
    assert Region.objects.filter(level__in=["city", "county", "township"]).count() == 144
    assert Region.objects.get(code="511102LSGX").division_code == "511102"
    assert Agency.objects.filter(region__code="511100").count() == 12
    assert Post.objects.filter(code="leshan.shizhong-market.reviewer").exists()
    assert ESeal.objects.filter(agency_key="11511102008501010N").count() == 3


def test_a_second_load_changes_nothing_and_says_so(now: dt.datetime) -> None:
    entries = Entry.objects.count()
    report = load_folder(LESHAN, now)
    assert not report.changed
    assert all(step.loaded.created == step.loaded.changed == 0 for step in report.steps)
    assert Entry.objects.count() == entries


def test_progress_names_every_step_in_both_languages(now: dt.datetime) -> None:
    told: list[Step] = []
    report = load_folder(SMALL, now, told)
    assert told == list(report.steps)
    assert len(told) == 15
    assert all(step.name.zh and step.name.en for step in told)


@pytest.mark.proves("M1.1", "M1.9")
def test_two_cities_live_beside_one_another(now: dt.datetime) -> None:
    """M1.1, M1.9: each city publishes its own entrances; host, region and key tell them apart."""
    assert load_folder(SMALL, now).changed
    assert not load_folder(SMALL, now).changed
    assert not load_folder(LESHAN, now).changed
    leshan, small = city_by_key("leshan"), city_by_key("xiaocheng")
    assert only_city() is None
    assert city_of_host("xiaocheng.localhost") == small
    assert city_of_host("leshan.localhost") == leshan
    assert city_of_region("519901") == small
    assert [entrance["name"]["zh"] for entrance in leshan.entrances][:2] == [
        "四川政务服务网·乐山站",
        "天府通办",
    ]
    assert [entrance["name"]["zh"] for entrance in small.entrances] == ["小城通"]
    assert search("养狗证", city=small, on=TODAY).hits[0].version.item.code == "dog-registration"
    assert search("养狗证", city=leshan, on=TODAY).hits == ()
    spoken = search("汪汪证", city=small, on=TODAY).hits[0]
    assert spoken.why.said == "狗证", "the city's own words are put into common ones"
    assert search("汪汪证", city=leshan, on=TODAY).hits == ()
    assert [theme.key for theme in themes(city=small)] == ["keep-a-dog"]
    assert ItemVersion.objects.of_city(leshan).count() == 34


def test_rules_and_calendars_of_two_cities_do_not_mix(now: dt.datetime) -> None:
    load_folder(SMALL, now)
    assert lawbook.rule("message.sign", on=TODAY, region="519901").value == "小城政务"
    assert lawbook.rule("message.sign", on=TODAY, region="511102").value == "乐山政务"
    holiday = dt.date(2026, 5, 20)
    assert not calendar_of("519901").is_working_day(holiday)
    assert calendar_of("511102").is_working_day(holiday)


def test_one_changed_line_makes_one_new_version(now: dt.datetime, tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    load_folder(folder, now)
    change(
        folder, "items/dog-registration.yaml", "amount: 3, unit: working_day", "amount: 4, unit: working_day"
    )
    report = load_folder(folder, now + dt.timedelta(days=1))
    changed = [step.name.en for step in report.steps if step.loaded.changed]
    assert changed == ["Items"]
    small = city_by_key("xiaocheng")
    numbers = [version.number for version in ItemVersion.objects.of_city(small).order_by("number")]
    assert numbers == [1, 2]
    in_force = ItemVersion.objects.of_city(small).effective(city_date(now)).get()
    assert in_force.number == 1  # the new one begins tomorrow


def test_a_removed_theme_goes_and_a_removed_item_stays(now: dt.datetime, tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    load_folder(folder, now)
    change(folder, "themes.yaml", "key: keep-a-dog", "key: love-a-dog")
    load_folder(folder, now)
    assert [theme.key for theme in themes(city=city_by_key("xiaocheng"))] == ["love-a-dog"]


def test_a_broken_pack_is_refused_whole(now: dt.datetime, tmp_path: Path) -> None:
    folder = copy_of(SMALL, tmp_path)
    change(folder, "items/dog-registration.yaml", "after: [review]", "after: [decide]")
    with pytest.raises(PackRefused) as refused:
        load_folder(folder, now)
    assert {problem.file for problem in refused.value.found} == {"items/dog-registration.yaml"}
    assert not City.objects.filter(key="xiaocheng").exists()
    assert not Region.objects.filter(code="519900").exists()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("number_prefix: XC", "number_prefix: LS", 7),
        ("hosts: [xiaocheng.localhost]", "hosts: [leshan.localhost]", 6),
    ],
)
def test_a_clash_with_a_loaded_city_is_refused(
    now: dt.datetime, tmp_path: Path, old: str, new: str, line: int
) -> None:
    folder = copy_of(SMALL, tmp_path)
    change(folder, "city.yaml", old, new)
    with pytest.raises(PackRefused) as refused:
        load_folder(folder, now)
    assert [(problem.code, problem.line) for problem in refused.value.found] == [("city.clash", line)]
    assert not City.objects.filter(key="xiaocheng").exists()


def test_a_load_is_on_the_ledger_with_its_digest(now: dt.datetime) -> None:
    report = load_folder(SMALL, now)
    entry = Entry.objects.get(kind="city.loaded", subject_key="519900")
    assert report.digest.encode() in bytes(entry.body)
    assert city_by_key("xiaocheng").pack_digest == report.digest

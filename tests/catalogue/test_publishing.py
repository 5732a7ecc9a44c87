"""Versions of an item: open cases keep theirs, exactly one is in force on a day, and the ledger knows."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from leyiban.catalogue.errors import ItemNotInUse, ItemUnknown, NotHandledHere, RuleFileRefused
from leyiban.catalogue.models import City, HandlingItem, ItemVersion
from leyiban.catalogue.operations import Published, change_state, publish_version
from leyiban.catalogue.queries import (
    city_by_key,
    item_version,
    loaded_lawbook,
    offer,
    version_by_number,
    versions_of,
)
from leyiban.catalogue.queries.searching import search
from leyiban.catalogue.vocabulary import TaskState
from leyiban.kernel.actors import Actor, ActorKind, Channel, PostHeld, Role, system_actor
from leyiban.kernel.errors import NotAllowed
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.moments import city_date
from tests.catalogue.rulefiles import FOOD, reading_of

pytestmark = pytest.mark.usefixtures("db")

SHORTER = ("amount: 5, unit: working_day", "amount: 6, unit: working_day")


@pytest.fixture
def city() -> City:
    return city_by_key("leshan")


def publish(city: City, now: dt.datetime, *changes: tuple[str, str]) -> Published:
    return publish_version(
        city=city,
        reading=reading_of(FOOD, *changes),
        lawbook=loaded_lawbook(region="511100"),
        actor=system_actor(),
        now=now,
    )


def test_the_same_text_again_is_no_new_version(city: City, now: dt.datetime) -> None:
    again = publish(city, now)
    assert not again.changed
    assert again.version.number == 1


def test_a_new_version_takes_over_today_and_the_old_one_stays_readable(city: City, now: dt.datetime) -> None:
    today, yesterday = city_date(now), city_date(now) - dt.timedelta(days=1)
    before = item_version(code=FOOD, city=city, on=today)
    published = publish(city, now, SHORTER)
    assert published.changed
    assert item_version(code=FOOD, city=city, on=today) == published.version
    assert item_version(code=FOOD, city=city, on=yesterday) == before
    before.refresh_from_db()
    assert before.effective_to == today
    assert before.rulefile.limits.promised.amount == 5
    assert published.version.rulefile.limits.promised.amount == 6
    assert [version.number for version in versions_of(before.item)] == [2, 1]
    assert version_by_number(item=before.item, number=1) == before


def test_two_versions_on_one_day_leave_the_first_with_no_day_but_with_its_cases(
    city: City, now: dt.datetime
) -> None:
    first = publish(city, now, SHORTER).version
    second = publish(city, now, ("amount: 5, unit: working_day", "amount: 7, unit: working_day")).version
    first.refresh_from_db()
    assert first.effective_from == first.effective_to == second.effective_from
    assert item_version(code=FOOD, city=city, on=city_date(now)) == second


def test_a_planned_version_waits_and_may_be_overtaken(city: City, now: dt.datetime) -> None:
    today = city_date(now)
    planned = publish(
        city, now, ("plan_effective_date: 2020-01-01", "plan_effective_date: 2026-07-01")
    ).version
    assert item_version(code=FOOD, city=city, on=today).number == 1
    assert item_version(code=FOOD, city=city, on=dt.date(2026, 7, 1)) == planned
    overtaking = publish(city, now, SHORTER).version
    planned.refresh_from_db()
    assert planned.effective_from == planned.effective_to
    assert item_version(code=FOOD, city=city, on=today) == overtaking
    assert item_version(code=FOOD, city=city, on=dt.date(2026, 7, 1)) == overtaking


def test_publishing_is_on_the_ledger_in_the_same_transaction(city: City, now: dt.datetime) -> None:
    version = publish(city, now, SHORTER).version
    entry = Entry.objects.filter(subject_kind="item", subject_key=f"511100/{FOOD}").order_by("seq").last()
    assert entry is not None
    assert (entry.kind, entry.version, entry.visibility) == ("item.published", 1, "public")
    assert version.digest.encode() in bytes(entry.body)
    assert entry.seq == version.item.version == 2


def test_what_is_not_fit_is_refused_and_changes_nothing(city: City, now: dt.datetime) -> None:
    with pytest.raises(RuleFileRefused) as refused:
        publish(city, now, ("amount: 5, unit: working_day", "amount: 50, unit: working_day"))
    assert [problem.code for problem in refused.value.found] == ["publication.promise_too_long"]
    assert ItemVersion.objects.filter(item__code=FOOD).count() == 1


def test_a_body_that_nobody_loaded_is_refused(city: City, now: dt.datetime) -> None:
    stranger = ('"11511102008501010N4510131014001"', '"12511100451000018P4510131014001"')
    with pytest.raises(RuleFileRefused) as refused:
        publish(city, now, stranger)
    assert [problem.code for problem in refused.value.found] == ["publishing.not_loaded"]


def test_the_database_refuses_two_versions_on_one_day(city: City, now: dt.datetime) -> None:
    version = item_version(code=FOOD, city=city, on=city_date(now))
    with pytest.raises(IntegrityError, match="item_version_one_at_a_time"), transaction.atomic():
        ItemVersion.objects.create(
            item=version.item, number=2, text="", digest=version.digest, parsed={},
            effective_from=version.effective_from, published_at=now, name="x", summary="x",
            item_type="admin_licence", project_type="promise", use_level="county",
        )  # fmt: skip


def test_suspending_takes_no_new_applications_and_loses_nothing(city: City, now: dt.datetime) -> None:
    today = city_date(now)
    assert offer(code=FOOD, city=city, region="511102004", on=today).body.agency == "shizhong-market"
    item = HandlingItem.objects.get(city=city, code=FOOD)
    change_state(item=item, state=TaskState.SUSPENDED, reason="law_changed", actor=system_actor(), now=now)
    with pytest.raises(ItemNotInUse):
        offer(code=FOOD, city=city, region="511102004", on=today)
    assert item_version(code=FOOD, city=city, on=today).state == "suspended"  # its guide still opens
    assert FOOD not in {hit.version.item.code for hit in search("开饭店", city=city, on=today).hits}
    change_state(item=item, state=TaskState.IN_USE, reason="resumed", actor=system_actor(), now=now)
    assert offer(code=FOOD, city=city, region="511102004", on=today).version.state == "in_use"
    change_state(item=item, state=TaskState.CANCELLED, reason="law_changed", actor=system_actor(), now=now)
    with pytest.raises(ItemUnknown):
        item_version(code=FOOD, city=city, on=today)
    assert Entry.objects.filter(kind="item.state_changed", subject_key=f"511100/{FOOD}").count() == 3


def _with_post(role: Role, region: str) -> Actor:
    post = PostHeld(post_id=1, role=role, agency_id=1, region=region)
    return Actor(kind=ActorKind.STAFF, pseudonym="p", channel=Channel.WORKBENCH, posts=(post,))


@pytest.mark.proves("FX.3")
def test_only_who_administers_the_whole_city_publishes(city: City, now: dt.datetime) -> None:
    reading, law = reading_of(FOOD, SHORTER), loaded_lawbook(region="511100")
    strangers = [
        _with_post(Role.DECIDER, "511100"),
        _with_post(Role.ADMINISTRATOR, "511102"),
        _with_post(Role.ADMINISTRATOR, "519900"),
        Actor(kind=ActorKind.PERSON, pseudonym="p", channel=Channel.PORTAL),
    ]
    item = HandlingItem.objects.get(city=city, code=FOOD)
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            publish_version(city=city, reading=reading, lawbook=law, actor=stranger, now=now)
        with pytest.raises(NotAllowed):
            change_state(item=item, state=TaskState.SUSPENDED, reason="x", actor=stranger, now=now)
    administrator = _with_post(Role.ADMINISTRATOR, "511100")
    assert publish_version(city=city, reading=reading, lawbook=law, actor=administrator, now=now).changed


def test_who_is_not_competent_is_told(city: City, now: dt.datetime) -> None:
    with pytest.raises(NotHandledHere):
        offer(code=FOOD, city=city, region="510104001", on=city_date(now))
    with pytest.raises(ItemUnknown):
        offer(code="no-such-item", city=city, region="511102", on=city_date(now))
    with pytest.raises(ItemUnknown):
        item_version(code=FOOD, city=city, on=dt.date(2019, 12, 31))


@pytest.mark.proves("F3.1")
def test_less_online_without_a_word_is_refused_with_line_and_advice(city: City, now: dt.datetime) -> None:
    """F3.1: an item cannot lose depth without notice."""
    abilities = "abilities: [consult, receive, pre_review, accept, handle, result_feedback, licence_feedback]"
    shallower = ((abilities, "abilities: [consult, receive, pre_review]"), ("  depth: IV\n", ""))
    with pytest.raises(RuleFileRefused) as refused:
        publish(city, now, *shallower)
    (problem,) = refused.value.found
    lines = reading_of(FOOD, *shallower).text.splitlines()
    assert lines[problem.line - 1].strip().startswith("abilities:")
    assert "IV" in problem.what.zh
    assert "depth_notice" in problem.what_to_do.zh
    assert item_version(code=FOOD, city=city, on=city_date(now)).number == 1

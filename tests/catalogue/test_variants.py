"""F4.4, M4.2, M4.3: a variant of an item leaves out nothing of the law, is tried before it holds, and ends by itself."""

import datetime as dt
from typing import Any

import pytest
import yaml

from leyiban.catalogue.errors import VariantMeetsVersion, VariantNotTried, VariantOver
from leyiban.catalogue.models import City, ItemVariant, ItemVersion
from leyiban.catalogue.operations import (
    base_of,
    change_state,
    load_variants,
    made_of,
    publish_variant,
    publish_version,
    record_trial,
)
from leyiban.catalogue.queries import city_by_key, item_version, loaded_lawbook, variant_by_key
from leyiban.catalogue.rulefile.checks.variants import variant_problems
from leyiban.catalogue.rulefile.plan import Task
from leyiban.catalogue.rulefile.reading import read_rulefile
from leyiban.catalogue.rulefile.variants import SPECIAL, VariantFile, applied
from leyiban.catalogue.source import Source, read_yaml
from leyiban.catalogue.vocabulary import TaskState
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date
from tests.catalogue.rulefiles import TODAY, reading_of
from tests.support.environment import REPOSITORY

WORKS, KEY = "construction-permit", "epidemic-works"
TEXT = (REPOSITORY / f"cities/leshan/variants/{KEY}.yaml").read_text("utf-8")


def proposed(**other: Any) -> tuple[VariantFile, Source]:
    """Leshan's variant with other values."""
    data = {**read_yaml(TEXT, file=f"variants/{KEY}.yaml").data, **other}
    data = {name: value for name, value in data.items() if value is not None}
    source = read_yaml(yaml.safe_dump(data, allow_unicode=True), file=f"variants/{KEY}.yaml")
    return VariantFile.model_validate(source.data, strict=False), source


def problems(*, item: str = WORKS, **other: Any) -> list[tuple[str, str]]:
    variant, source = proposed(**other)
    return [(each.code, each.what.zh) for each in variant_problems(variant, source, reading_of(item))]


@pytest.mark.proves("F4.4", "M4.2")
@pytest.mark.parametrize(
    ("other", "code", "words"),
    [
        ({}, None, ""),
        ({"drops": ["review"]}, "variant.demanded_by_law", "“审查”是法律要求的，不能省。"),
        ({"drops": ["decide"]}, "variant.demanded_by_law", "“决定”是法律要求的，不能省。"),
        ({"drops": ["golf"]}, "variant.unknown_task", "原来没有任务“golf”。"),
        ({"drops": []}, "variant.nothing", "和原来的办法一样。"),
        ({"sunset": "2020-02-19"}, "variant.period", "结束日早于开始日。"),
        (
            {"asks": None, "reorders": [{"task": "decide", "after": ["check"]}]},
            "variant.dropped",
            "这里用到了已经省掉的任务。",
        ),
        ({"drops": [], "reorders": [{"task": "decide", "after": []}]}, "plan.loose_task", None),
        ({"drops": [], "reorders": [{"task": "review", "after": ["decide"]}]}, "plan.cycle", None),
    ],
)
def test_what_law_demands_and_what_is_no_plan_is_refused_in_words(
    other: dict[str, Any], code: str | None, words: str | None
) -> None:
    found = problems(**other)
    if code is None:
        assert found == []
        return
    assert code in [each for each, _ in found]
    assert words is None or (code, words) in found


@pytest.mark.proves("F4.4")
def test_a_task_of_which_the_file_says_nothing_is_demanded_by_law() -> None:
    assert Task.model_fields["demanded_by"].default == "law"
    base = reading_of(WORKS, ("      demanded_by: city\n", ""))
    variant, source = proposed()
    (problem,) = variant_problems(variant, source, base)
    assert problem.code == "variant.demanded_by_law"
    assert "demanded_by: city" in problem.what_to_do.zh


@pytest.mark.proves("F4.4", "M4.3")
def test_only_those_who_say_so_get_the_variant_and_limits_papers_and_conditions_stay() -> None:
    base, (variant, _) = reading_of(WORKS), proposed()
    assert base.source is not None
    made = read_rulefile(applied(base.source.data, variant, digest=base.digest), file="made")
    before, after = base.rulefile, made.rulefile
    assert before is not None
    assert after is not None, made.problems
    for part in ("limits", "materials", "conditions", "fees", "result", "remedies", "special_procedures"):
        assert getattr(after, part) == getattr(before, part), part
    check = next(task for task in after.plan.tasks if task.key == "check")
    assert check.when is not None
    assert not check.when.holds({"works_against_epidemic": SPECIAL}, today=TODAY)
    assert check.when.holds({"works_against_epidemic": "ordinary"}, today=TODAY)
    assert [task.within_working_days for task in after.plan.tasks] == [1, 1, 1]

    everybody, _ = proposed(asks=None)
    made = read_rulefile(applied(base.source.data, everybody, digest=base.digest), file="made")
    assert made.rulefile is not None
    assert [(task.key, task.after) for task in made.rulefile.plan.tasks] == [
        ("review", ()),
        ("decide", ("review",)),
    ]


# ── in a city ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def city(db: None) -> City:
    return city_by_key("leshan")


def tried(variant: ItemVariant, now: dt.datetime) -> None:
    base = base_of(variant, on=city_date(now))
    made = made_of(variant, base)
    record_trial(
        variant=variant,
        made=made,
        base=base,
        found={"cases": []},
        cases=0,
        differing=0,
        stopped=0,
        actor=system_actor(),
        now=now,
    )


def publish(variant: ItemVariant, now: dt.datetime) -> ItemVersion:
    lawbook = loaded_lawbook(region="511100")
    return publish_variant(variant=variant, lawbook=lawbook, actor=system_actor(), now=now).version


@pytest.mark.proves("F4.4", "M4.2", "M4.3")
def test_it_is_published_after_a_dry_run_of_just_this_text_and_ends_by_itself(
    city: City, now: dt.datetime
) -> None:
    variant, today = variant_by_key(city, KEY), city_date(now)
    before = item_version(code=WORKS, city=city, on=today)
    with pytest.raises(VariantNotTried):
        publish(variant, now)
    tried(variant, now)
    changed, _ = proposed(sunset="2026-06-30")
    load_variants(city=city, entries=[changed])
    variant = variant_by_key(city, KEY)
    with pytest.raises(VariantNotTried):
        publish(variant, now)
    tried(variant, now)
    version = publish(variant, now)
    assert publish(variant_by_key(city, KEY), now) == version, "safe to send twice"

    sunset = variant.told.sunset
    assert item_version(code=WORKS, city=city, on=today) == version
    assert item_version(code=WORKS, city=city, on=sunset) == version
    again = item_version(code=WORKS, city=city, on=sunset + dt.timedelta(days=1))
    assert (again.digest, again.rulefile.variant) == (before.digest, None)
    mark = version.rulefile.variant
    assert mark is not None
    assert (mark.key, mark.base, mark.decision.number) == (KEY, before.digest, "示例〔2020〕4号")
    told = trail("item", version.item.subject_key)[-1]
    assert (told.kind, told.facts.digest, told.facts.sunset, told.facts.again) == (
        "item.variant_published/1",
        version.digest,
        "2026-06-30",
        again.number,
    )
    same = publish_version(
        city=city,
        reading=reading_of(WORKS),
        lawbook=loaded_lawbook(region="511100"),
        actor=system_actor(),
        now=now,
    )
    assert not same.changed, "loading the city again leaves the variant alone"


@pytest.mark.proves("F4.4")
def test_the_bad_days_of_a_variant(city: City, now: dt.datetime) -> None:
    """Too late, into another version's days, suspended meanwhile, overtaken by a new version of the item."""
    variant, today = variant_by_key(city, KEY), city_date(now)
    late = dt.datetime.combine(variant.told.sunset, dt.time(4), dt.UTC) + dt.timedelta(days=1)
    tried(variant, now)
    with pytest.raises(VariantOver):
        publish(variant, late)
    begins = (today + dt.timedelta(days=9)).isoformat()
    later = reading_of(WORKS, ("plan_effective_date: 2020-01-01", f"plan_effective_date: {begins}"))
    lawbook = loaded_lawbook(region="511100")
    publish_version(city=city, reading=later, lawbook=lawbook, actor=system_actor(), now=now)
    with pytest.raises(VariantMeetsVersion):
        publish(variant, now)

    after = now + dt.timedelta(days=10)
    tried(variant, after)
    version = publish(variant, after)
    change_state(
        item=version.item, state=TaskState.SUSPENDED, reason="epidemic", actor=system_actor(), now=after
    )
    version.refresh_from_db()
    assert not version.is_in_use(city_date(after)), (
        "what is suspended takes no applications as a variant either"
    )
    change_state(item=version.item, state=TaskState.IN_USE, reason="over", actor=system_actor(), now=after)
    newer = reading_of(WORKS, ("amount: 3, unit: working_day", "amount: 4, unit: working_day"))
    new = publish_version(city=city, reading=newer, lawbook=lawbook, actor=system_actor(), now=after).version
    assert item_version(code=WORKS, city=city, on=city_date(after)) == new, "its base is gone, and so is it"


def test_what_the_file_no_longer_proposes_is_forgotten_unless_it_was_published(
    city: City, now: dt.datetime
) -> None:
    entry, _ = proposed()
    assert load_variants(city=city, entries=[entry]).unchanged == 1
    assert load_variants(city=city, entries=[]).changed == 1
    assert not city.variants.exists()
    load_variants(city=city, entries=[entry])
    variant = variant_by_key(city, KEY)
    tried(variant, now)
    publish(variant, now)
    load_variants(city=city, entries=[])
    assert city.variants.get().version is not None

"""Variants of items: proposed by the city's file, run dry, published as a version with an end (F4.4)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction

from leyiban.catalogue.errors import (
    RuleFileRefused,
    VariantMeetsVersion,
    VariantNotTried,
    VariantOver,
)
from leyiban.catalogue.kinds import VariantPublished, VariantTried
from leyiban.catalogue.models import City, ItemVariant, ItemVersion, VariantTrial
from leyiban.catalogue.operations.publishing import (
    Published,
    bodies_of,
    bring_in,
    locked_item,
    must_administer,
    record,
)
from leyiban.catalogue.operations.searching import hold_search
from leyiban.catalogue.queries.items import item_version
from leyiban.catalogue.queries.variants import last_trial
from leyiban.catalogue.rulefile.checks import Lawbook, check_rulefile
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.reading import Reading, read_rulefile
from leyiban.catalogue.rulefile.variants import VariantFile, applied
from leyiban.kernel.actors import Actor
from leyiban.kernel.moments import city_date
from leyiban.people.operations.loading import Loaded

_ONE_DAY: Final = dt.timedelta(days=1)


def load_variants(*, city: City, entries: Sequence[VariantFile]) -> Loaded:
    """The city proposes exactly these. Nothing about how anything is handled changes by that; what was published stays
    until its last day, and what was only proposed and is gone from the file is forgotten with its dry runs."""
    loaded = Loaded()
    with transaction.atomic():
        stored = {each.key: each for each in city.variants.select_for_update()}
        for entry in entries:
            row, wanted = stored.pop(entry.key, None), entry.model_dump(mode="json")
            if row is not None and row.entry == wanted:
                loaded += Loaded(unchanged=1)
                continue
            item = city.items.get(code=entry.item)
            if row is None:
                ItemVariant.objects.create(city=city, item=item, key=entry.key, entry=wanted)
                loaded += Loaded(created=1)
            else:
                row.item, row.entry = item, wanted
                row.save(update_fields=["item", "entry"])
                loaded += Loaded(changed=1)
        gone = [row.pk for row in stored.values() if row.version_id is None]
        ItemVariant.objects.filter(pk__in=gone).delete()
        return loaded + Loaded(changed=len(gone))


def base_of(variant: ItemVariant, *, on: dt.date) -> ItemVersion:
    """The item's version that holds on ``on``; while a variant of it does, the one that it was made of.

    Raises:
        ItemUnknown: none holds.
    """
    present = item_version(code=variant.item.code, city=variant.city, on=on)
    mark = present.rulefile.variant
    if mark is None:
        return present
    return variant.item.versions.filter(digest=mark.base).order_by("number")[0]


def made_of(variant: ItemVariant, base: ItemVersion) -> Reading:
    """The rule file that the variant makes of ``base``."""
    text = applied(base.parsed, variant.told, digest=base.digest)
    return read_rulefile(text, file=f"variants/{variant.key}.yaml")


def record_trial(
    *,
    variant: ItemVariant,
    made: Reading,
    base: ItemVersion,
    found: Mapping[str, Any],
    cases: int,
    differing: int,
    stopped: int,
    actor: Actor,
    now: dt.datetime,
) -> VariantTrial:
    """Keep what a dry run of just this text found.

    Raises:
        NotAllowed: the actor does not administer the city.
    """
    must_administer(actor, variant.city)
    with transaction.atomic():
        item = locked_item(variant.city, variant.item.code)
        trial = VariantTrial.objects.create(
            variant=variant,
            digest=made.digest,
            base=base.digest,
            cases=cases,
            differing=differing,
            stopped=stopped,
            found=found,
            tried_at=now,
            tried_by_id=actor.account_id,
        )
        facts = VariantTried(
            code=item.code,
            variant=variant.key,
            digest=made.digest,
            base=base.digest,
            cases=cases,
            differing=differing,
            stopped=stopped,
        )
        record(item, facts, actor=actor, now=now)
        return trial


def publish_variant(
    *, variant: ItemVariant, lawbook: Lawbook | None, actor: Actor, now: dt.datetime
) -> Published:
    """From today, or from its first day if that is later, through its last day the item is handled by the variant; on
    the day after it the present version holds again, by itself. What was filed before stays under its version.

    Raises:
        NotAllowed: the actor does not administer the city. VariantNotTried: no dry run of just this text.
        VariantOver, VariantMeetsVersion. RuleFileRefused: what it makes is not fit for publication.
    """
    must_administer(actor, variant.city)
    with transaction.atomic():
        hold_search(variant.city)
        item, today = locked_item(variant.city, variant.item.code), city_date(now)
        base, told = base_of(variant, on=today), variant.told
        made = made_of(variant, base)
        there = item.versions.filter(digest=made.digest).first()
        if there is not None:
            return Published(version=there, changed=False)
        problems = check_rulefile(made, lawbook=lawbook)
        if problems or made.rulefile is None:
            raise RuleFileRefused(problems)
        trial = last_trial(variant, digest=made.digest)
        if trial is None:
            raise VariantNotTried
        begins = max(told.valid_from, today)
        _check_period(base, told, begins)
        version = _bring_in(variant, made, begins, actor=actor, now=now)
        again = _bring_in(
            variant, read_rulefile(base.text, file=item.code), told.sunset + _ONE_DAY, actor=actor, now=now
        )
        ItemVariant.objects.filter(pk=variant.pk).update(version=version)
        facts = VariantPublished(
            code=item.code,
            variant=variant.key,
            number=version.number,
            digest=version.digest,
            again=again.number,
            sunset=told.sunset.isoformat(),
            tried_at=trial.tried_at.isoformat(),
            decided_by=told.decision.by.zh,
            decision=told.decision.number,
            why=told.decision.why.zh,
        )
        record(locked_item(variant.city, item.code), facts, actor=actor, now=now)
        return Published(version=version, changed=True)


def _check_period(base: ItemVersion, told: VariantFile, begins: dt.date) -> None:
    """Its days lie ahead, and no other version of the item begins or ends in them."""
    if told.sunset < begins:
        raise VariantOver(day=told.sunset.isoformat())
    ends = base.effective_to
    if ends is not None and ends <= told.sunset:
        raise VariantMeetsVersion(day=ends.isoformat())


def _bring_in(
    variant: ItemVariant, reading: Reading, day: dt.date, *, actor: Actor, now: dt.datetime
) -> ItemVersion:
    item = locked_item(variant.city, variant.item.code)
    rules: RuleFile | None = reading.rulefile
    assert rules is not None  # it was checked, or published before
    return bring_in(item, reading, rules, bodies_of(reading, rules), day, actor=actor, now=now)

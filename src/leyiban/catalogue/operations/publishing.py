"""Bring a version of an item's rule file into the catalogue. Open cases keep the version they were filed under."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q

from leyiban.catalogue.errors import RuleFileRefused
from leyiban.catalogue.kinds import ItemPublished, ItemStateChanged
from leyiban.catalogue.models import City, HandlingItem, ItemBody, ItemVersion
from leyiban.catalogue.operations.notices import noticed_until
from leyiban.catalogue.operations.searching import hold_search, index_item
from leyiban.catalogue.problems import Problem, say
from leyiban.catalogue.rights import may_publish
from leyiban.catalogue.rulefile.checks import Lawbook, check_rulefile
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.reading import Reading
from leyiban.catalogue.vocabulary import TaskState
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import NotAllowed
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency, Region


@dataclass(frozen=True, slots=True)
class Published:
    """``changed`` is False when this very text is the newest version already."""

    version: ItemVersion
    changed: bool


def publish_version(
    *, city: City, reading: Reading, lawbook: Lawbook | None, actor: Actor, now: dt.datetime
) -> Published:
    """Publish the rule file of ``reading`` in ``city``.

    The first version holds from the day the file plans; a later one from that day or today, whichever is
    later, because what was filed before was filed under what was published then. Its predecessor ends there.
    One by which less can be done online needs a notice, and holds only when that has stood long enough.

    Raises:
        NotAllowed: the actor does not administer the city.
        RuleFileRefused: the file is not fit for publication, or names a body or region nobody loaded.
    """
    must_administer(actor, city)
    problems = check_rulefile(reading, lawbook=lawbook)
    rulefile = reading.rulefile
    if problems or rulefile is None:
        raise RuleFileRefused(problems)
    with transaction.atomic():
        hold_search(city)
        item = locked_item(city, rulefile.code)
        newest = item.versions.order_by("-number").first()
        if newest is not None and newest.digest == reading.digest:
            index_item(item, rulefile)  # a newer program may draw more from the same text
            return Published(version=newest, changed=False)
        bodies = bodies_of(reading, rulefile)
        effective_from = max(
            _effective_from(rulefile, newest, now),
            noticed_until(reading, rulefile, newest, city=city, now=now),
        )
        version = bring_in(item, reading, rulefile, bodies, effective_from, actor=actor, now=now)
        index_item(item, rulefile)
        return Published(version=version, changed=True)


def bring_in(
    item: HandlingItem,
    reading: Reading,
    rulefile: RuleFile,
    bodies: list[ItemBody],
    effective_from: dt.date,
    *,
    actor: Actor,
    now: dt.datetime,
) -> ItemVersion:
    """One version more of a locked item, from a day on; what held on that day ends there. Recorded."""
    _end_predecessors(item, effective_from)
    version = _create(item, reading, rulefile, effective_from, now)
    for body in bodies:
        body.version = version
    ItemBody.objects.bulk_create(bodies)
    facts = ItemPublished(
        code=item.code,
        number=version.number,
        digest=version.digest,
        effective_from=effective_from.isoformat(),
    )
    record(item, facts, actor=actor, now=now)
    return version


def change_state(
    *, item: HandlingItem, state: TaskState, reason: str, actor: Actor, now: dt.datetime
) -> ItemVersion:
    """Suspend an item, take it into use again, or cancel it: in every version that is not over, a variant and what
    follows it among them. Nothing filed changes.

    ``reason`` is a short code of the city's (``law_changed``, ``epidemic``).

    Raises:
        NotAllowed: the actor does not administer the city.
    """
    must_administer(actor, item.city)
    with transaction.atomic():
        locked = HandlingItem.objects.select_for_update().get(pk=item.pk)
        version = locked.versions.order_by("-number")[0]
        not_over = locked.versions.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=city_date(now)))
        changed = (not_over | locked.versions.filter(pk=version.pk)).exclude(state=state.value)
        if not changed.update(state=state.value):
            return version
        version.state = state.value
        facts = ItemStateChanged(code=locked.code, number=version.number, state=state.value, reason=reason)
        record(locked, facts, actor=actor, now=now)
        return version


def must_administer(actor: Actor, city: City) -> None:
    if not may_publish(actor, city):
        raise NotAllowed


def locked_item(city: City, code: str) -> HandlingItem:
    HandlingItem.objects.bulk_create([HandlingItem(city=city, code=code)], ignore_conflicts=True)
    return (
        HandlingItem.objects.select_for_update(of=("self",))
        .select_related("city__region")
        .get(city=city, code=code)
    )


def bodies_of(reading: Reading, rulefile: RuleFile) -> list[ItemBody]:
    """The implementing bodies by their credit codes (the first 18 characters of the implementation code)."""
    agencies = Agency.objects.in_bulk(
        [body.task_code[:18] for body in rulefile.implementing], field_name="uscc"
    )
    regions = Region.objects.in_bulk([body.region for body in rulefile.implementing], field_name="code")
    found, problems = [], []
    for index, body in enumerate(rulefile.implementing):
        agency, region = agencies.get(body.task_code[:18]), regions.get(body.region)
        if agency is None or region is None:
            problems.append(_not_loaded(reading, index, body.agency if agency is None else body.region))
            continue
        found.append(
            ItemBody(
                agency=agency,
                region=region,
                task_code=body.task_code,
                task_handle_item=rulefile.task_handle_item(body),
                local_task_code=body.local_task_code or "",
            )
        )
    if problems:
        raise RuleFileRefused(tuple(problems))
    return found


def _not_loaded(reading: Reading, index: int, what: str) -> Problem:
    source = reading.source
    return Problem(
        file=source.file if source else "",
        line=source.line(("implementing", index)) if source else 1,
        code="publishing.not_loaded",
        what=say(f"“{what}”还没有载入。", f'"{what}" has not been loaded.'),
        what_to_do=say("请先载入机构和区划。", "Load agencies and regions first."),
    )


def _effective_from(rulefile: RuleFile, newest: ItemVersion | None, now: dt.datetime) -> dt.date:
    if newest is None:
        return rulefile.plan_effective_date
    return max(rulefile.plan_effective_date, city_date(now))


def _end_predecessors(item: HandlingItem, day: dt.date) -> None:
    """Whatever would still be in force on ``day`` ends there; what had not begun by then never will."""
    for earlier in item.versions.order_by("number"):
        end = max(earlier.effective_from, day)
        if earlier.effective_to is None or earlier.effective_to > end:
            earlier.effective_to = end
            earlier.save(update_fields=["effective_to"])


def _create(
    item: HandlingItem, reading: Reading, rulefile: RuleFile, effective_from: dt.date, now: dt.datetime
) -> ItemVersion:
    last = item.versions.aggregate(last=Max("number"))["last"] or 0
    return ItemVersion.objects.create(
        item=item,
        number=last + 1,
        text=reading.text,
        digest=reading.digest,
        parsed=reading.source.data if reading.source else None,
        state=rulefile.state.value,
        effective_from=effective_from,
        effective_to=rulefile.plan_cancel_date,
        published_at=now,
        name=rulefile.name.zh,
        name_en=rulefile.name.en or "",
        summary=rulefile.summary.zh,
        summary_en=rulefile.summary.en or "",
        item_type=rulefile.item_type.value,
        project_type=rulefile.project_type.value,
        use_level=rulefile.use_level.value,
    )


def record(item: HandlingItem, facts: object, *, actor: Actor, now: dt.datetime) -> None:
    """Append facts about a locked item to the ledger, under the item's next number."""
    item.version += 1
    item.save(update_fields=["version"])
    append(
        facts=facts,
        subject=Subject("item", item.subject_key, item.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )

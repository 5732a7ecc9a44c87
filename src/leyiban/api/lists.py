"""“一网通办”事项清单 of a city or county on any day, and what changed between two (M3.1, F3.1)."""

from enum import StrEnum

from ninja import Query

from leyiban.api.catalogue import city_of, region_of
from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import AskedDay, Day, Page, PageAsked, RegionCode, Shape, Text
from leyiban.catalogue import queries
from leyiban.catalogue.rulefile.limits import FoundLimit
from leyiban.catalogue.rulefile.offered import ChangedLine, ListDifference, ListFact, Offered
from leyiban.catalogue.vocabulary import ItemType, OnlineDepth, TimeUnit
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE

door = Door("items")


class SpanShape(Shape):
    """A length of time."""

    amount: int
    unit: TimeUnit


class OfferedShape(Shape):
    """A line of the list. Of a bare item only `department`, `main_item`, `task_type` and `dept_code` are known.

    `papers` counts those of every situation.
    """

    code: str
    bare: bool
    name: str
    item_type: ItemType | None
    depth: OnlineDepth | None
    promised: SpanShape | None
    statutory: SpanShape | None
    trips: int | None
    papers: int | None
    offices: tuple[str, ...]
    department: str | None
    main_item: str | None
    task_type: str | None
    dept_code: str | None


class ListPage(Page):
    on: Day
    items: list[OfferedShape]


class ListAsked(PageAsked):
    """`on`: today if left out. `region`: a county; the whole city if left out."""

    on: AskedDay | None = None
    region: RegionCode | None = None


class ListChange(StrEnum):
    """What happened to a line."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class ListChangeShape(Shape):
    """`facts` are those that differ. `lost_depth`: less can be done online, and `notice` says why."""

    change: ListChange
    before: OfferedShape | None
    after: OfferedShape | None
    facts: tuple[ListFact, ...]
    lost_depth: bool
    notice: Text | None


class ListChangesPage(Page):
    since: Day
    until: Day
    items: list[ListChangeShape]


class ListChangesAsked(PageAsked):
    """`until`: today if left out."""

    since: AskedDay
    until: AskedDay | None = None
    region: RegionCode | None = None


@door.reads("/list", right=ANYONE, answers=ListPage)
def read_list(call: Call, asked: Query[ListAsked]) -> ListPage:
    """The item list as it stood on a day: items with a guide by name, then bare ones."""
    on = asked.on or city_date(call.now)
    lines = queries.list_on(city=city_of(call), on=on, region=_region(asked.region))
    begin = place_of(asked.after, int) or 0
    shown, last = cut(lines[begin : begin + asked.limit + 1], limit=asked.limit)
    return ListPage(
        on=on,
        items=[_offered(line) for line in shown],
        next=next_page(call.request, last and begin + asked.limit),
    )


@door.reads("/list/changes", right=ANYONE, answers=ListChangesPage)
def read_list_changes(call: Call, asked: Query[ListChangesAsked]) -> ListChangesPage:
    """What the list of `until` says that the list of `since` did not: changed lines, then new ones, then those gone."""
    until = asked.until or city_date(call.now)
    found = queries.list_difference(
        city=city_of(call), since=asked.since, until=until, region=_region(asked.region)
    )
    changes = _changes(found, call)
    begin = place_of(asked.after, int) or 0
    shown, last = cut(changes[begin : begin + asked.limit + 1], limit=asked.limit)
    return ListChangesPage(
        since=asked.since,
        until=until,
        items=list(shown),
        next=next_page(call.request, last and begin + asked.limit),
    )


def _region(code: str | None) -> str | None:
    """Raises :class:`NotFound`: none that is loaded."""
    return None if code is None else region_of(code).code


def _changes(found: ListDifference, call: Call) -> list[ListChangeShape]:
    return [
        *(_changed(line, call) for line in found.changed),
        *(_one_sided(line, ListChange.ADDED) for line in found.added),
        *(_one_sided(line, ListChange.REMOVED) for line in found.removed),
    ]


def _changed(line: ChangedLine, call: Call) -> ListChangeShape:
    notice = line.after.notice if line.lost_depth else None
    return ListChangeShape(
        change=ListChange.CHANGED,
        before=_offered(line.before),
        after=_offered(line.after),
        facts=line.facts,
        lost_depth=line.lost_depth,
        notice=None if notice is None else Text.model_validate(notice.said(call.lang)),
    )


def _one_sided(line: Offered, change: ListChange) -> ListChangeShape:
    shape = _offered(line)
    return ListChangeShape(
        change=change,
        before=shape if change is ListChange.REMOVED else None,
        after=shape if change is ListChange.ADDED else None,
        facts=(),
        lost_depth=False,
        notice=None,
    )


def _offered(line: Offered) -> OfferedShape:
    facts = {fact.value: value for fact, value in line.facts.items()}
    spans = {
        key: SpanShape.model_validate(value) for key, value in facts.items() if isinstance(value, FoundLimit)
    }
    rest = {key: facts.get(key) for key in OfferedShape.model_fields if key in facts}
    known = {**dict.fromkeys(OfferedShape.model_fields), **rest, **spans}
    known |= {"code": line.code, "bare": line.bare, "offices": facts.get("offices", ())}
    item_type = facts.get(ListFact.TYPE.value)
    known["item_type"] = None if item_type is None else ItemType.of(str(item_type))
    known["depth"] = line.depth
    return OfferedShape.model_validate(known)

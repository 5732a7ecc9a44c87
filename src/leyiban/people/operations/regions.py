"""Load the regions of a city: whole, in one go, any number of times."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import FieldProblem, Text
from leyiban.people.errors import BrokenPeopleData
from leyiban.people.models import Level, Region
from leyiban.people.operations.loading import Loaded, upsert
from leyiban.people.rules.divisions import covers, is_region_code

_CODE_LENGTHS = {
    Level.PROVINCE: (6,),
    Level.CITY: (6,),
    Level.COUNTY: (6,),
    Level.TOWNSHIP: (9,),
    Level.VILLAGE: (12,),
    Level.ZONE: (8, 9, 10, 11, 12),
}
_SENTENCES: dict[str, Text] = {
    "repeated": _("这个区划代码出现了两次。"),
    "wrong_shape_for_level": _("代码的位数和级别不合:省市县6位,乡镇9位,村12位。"),
    "zone_has_letters": _("功能区的代码是所在县区代码加字母,如511102LSGX。"),
    "unknown_parent": _("没有这个上级区划。"),
    "parent_does_not_contain_it": _("上级区划的代码应当是本代码的前缀。"),
}
_FIELDS = ("name", "name_en", "level", "parent_id", "path", "depth", "calendar_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """One line of a pack's region table. ``parent`` is empty for the top."""

    code: str
    name: str
    level: Level
    parent: str = ""
    name_en: str = ""
    calendar: str = ""


def load_regions(*, rows: Iterable[RegionRow]) -> Loaded:
    """Create and correct regions; rows may come in any order, and a region that is missing stays.

    A region that once existed keeps its row for the matters that name it, so nothing is removed.
    One select and one insert per level.

    Raises:
        BrokenPeopleData: a code of the wrong shape, a repeated code, a parent that is neither in the rows
            nor in the database or that does not contain its child.
    """
    table = _by_code(list(rows))
    with transaction.atomic():
        known = Region.objects.in_bulk(
            list(table.keys() | {row.parent for row in table.values()}), field_name="code"
        )
        _check(table, known)
        loaded = Loaded()
        for layer in _layers(table):
            wanted = [_region(row, known.get(row.parent)) for row in layer]
            loaded += upsert(Region, wanted, key="code", fields=_FIELDS, known=known)
            codes = [row.code for row in layer]
            known.update(Region.objects.in_bulk(codes, field_name="code"))
        return loaded


def _by_code(rows: list[RegionRow]) -> dict[str, RegionRow]:
    times = Counter(row.code for row in rows)
    if twice := [code for code, count in times.items() if count > 1]:
        raise BrokenPeopleData(problems=tuple(_problem(code, "code", "repeated") for code in twice))
    return {row.code: row for row in rows}


def _check(table: Mapping[str, RegionRow], known: Mapping[str, Region]) -> None:
    problems = [problem for row in table.values() if (problem := _row_problem(row, table, known))]
    if problems:
        raise BrokenPeopleData(problems=tuple(problems))


def _row_problem(
    row: RegionRow, table: Mapping[str, RegionRow], known: Mapping[str, Region]
) -> FieldProblem | None:
    if not is_region_code(row.code) or len(row.code) not in _CODE_LENGTHS[row.level]:
        return _problem(row.code, "code", "wrong_shape_for_level")
    if row.code[6:].isdigit() == (row.level == Level.ZONE) and len(row.code) > 6:
        return _problem(row.code, "level", "zone_has_letters")
    if not row.parent:
        return None
    if row.parent not in table and row.parent not in known:
        return _problem(row.code, "parent", "unknown_parent")
    if row.parent == row.code or not covers(row.parent, row.code):
        return _problem(row.code, "parent", "parent_does_not_contain_it")
    return None


def _problem(code: str, field: str, what: str) -> FieldProblem:
    return FieldProblem(f"regions.{code}.{field}", what, _SENTENCES[what])


def _layers(table: Mapping[str, RegionRow]) -> list[list[RegionRow]]:
    """Rows by their depth below the topmost row given: parents always come in an earlier layer."""
    layers: dict[int, list[RegionRow]] = {}
    for row in table.values():
        layers.setdefault(_depth(row, table), []).append(row)
    return [layers[depth] for depth in sorted(layers)]


def _depth(row: RegionRow, table: Mapping[str, RegionRow]) -> int:
    depth, parent = 0, row.parent
    while parent in table:
        depth, parent = depth + 1, table[parent].parent
    return depth


def _region(row: RegionRow, parent: Region | None) -> Region:
    return Region(
        code=row.code,
        name=row.name,
        name_en=row.name_en,
        level=row.level,
        parent=parent,
        path=f"{parent.path if parent else '/'}{row.code}/",
        depth=parent.depth + 1 if parent else 0,
        calendar_code=row.calendar,
    )

"""``regions.csv``: divisions down to village level, and functional zones."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from leyiban.catalogue.problems import Problem, choose_from, say
from leyiban.packs.tables import Row, Table, read_table
from leyiban.people.models import Level
from leyiban.people.rules.divisions import covers, is_region_code

COLUMNS = ("code", "level", "parent", "name", "name_en")
_DIGITS = {Level.PROVINCE: 6, Level.CITY: 6, Level.COUNTY: 6, Level.TOWNSHIP: 9, Level.VILLAGE: 12}


@dataclass(frozen=True, slots=True)
class RegionLine:
    line: int
    code: str
    level: Level
    parent: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Regions:
    file: str
    by_code: Mapping[str, RegionLine]
    problems: tuple[Problem, ...]


def read_regions(text: str, *, file: str) -> Regions:
    """All rows, and everything that is wrong with them: shapes, parents, circles, repeats."""
    table = read_table(text, file=file, columns=COLUMNS)
    by_code: dict[str, RegionLine] = {}
    problems = list(table.problems)
    for row in table.rows:
        found = _region(table, row)
        if isinstance(found, Problem):
            problems.append(found)
        elif found.code in by_code:
            problems.append(
                _problem(
                    table.file,
                    row.line,
                    "twice",
                    f"“{found.code}”写了两次。",
                    f"{found.code} is there twice.",
                )
            )
        else:
            by_code[found.code] = found
    problems += _parent_problems(table.file, by_code)
    return Regions(file=file, by_code=by_code, problems=tuple(problems))


def _region(table: Table, row: Row) -> RegionLine | Problem:
    code, level = row.cells["code"], row.cells["level"]
    if level not in Level.values:
        return Problem(
            table.file,
            row.line,
            "regions.level",
            say(f"不认识级别“{level}”。", f'Unknown level "{level}".'),
            choose_from(level, Level.values),
        )
    if not is_region_code(code) or _wrong_length(code, Level(level)):
        return _problem(
            table.file,
            row.line,
            "code",
            f"“{code}”的位数和级别“{level}”不合。",
            f'"{code}" does not have the length of level "{level}".',
        )
    if not row.cells["name"]:
        return _problem(table.file, row.line, "name", "没有写名称。", "The name is missing.")
    return RegionLine(
        line=row.line,
        code=code,
        level=Level(level),
        parent=row.cells["parent"],
        name=row.cells["name"],
        name_en=row.cells["name_en"],
    )


def _wrong_length(code: str, level: Level) -> bool:
    if level is Level.ZONE:
        return code.isdigit()
    return not code.isdigit() or len(code) != _DIGITS[level]


def _parent_problems(file: str, by_code: Mapping[str, RegionLine]) -> Iterator[Problem]:
    circle = _circle(by_code.values(), by_code)
    if circle:
        first = by_code[circle[0]]
        shown = " → ".join(circle)
        yield _problem(
            file, first.line, "cycle", f"上级绕成了圈：{shown}。", f"Parents form a circle: {shown}."
        )
    for region in by_code.values():
        if not region.parent or region.code in circle:
            continue
        if region.parent not in by_code:
            yield _problem(
                file,
                region.line,
                "parent",
                f"没有上级“{region.parent}”。",
                f'There is no parent "{region.parent}".',
            )
        elif not covers(region.parent, region.code):
            yield _problem(
                file,
                region.line,
                "outside_parent",
                f"“{region.code}”不在上级“{region.parent}”里面。",
                f"{region.code} does not lie in its parent {region.parent}.",
            )


def _circle(regions: Iterable[RegionLine], by_code: Mapping[str, RegionLine]) -> tuple[str, ...]:
    """Regions that are above themselves; empty if there are none."""
    safe: set[str] = set()
    for region in regions:
        way: list[str] = []
        code = region.code
        while code in by_code and code not in safe and code not in way:
            way.append(code)
            code = by_code[code].parent
        if code in way:
            return (*way[way.index(code) :], code)
        safe.update(way)
    return ()


def _problem(file: str, line: int, code: str, zh: str, en: str) -> Problem:
    return Problem(
        file=file,
        line=line,
        code=f"regions.{code}",
        what=say(zh, en),
        what_to_do=say("请对照行政区划代码表改这一行。", "Correct the row by the table of division codes."),
    )

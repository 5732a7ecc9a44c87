"""``calendar.csv``: days on which the city, a county or an agency departs from the national calendar."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from leyiban.catalogue.problems import Problem, say
from leyiban.kernel.calendar.days import DayKind
from leyiban.kernel.calendar.tables import DayRow, national_layer
from leyiban.packs.tables import Row, read_table

COLUMNS = ("date", "kind", "name_zh", "name_en", "region", "source")


@dataclass(frozen=True, slots=True)
class CalendarLine:
    line: int
    row: DayRow


@dataclass(frozen=True, slots=True)
class Calendar:
    file: str
    lines: tuple[CalendarLine, ...]
    problems: tuple[Problem, ...]

    def by_scope(self, city: str) -> Mapping[str, list[DayRow]]:
        """The days of each region or agency; a row without region is the city's."""
        scopes: dict[str, list[DayRow]] = defaultdict(list)
        for line in self.lines:
            scopes[line.row.scope or city].append(line.row)
        return scopes


def read_calendar(text: str, *, file: str) -> Calendar:
    """All rows. A day in a year whose national calendar is not known is refused: nobody could count with it."""
    table = read_table(text, file=file, columns=COLUMNS)
    lines: list[CalendarLine] = []
    problems = list(table.problems)
    seen: set[tuple[str, dt.date]] = set()
    for row in table.rows:
        found = _day(file, row)
        if isinstance(found, Problem):
            problems.append(found)
        elif (found.scope, found.day) in seen:
            problems.append(
                _problem(file, row.line, "twice", f"{found.day}写了两次。", f"{found.day} is there twice.")
            )
        else:
            seen.add((found.scope, found.day))
            lines.append(CalendarLine(line=row.line, row=found))
    return Calendar(file=file, lines=tuple(lines), problems=tuple(problems))


def _day(file: str, row: Row) -> DayRow | Problem:
    cells = row.cells
    try:
        day, kind = dt.date.fromisoformat(cells["date"]), DayKind(cells["kind"])
    except ValueError:
        return _problem(
            file,
            row.line,
            "day",
            "日期或种类不对。种类只有holiday和workday。",
            "The day or the kind is not right; kinds are holiday and workday.",
        )
    known = national_layer().years
    if day.year not in known:
        return _problem(
            file,
            row.line,
            "year_unknown",
            f"{day.year}年的全国日历还没有，只知道{min(known)}—{max(known)}年。",
            f"The national calendar of {day.year} is not known, only {min(known)}-{max(known)}.",
        )
    return DayRow(
        day=day,
        kind=kind,
        name=cells["name_zh"],
        name_en=cells["name_en"],
        scope=cells["region"],
        source=cells["source"],
    )


def _problem(file: str, line: int, code: str, zh: str, en: str) -> Problem:
    return Problem(
        file=file,
        line=line,
        code=f"calendar.{code}",
        what=say(zh, en),
        what_to_do=say(
            "请改这一行，或先更新全国日历。", "Correct this row, or update the national calendar first."
        ),
    )

"""Read calendar tables: the national one that comes with the product, and any file of the same shape."""

import csv
import datetime as dt
import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from leyiban.kernel.calendar.days import NATION, CalendarLayer, DayKind, OfficeHours


class BadCalendarTable(ValueError):
    """A table that cannot be read; ``line`` counts from 1, ``what`` says what is wrong with it."""

    def __init__(self, line: int, what: str) -> None:
        self.line = line
        self.what = what
        super().__init__(f"line {line}: {what}")


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day that departs from the week. ``scope`` is empty where the file has no such column."""

    day: dt.date
    kind: DayKind
    name: str = ""
    name_en: str = ""
    scope: str = ""
    source: str = ""

    def as_json(self) -> dict[str, str]:
        """As a decree keeps it."""
        return {
            "day": self.day.isoformat(),
            "kind": self.kind.value,
            "name": self.name,
            "name_en": self.name_en,
            "source": self.source,
        }

    @classmethod
    def from_json(cls, form: Mapping[str, str]) -> "DayRow":
        """The row whose :meth:`as_json` this is."""
        return cls(**{**form, "day": dt.date.fromisoformat(form["day"]), "kind": DayKind(form["kind"])})  # type: ignore[arg-type]


def read_day_rows(lines: Iterable[str]) -> list[DayRow]:
    """The rows of a CSV with the columns ``date,kind`` and, if present, name_zh, name_en, region, source.

    Lines that begin with ``#`` are remarks.

    Raises:
        BadCalendarTable: a missing column, a date that does not exist, an unknown kind, or the same day
            of the same region twice.
    """
    table = _Table(lines)
    reader = csv.DictReader(table)
    missing = {"date", "kind"} - set(reader.fieldnames or ())
    if missing:
        raise BadCalendarTable(max(table.line, 1), f"the header lacks {' and '.join(sorted(missing))}")
    return list(_day_rows(reader, table))


class _Table:
    """The lines without remarks; ``line`` is the number, in the file, of the one read last."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.line = 0
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        for line, text in enumerate(self._lines, start=1):
            self.line = line
            if not text.lstrip("\ufeff ").startswith("#"):
                yield text.removeprefix("\ufeff")


def _day_rows(reader: "csv.DictReader[str]", table: _Table) -> Iterator[DayRow]:
    seen: set[tuple[str, dt.date]] = set()
    for cells in reader:
        row = _day_row(cells, table.line)
        if (row.scope, row.day) in seen:
            raise BadCalendarTable(table.line, f"{row.day} stands there twice")
        seen.add((row.scope, row.day))
        yield row


def _day_row(cells: Mapping[str, str | None], line: int) -> DayRow:
    text = {name: (value or "").strip() for name, value in cells.items() if isinstance(value, str)}
    day, kind = text.get("date", ""), text.get("kind", "")
    try:
        return DayRow(
            day=dt.date.fromisoformat(day),
            kind=DayKind(kind),
            name=text.get("name_zh", ""),
            name_en=text.get("name_en", ""),
            scope=text.get("region", ""),
            source=text.get("source", ""),
        )
    except ValueError as error:
        what = f"{day!r}, {kind!r}: a date that exists and holiday or workday are needed"
        raise BadCalendarTable(line, what) from error


def layer_from_rows(
    rows: Sequence[DayRow],
    *,
    scope: str,
    years: Iterable[int] | None = None,
    hours: tuple[OfficeHours, ...] = (),
    late_counts_next_day: bool | None = None,
) -> CalendarLayer:
    """A layer of these days. ``years`` None: every year that has a row is announced completely."""
    return CalendarLayer(
        scope=scope,
        days={row.day: row.kind for row in rows},
        years=frozenset(row.day.year for row in rows) if years is None else frozenset(years),
        hours=hours,
        late_counts_next_day=late_counts_next_day,
    )


def national_rows() -> list[DayRow]:
    """The table that comes with the product (``data/README.md`` says where it is from)."""
    return read_day_rows(_shipped("cn-workday-exceptions.csv").splitlines())


@functools.cache
def national_layer() -> CalendarLayer:
    """The national days with the office hours that hold where no region sets its own."""
    settings = tomllib.loads(_shipped("national.toml"))
    return layer_from_rows(
        national_rows(),
        scope=NATION,
        hours=tuple(OfficeHours(**hours) for hours in settings["hours"]),
        late_counts_next_day=settings["late_counts_next_day"],
    )


def _shipped(name: str) -> str:
    return resources.files("leyiban.kernel.calendar").joinpath("data", name).read_text(encoding="utf-8")

"""``leyiban calendar``: working days without a database."""

import datetime as dt
import functools
from collections.abc import Sequence
from pathlib import Path

import click

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel.calendar.days import NATION, CalendarLayer
from leyiban.kernel.calendar.tables import (
    BadCalendarTable,
    DayRow,
    layer_from_rows,
    national_rows,
    read_day_rows,
)
from leyiban.kernel.calendar.working import WorkCalendar, YearUnknown
from leyiban.kernel.identifiers.divisions import division_chain, is_division_code, is_zone_code

CITIES = (Path("cities"), Path(__file__).resolve().parents[3] / "cities")
"""Where city folders are looked for: here, and beside the program's source."""


class _Date(click.ParamType[dt.date]):
    """A date that exists, written ``2020-02-10``."""

    name = "date"

    def convert(
        self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            self.fail(f"{value!r} is no date that exists; write it as YYYY-MM-DD.", param, ctx)


DATE = _Date()


@click.command()
@click.argument("date", type=DATE)
@click.argument("days", type=click.IntRange(min=0))
@click.option(
    "--exceptions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV with the columns date,kind (holiday or workday), used instead of the national table that comes "
    "with Leyiban. A year is known when the file has a row of it. Rows with a column region count there only.",
)
@click.option(
    "--region", help="Division code (6, 9 or 12 digits), or a functional zone's code such as 511102LSGX."
)
@click.option(
    "--city",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="City folder whose calendar.csv (columns region,date,kind) holds the region's own days. "
    "Without it, and without --exceptions, every folder under cities/ is asked.",
)
@json_option
@click.pass_context
def due(
    ctx: click.Context,
    date: dt.date,
    days: int,
    exceptions: Path | None,
    region: str | None,
    city: Path | None,
    as_json: bool,
) -> None:
    """Print the last day of a limit of DAYS working days that began on DATE.

    The day of the event does not count: day 1 is the next working day. A limit of 0 days ends on DATE
    itself or, where that is no working day, on the next one. Needs no database: the days come from the
    national table (or --exceptions) and, with --region, from the city folder's calendar.csv.

    Ends with 2 where something was written wrongly, with 3 where the limit runs into a year whose calendar
    is not known: holidays are never guessed.
    """
    calendar = WorkCalendar.of(_layers(exceptions, region, city))
    try:
        last = calendar.add_working_days(date, days)
    except YearUnknown as unknown:
        _tell_unknown(unknown.year, as_json=as_json)
        ctx.exit(Exit.REFUSED)
    if as_json:
        print_json(
            {"date": date.isoformat(), "days": days, "due": last.isoformat(), "weekday": f"{last:%A}"}
            | ({"region": region} if region else {})
        )
    else:
        click.echo(last.isoformat())


def _tell_unknown(year: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"error": "calendar_year_unknown", "year": year})
    click.echo(
        f"leyiban: the work calendar of {year} is not known, so no due date can be given. "
        f"Give a table that has the days of {year} with --exceptions FILE.csv.",
        err=True,
    )


def _layers(exceptions: Path | None, region: str | None, city: Path | None) -> list[CalendarLayer]:
    """The region's own layers, nearest first, over the national table or the one given instead."""
    chain = _chain(region)
    base = national_rows() if exceptions is None else _read(exceptions)
    folders = [city] if city is not None else _city_folders() if region and exceptions is None else []
    own = [row for folder in folders for row in _read_own(folder)] + [row for row in base if row.scope]
    local = [
        layer_from_rows([row for row in own if row.scope == scope], scope=scope, years=()) for scope in chain
    ]
    nation = layer_from_rows([row for row in base if not row.scope], scope=NATION)
    return [*(layer for layer in local if layer.days), nation]


def _chain(region: str | None) -> Sequence[str]:
    if region is None:
        return ()
    if not is_division_code(region) and not is_zone_code(region):
        raise click.BadParameter(
            f"{region!r} is no division code (6, 9 or 12 digits) and no code of a functional zone.",
            param_hint="--region",
        )
    return division_chain(region)


@functools.cache
def _city_folders() -> list[Path]:
    places = next((place for place in CITIES if place.is_dir()), None)
    return [] if places is None else sorted(place for place in places.iterdir() if place.is_dir())


def _read_own(folder: Path) -> list[DayRow]:
    file = folder / "calendar.csv"
    return [row for row in _read(file) if row.scope] if file.exists() else []


def _read(file: Path) -> list[DayRow]:
    try:
        return read_day_rows(file.read_text(encoding="utf-8-sig").splitlines())
    except BadCalendarTable as wrong:
        raise click.UsageError(f"{file}, {wrong}") from wrong
    except (OSError, UnicodeDecodeError) as unreadable:
        raise click.UsageError(f"{file} cannot be read as UTF-8 text: {unreadable}") from unreadable

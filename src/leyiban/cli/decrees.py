"""``leyiban calendar decree``: days off that change after limits were counted, such as a holiday made longer."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click

from leyiban.cases.queries.decreed import Effect, effect_of
from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel import sheets
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.calendar.days import NATION
from leyiban.kernel.calendar.decrees import decreed_layer, layer_in_force
from leyiban.kernel.calendar.models import CalendarScope
from leyiban.kernel.calendar.operations import publish_decree
from leyiban.kernel.calendar.tables import BadCalendarTable, DayRow, read_day_rows
from leyiban.kernel.errors import Refusal
from leyiban.kernel.flows.shifting import Change
from leyiban.kernel.moments import now
from leyiban.people.models import Post

_SHOWN = 20  # different moves; the file of --moves has every case
_COLUMNS = ("case", "state", "clock", "from", "to")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--scope", default=NATION, show_default=True, help="CN, a division code, or a functional zone's code."
)
@click.option("--year", "years", multiple=True, type=int, help="A year that the notice announces completely.")
@click.option(
    "--moves",
    "moves_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every move there, as CSV.",
)
@click.option("--publish", is_flag=True, help="Publish it after showing what follows.")
@json_option
def decree(
    *, file: Path, scope: str, years: tuple[int, ...], moves_file: Path | None, publish: bool, as_json: bool
) -> int:
    """Show which deadlines the days in FILE move, from when to when, and whom that tells; with --publish, do it.

    FILE is a CSV with the columns date, kind (holiday or workday) and source (the notice's number); name_zh and
    name_en are kept too. Only days to come: what was decided under the old days stays. After publishing, the worker
    counts every open matter again, once; the ledger says why, and applicants are told by message, clerks on their
    list. `leyiban doctor` says how far it has come.
    """
    moment, days = now(), _read(file)
    row = CalendarScope.objects.filter(code=scope).first()
    try:
        after = decreed_layer(row, days, years=years, now=moment)
    except Refusal as refusal:
        click.echo(str(refusal), err=True)
        return Exit.REFUSED
    assert row is not None
    effect = _effect(Change(layer_in_force(row), after), moves_file)
    edition = _publish(scope, days, years, moment) if publish else None
    if as_json:
        print_json({**_as_json(effect), "published": None if edition is None else f"{scope}/{edition}"})
    else:
        _tell(effect, edition, scope)
    return Exit.DONE


def _read(file: Path) -> list[DayRow]:
    try:
        return read_day_rows(file.read_text(encoding="utf-8-sig").splitlines())
    except (BadCalendarTable, UnicodeDecodeError) as wrong:
        raise click.UsageError(f"{file}, {wrong}") from wrong


def _effect(change: Change, moves_file: Path | None) -> Effect:
    """Go through the open cases, a batch at a time, saying how far it is; every move goes into the file at once."""
    if moves_file is None:
        return _gone_through(change, None)
    with moves_file.open("w", encoding="utf-8", newline="") as sink:
        return _gone_through(change, sink)


def _gone_through(change: Change, sink: TextIO | None) -> Effect:
    effect = Effect()
    if sink is not None:
        sink.writelines(sheets.for_programs([_COLUMNS]))
    for effect in effect_of(change):
        if sink is not None:
            rows = (
                (each.number, each.state, each.clock, _day(each.day.before), _day(each.day.after))
                for each in effect.moves
            )
            sink.writelines(sheets.for_programs(rows))
        click.echo(f"\r{effect.looked_at:,} open cases looked at, {effect.cases:,} move", nl=False, err=True)
    click.echo(err=True)
    return effect


def _publish(scope: str, days: Sequence[DayRow], years: Sequence[int], moment: dt.datetime) -> int:
    return publish_decree(scope=scope, days=days, years=years, actor=operator_actor(), now=moment).edition


def _tell(effect: Effect, edition: int | None, scope: str) -> None:
    click.echo(f"{effect.cases} open cases have a clock whose last day moves:")
    common = effect.by_move.most_common()
    for (clock, day), count in common[:_SHOWN]:
        click.echo(f"  {count:>9,}  {clock:<14} {_day(day.before)} → {_day(day.after)}")
    if len(common) > _SHOWN:
        click.echo(f"  … and {len(common) - _SHOWN} other moves; --moves FILE writes them all.")
    click.echo(f"{len(effect.told)} applicants are told by message, of {effect.told_cases} cases.")
    names = sorted(Post.objects.filter(pk__in=effect.posts).values_list("code", flat=True))
    click.echo(f"{len(names)} posts are told on their list{': ' if names else ''}{', '.join(names[:_SHOWN])}")
    if edition is None:
        click.echo("Nothing was changed. To publish it: --publish")
    else:
        click.echo(f"Published as edition {edition} of {scope}. The worker counts the open matters again.")


def _as_json(effect: Effect) -> dict[str, object]:
    return {
        "cases": effect.cases,
        "moves": [
            {"clock": clock, "from": _day(day.before), "to": _day(day.after), "cases": count}
            for (clock, day), count in effect.by_move.most_common()
        ],
        "applicants_told": len(effect.told),
        "cases_told": effect.told_cases,
        "posts_told": len(effect.posts),
    }


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()

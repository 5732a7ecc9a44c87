"""``leyiban identifiers``: check numbers without a database."""

import csv
import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

import click

from leyiban.cli.calendar import DATE
from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel.calendar.days import CITY_TIME
from leyiban.kernel.identifiers.kinds import KINDS, check_kind
from leyiban.kernel.identifiers.results import Checked, Invalid
from leyiban.kernel.identifiers.wording import Reason
from leyiban.kernel.sheets import for_programs

_HEADER = ["kind", "value"]


@click.command(epilog=f"Kinds: {', '.join(KINDS)}.")
@click.argument("file", type=click.File(encoding="utf-8-sig", errors="replace"), default="-")
@click.option("--today", type=DATE, help="Day against which birth dates are held (default: today in China).")
@click.option("--strict", is_flag=True, help="End with 1 where a line is invalid.")
@json_option
@click.pass_context
def check(ctx: click.Context, file: TextIO, today: dt.date | None, strict: bool, as_json: bool) -> None:
    """Check kind,value lines of FILE (or of standard input) and print kind,value,valid|invalid,reason.

    The value is printed as it was given. The reason is a stable word; for a valid value it is empty, or
    names what is odd about it ("warning: …"). A header line and further columns are tolerated, an empty
    line is skipped, and an unknown kind is reported like any other fault. --json adds the normalised value
    and sentences in Chinese and English.
    """
    # A command that imports no settings cannot ask leyiban.kernel.moments, so it reads the clock itself.
    day = today or dt.datetime.now(CITY_TIME).date()
    answers = [(kind, value, _answer(kind, value, day)) for kind, value in _lines(file)]
    if as_json:
        print_json([_as_json(kind, value, answer) for kind, value, answer in answers])
    else:
        _print_table(answers)
    if strict and not all(answer.valid for _, _, answer in answers):
        ctx.exit(Exit.NO)


def _lines(file: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """Kind and value of every line. Each is parsed by itself, so that a stray quote harms one line only."""
    first = True
    for line in file:
        cells = next(csv.reader([line.rstrip("\r\n")]), [])
        if not any(cell.strip() for cell in cells):
            continue
        if first and [cell.strip().lower() for cell in cells[:2]] == _HEADER:
            first = False
            continue
        first = False
        yield cells[0].strip(), cells[1] if len(cells) > 1 else None


def _answer(kind: str, value: str | None, today: dt.date) -> Checked:
    return Invalid(Reason.NO_VALUE) if value is None else check_kind(kind, value, today=today)


def _print_table(answers: Iterable[tuple[str, str | None, Checked]]) -> None:
    rows = (
        [kind, value or "", "valid" if answer.valid else "invalid", _reason(answer)]
        for kind, value, answer in answers
    )
    sys.stdout.writelines(for_programs(rows))


def _reason(answer: Checked) -> str:
    if isinstance(answer, Invalid):
        return answer.reason.value
    return "warning: " + " ".join(answer.warnings) if answer.warnings else ""


def _as_json(kind: str, value: str | None, answer: Checked) -> dict[str, object]:
    common: dict[str, object] = {"kind": kind, "value": value, "valid": answer.valid}
    if isinstance(answer, Invalid):
        return common | {
            "reason": answer.reason.value,
            "message": answer.message(),
            "message_en": answer.message("en"),
        }
    return common | {"normalised": answer.value, "warnings": [warning.value for warning in answer.warnings]}

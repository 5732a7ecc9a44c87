"""``leyiban items import`` and ``items export``: lists of bare items, in and out without a change."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from leyiban.catalogue.models.listed import COLUMNS
from leyiban.catalogue.operations import ListImport, import_list
from leyiban.catalogue.queries import listed_items
from leyiban.catalogue.words import Lang
from leyiban.cli.calendar import DATE
from leyiban.cli.city import language_option, tell_problems
from leyiban.cli.exits import Exit
from leyiban.cli.items import city_named
from leyiban.cli.output import json_option, print_json
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.identifiers.divisions import is_division_code
from leyiban.kernel.moments import city_date, now
from leyiban.kernel.sheets import for_programs
from leyiban.packs.item_lists import read_item_list


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--city", "key", help="The city's key; not needed where one city is loaded.")
@click.option("--since", type=DATE, help="The day from which the list holds; today if left out.")
@click.option(
    "--whole",
    is_flag=True,
    help="The file is the whole list of the areas it names: what it leaves out ends on that day.",
)
@language_option
@json_option
def import_items(
    *, file: Path, key: str | None, since: dt.date | None, whole: bool, lang: str, as_json: bool
) -> int:
    """Put the items of FILE on the city's list, all or none. Importing it again changes nothing.

    FILE is CSV in UTF-8 with the columns department, main_item, name, areaCode, itemCode, taskType, deptCode.
    Every line is kept as it is printed; two of the same name stay two.

    Exit code 3 when the file is refused: what is wrong is printed with its line and what to do.
    """
    language = Lang(lang)
    try:
        content = file.read_bytes()
    except OSError as unreadable:
        raise click.UsageError(f"{file} cannot be read: {unreadable.strerror}") from unreadable
    reading = read_item_list(content, file=file.name)
    if reading.problems:
        if as_json:
            print_json({"changed": False, "problems": [problem.as_json() for problem in reading.problems]})
        else:
            tell_problems(reading.problems, language)
        return Exit.REFUSED
    moment = now()
    done = import_list(
        city=city_named(key),
        lines=reading.lines,
        since=since or city_date(moment),
        whole=whole,
        actor=operator_actor(),
        now=moment,
    )
    if as_json:
        print_json(_as_json(done))
    else:
        for sentence in _sentences(done, language):
            click.echo(sentence)
    return Exit.DONE


def _as_json(done: ListImport) -> dict[str, object]:
    return {
        "changed": done.changed,
        "lines": done.lines,
        "added": done.added,
        "kept": done.kept,
        "ended": done.ended,
        "others": done.others,
    }


def _sentences(done: ListImport, lang: Lang) -> Sequence[str]:
    if lang is Lang.EN:
        said = [
            f"{done.lines} of {done.lines} items kept: {done.added} new, {done.kept} already there, "
            f"{done.ended} ended."
        ]
        if done.others:
            said.append(
                f"{done.others} other items of these areas stay on the list; if the file is all of it, use --whole."
            )
        return [*said, *(() if done.changed else ["Nothing changed."])]
    said = [f"{done.lines}项,留下{done.lines}项:新增{done.added},本来就有{done.kept},到期{done.ended}。"]
    if done.others:
        said.append(f"同一地区还有{done.others}项不在这份表里,都还留着;这份就是全部的话,请加 --whole。")
    return [*said, *(() if done.changed else ["和上次一样,什么也没有变。"])]


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=False)
@click.option("--city", "key", help="The city's key; not needed where one city is loaded.")
@click.option("--on", type=DATE, help="The list as it stood on this day; today if left out.")
@click.option("--area", help="Division code: only this area and all below it.")
@json_option
def export(*, file: Path | None, key: str | None, on: dt.date | None, area: str | None, as_json: bool) -> int:
    """Write the city's bare items to FILE, or print them: the columns, lines and cells that were imported.

    With --json the items themselves are printed, or, with FILE, how many were written.
    Exit code 1 when there are none.
    """
    if area is not None and not is_division_code(area):
        raise click.BadParameter(f"{area!r} is no division code (6, 9 or 12 digits).", param_hint="--area")
    lines = [
        item.cells() for item in listed_items(city=city_named(key), on=on or city_date(now()), area=area)
    ]
    if file is not None:
        _write(file, _as_csv(lines))
        if as_json:
            print_json({"file": str(file), "items": len(lines)})
        else:
            click.echo(f"{file}: {len(lines)}")
    elif as_json:
        print_json({"items": [dict(zip(COLUMNS, line, strict=True)) for line in lines]})
    else:
        click.echo(_as_csv(lines), nl=False)
    return Exit.DONE if lines else Exit.NO


def _as_csv(lines: Sequence[tuple[str, ...]]) -> str:
    return "".join(for_programs([tuple(COLUMNS), *lines]))


def _write(file: Path, text: str) -> None:
    """All of it or nothing: whoever reads the file meanwhile sees the old one."""
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="")
        beside.replace(file)
    except OSError as failed:
        raise click.UsageError(f"{file} cannot be written: {failed.strerror}") from failed

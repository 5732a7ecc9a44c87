"""``leyiban city``: check and load a city's folder."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.words import Lang
from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.kernel.actors import operator_actor
from leyiban.kernel.moments import now
from leyiban.packs.checking import check as check_pack
from leyiban.packs.errors import PackRefused
from leyiban.packs.loading import LoadReport, Step
from leyiban.packs.loading import load as load_pack

FOLDER = click.Path(path_type=Path)
language_option = click.option(
    "--lang",
    type=click.Choice([Lang.ZH.value, Lang.EN.value]),
    default=Lang.ZH.value,
    show_default=True,
    help="Language of the sentences.",
)


@click.command()
@click.argument("directory", type=FOLDER)
@language_option
@json_option
def check(*, directory: Path, lang: str, as_json: bool) -> int:
    """Say what is wrong in DIRECTORY: file, line, and what to do. Exit code 1 when anything is.

    Needs no database.
    """
    problems = check_pack(directory)
    if as_json:
        print_json({"problems": [problem.as_json() for problem in problems]})
    else:
        tell_problems(problems, Lang(lang))
        if not problems:
            click.echo("没有问题,可以载入。" if lang == Lang.ZH else "Nothing is wrong; it can be loaded.")
    return Exit.NO if problems else Exit.DONE


@click.command()
@click.argument("directory", type=FOLDER)
@language_option
@json_option
def load(*, directory: Path, lang: str, as_json: bool) -> int:
    """Load DIRECTORY, whole or not at all. Loading it again changes nothing and says so.

    Exit code 3 when the folder is refused; the problems are printed as by `city check`.
    """
    language = Lang(lang)
    try:
        report = load_pack(
            directory,
            actor=operator_actor(),
            now=now(),
            progress=lambda step: None if as_json else _tell_step(step, language),
        )
    except PackRefused as refused:
        if as_json:
            print_json({"changed": False, "problems": [problem.as_json() for problem in refused.found]})
        else:
            tell_problems(refused.found, language)
        return Exit.REFUSED
    if as_json:
        print_json(_report_as_json(report))
    else:
        click.echo(_last_line(report, language))
    return Exit.DONE


def tell_problems(problems: Sequence[Problem], lang: Lang) -> None:
    """Each with file, line and what to do, then how many there are; all on stderr."""
    for problem in problems:
        click.echo(problem.in_words(lang), err=True)
    if problems:
        files = Counter(problem.file for problem in problems)
        click.echo(
            f"{len(problems)}处不对,在{len(files)}个文件里。"
            if lang is Lang.ZH
            else f"{len(problems)} problems in {len(files)} files.",
            err=True,
        )


def _tell_step(step: Step, lang: Lang) -> None:
    done = step.loaded
    if lang is Lang.ZH:
        click.echo(f"{step.name.zh}: 新增{done.created} 修改{done.changed} 不变{done.unchanged}")
    else:
        click.echo(f"{step.name.en}: {done.created} new, {done.changed} changed, {done.unchanged} unchanged")


def _last_line(report: LoadReport, lang: Lang) -> str:
    if lang is Lang.ZH:
        return f"{report.city}: 已载入。" if report.changed else f"{report.city}: 和上次一样,什么也没有变。"
    return f"{report.city}: loaded." if report.changed else f"{report.city}: nothing changed."


def _report_as_json(report: LoadReport) -> dict[str, object]:
    return {
        "city": report.city,
        "digest": report.digest,
        "changed": report.changed,
        "steps": [
            {
                "name": step.name.en,
                "created": step.loaded.created,
                "changed": step.loaded.changed,
                "unchanged": step.loaded.unchanged,
            }
            for step in report.steps
        ],
    }

"""``leyiban doctor``."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import click
from django.db import DatabaseError, connection

from leyiban.cli.exits import Exit
from leyiban.cli.output import json_option, print_json
from leyiban.config.embedded.server import ClusterFailure
from leyiban.config.preparation import connections_closed, running_server
from leyiban.kernel import moments
from leyiban.kernel.upkeep import Finding, HealthCheck, Level, fail, health_checks

_SIGNS = {Level.OK: "✓", Level.WARN: "!", Level.FAIL: "✗", Level.SKIPPED: "–"}
_COLOURS = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "red", Level.SKIPPED: None}


@dataclass(frozen=True, slots=True)
class Answer:
    """One check's name and what it found."""

    check: str
    finding: Finding


@click.command()
@json_option
def doctor(*, as_json: bool) -> int:
    """Say what is wrong and what to do. Exit code 0: nothing fails; 1: something does.

    Starts the embedded database when needed and stops what it started.
    """
    answers = examine()
    failing = any(answer.finding.level is Level.FAIL for answer in answers)
    if as_json:
        print_json({"healthy": not failing, "checks": [_flat(answer) for answer in answers]})
    else:
        for answer in answers:
            _tell(answer)
    return Exit.NO if failing else Exit.DONE


def examine() -> Sequence[Answer]:
    """Ask every registered question; those about the database are skipped when it does not answer."""
    with _database() as trouble:
        answers = [_ask(check, reachable=not trouble) for check in health_checks()]
    return [*(Answer("database.reachable", finding) for finding in trouble), *answers]


@contextlib.contextmanager
def _database() -> Iterator[list[Finding]]:
    """Yields nothing when the database answers, else the finding that it does not."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(running_server())
            stack.enter_context(connections_closed())
            connection.ensure_connection()
        except (ClusterFailure, DatabaseError) as failure:
            yield [fail(f"the database does not answer: {failure}", "Start it, or correct DATABASE_URL.")]
        else:
            yield []


def _ask(check: HealthCheck, *, reachable: bool) -> Answer:
    if check.needs_database and not reachable:
        return Answer(check.name, Finding(Level.SKIPPED, "not asked: the database does not answer"))
    try:
        return Answer(check.name, check.ask(now=moments.now()))
    except Exception as error:  # a question that cannot be answered is itself a finding
        text = f"the check itself failed: {type(error).__name__}: {error}".strip()
        return Answer(check.name, fail(text, "Look at the log, and report this if it stays."))


def _tell(answer: Answer) -> None:
    level = answer.finding.level
    click.echo(
        f"{click.style(_SIGNS[level], fg=_COLOURS[level])} {answer.check:<22} {answer.finding.message}"
    )
    if answer.finding.remedy:
        click.echo(f"{'':<25}→ {answer.finding.remedy}")


def _flat(answer: Answer) -> dict[str, str]:
    return {"check": answer.check, **asdict(answer.finding)}

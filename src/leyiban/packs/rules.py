"""``rules.csv``: the city's lawbook, every number dated, with its basis and how sure it is."""

import datetime as dt
from dataclasses import dataclass

from leyiban.catalogue.problems import Problem, choose_from, say
from leyiban.kernel.lawbook.errors import RulePeriodsOverlap
from leyiban.kernel.lawbook.rules import Mark, RuleInForce, in_order
from leyiban.packs.tables import Row, read_table

COLUMNS = ("key", "value", "unit", "valid_from", "valid_to", "region", "item", "basis", "mark")
UNITS = frozenset(
    {"working_day", "natural_day", "hour", "minute", "second", "month", "year", "percent", "fen", "level", ""}
)


@dataclass(frozen=True, slots=True)
class RuleLine:
    line: int
    rule: RuleInForce


@dataclass(frozen=True, slots=True)
class Rules:
    file: str
    lines: tuple[RuleLine, ...]
    problems: tuple[Problem, ...]

    @property
    def rules(self) -> tuple[RuleInForce, ...]:
        return tuple(line.rule for line in self.lines)


def read_rules(text: str, *, file: str, region: str) -> Rules:
    """All rows. A row without ``region`` holds in the whole city (``region``)."""
    table = read_table(text, file=file, columns=COLUMNS)
    lines: list[RuleLine] = []
    problems = list(table.problems)
    for row in table.rows:
        found = _rule(file, row, region)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            lines.append(RuleLine(line=row.line, rule=found))
    problems += _overlaps(file, lines)
    return Rules(file=file, lines=tuple(lines), problems=tuple(problems))


def _rule(file: str, row: Row, city: str) -> RuleInForce | Problem:
    cells = row.cells
    if cells["unit"] not in UNITS:
        return _word(file, row.line, cells["unit"], UNITS - {""})
    marks = {mark.value for mark in Mark}
    if cells["mark"] not in marks:
        return _word(file, row.line, cells["mark"], marks)
    if not cells["basis"]:
        return _problem(file, row.line, "basis", "没有写依据。", "The basis is missing.")
    try:
        return RuleInForce(
            key=cells["key"],
            value=int(cells["value"]) if _is_number(cells["value"]) else cells["value"],
            unit=cells["unit"],
            valid_from=dt.date.fromisoformat(cells["valid_from"]),
            valid_to=dt.date.fromisoformat(cells["valid_to"]) if cells["valid_to"] else None,
            region=cells["region"] or city,
            item=cells["item"],
            basis=cells["basis"],
            mark=Mark(cells["mark"]),
        )
    except ValueError as error:
        return _problem(file, row.line, "row", f"这一行不对：{error}。", f"This row is not right: {error}.")


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()


def _word(file: str, line: int, word: str, known: set[str] | frozenset[str]) -> Problem:
    return Problem(
        file,
        line,
        "rules.word",
        say(f"“{word}”不在可以写的词里。", f'"{word}" is not one of the words allowed here.'),
        choose_from(word, known),
    )


def _overlaps(file: str, lines: list[RuleLine]) -> list[Problem]:
    try:
        in_order(line.rule for line in lines)
    except RulePeriodsOverlap as overlap:
        first = next(
            line
            for line in lines
            if line.rule.key == overlap.facts["key"] and line.rule.valid_from == overlap.facts["second"]
        )
        key = overlap.facts["key"]
        return [
            _problem(
                file,
                first.line,
                "overlap",
                f"“{key}”有两条同时有效。",
                f'"{key}" has two rules on the same day.',
            )
        ]
    return []


def _problem(file: str, line: int, code: str, zh: str, en: str) -> Problem:
    return Problem(
        file=file,
        line=line,
        code=f"rules.{code}",
        what=say(zh, en),
        what_to_do=say("请改这一行，日期写成2020-03-01。", "Correct this row; days are written 2020-03-01."),
    )

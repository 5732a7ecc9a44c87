"""Writes down the statements that an operation sends: text, parameters, rows, and the values that came back."""

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

_PARAMETER = re.compile(r"%(?:s|%)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. ``returned`` is its first row as text by column name; ``rows`` are read or written."""

    text: str
    parameters: tuple[Any, ...]
    rows: int
    returned: dict[str, str | None]

    def rendered(self, parameters: Sequence[str]) -> str:
        """The text with each parameter replaced."""
        given = iter(parameters)
        return _PARAMETER.sub(lambda found: "%" if found[0] == "%%" else next(given), self.text)


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything one act sent, in order; ``BEGIN`` and ``COMMIT`` are not among the statements."""

    statements: tuple[Statement, ...]

    @property
    def rows(self) -> int:
        return sum(statement.rows for statement in self.statements)


def record(act: Callable[[], object]) -> Recording:
    """What ``act`` sends on this thread's connection."""
    statements: list[Statement] = []
    with _listening(statements):
        act()
    return Recording(tuple(statements))


@contextlib.contextmanager
def _listening(statements: list[Statement]) -> Iterator[None]:
    def note(execute: Any, text: str, parameters: Any, many: bool, context: Any) -> Any:
        if many:
            raise AssertionError(f"several statements at once are not written down: {text}")
        answer = execute(text, parameters, many, context)
        cursor = context["cursor"].cursor
        statements.append(
            Statement(text, tuple(parameters or ()), max(cursor.rowcount, 0), _first_row(cursor))
        )
        return answer

    with connection.execute_wrapper(note):
        yield


def _first_row(cursor: Any) -> dict[str, str | None]:
    """Read beside the cursor, so that whoever asked still finds all of its rows."""
    result = cursor.pgresult
    if result is None or not result.ntuples:
        return {}
    values = (result.get_value(0, column) for column in range(result.nfields))
    names = [result.fname(column).decode() for column in range(result.nfields)]
    return dict(zip(names, (None if value is None else value.decode() for value in values), strict=True))

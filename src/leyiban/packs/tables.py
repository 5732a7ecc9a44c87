"""Tables (CSV) and word lists of a pack, each row with its line."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leyiban.catalogue.problems import Problem, choose_from, say


@dataclass(frozen=True, slots=True)
class Row:
    """``cells`` by column name, blanks trimmed unless the table is read exactly. ``line`` is where the row begins."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    file: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_table(text: str, *, file: str, columns: tuple[str, ...], exact: bool = False) -> Table:
    """Rows of a CSV that has exactly ``columns``, in any order. Lines that begin with ``#`` are remarks.

    Args:
        exact: somebody else's table: cells are kept as they are, blanks and all, and there are no remarks.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    header: list[str] | None = None
    line, ended = 1, 0  # where this row begins, and where the one before ended
    try:
        for cells in reader:
            line, ended = ended + 1, reader.line_num
            if not cells or (cells[0].startswith("#") and not exact):
                continue
            if header is None:
                header = [cell.strip() for cell in cells]
                problems += _header_problems(header, columns, file, line)
                if problems:
                    break
            elif len(cells) != len(header):
                problems.append(_wrong_count(file, line, len(cells), len(header)))
            else:
                kept = cells if exact else [cell.strip() for cell in cells]
                rows.append(Row(line=line, cells=dict(zip(header, kept, strict=True))))
    except csv.Error as error:
        problems.append(
            _trouble(file, reader.line_num, "not_csv", f"这一行读不懂：{error}。", f"Not valid CSV: {error}.")
        )
    if header is None and not problems:
        problems.append(_trouble(file, 1, "empty", "文件是空的。", "The file is empty."))
    return Table(file=file, rows=tuple(rows), problems=tuple(problems))


def _header_problems(header: list[str], columns: tuple[str, ...], file: str, line: int) -> Iterator[Problem]:
    for name in header:
        if name not in columns:
            yield Problem(
                file,
                line,
                "table.unknown_column",
                say(f"不认识列“{name}”。", f'Unknown column "{name}".'),
                choose_from(name, columns),
            )
    for name in columns:
        if name not in header:
            yield _trouble(file, line, "missing_column", f"缺少列“{name}”。", f'Column "{name}" is missing.')


def _wrong_count(file: str, line: int, found: int, wanted: int) -> Problem:
    return _trouble(
        file,
        line,
        "cells",
        f"这一行有{found}格，应有{wanted}格。",
        f"This row has {found} cells; {wanted} are needed.",
    )


def _trouble(file: str, line: int, code: str, zh: str, en: str) -> Problem:
    return Problem(
        file=file,
        line=line,
        code=f"table.{code}",
        what=say(zh, en),
        what_to_do=say("请照表头和其他行的写法改。", "Write it as the header and the other rows do."),
    )

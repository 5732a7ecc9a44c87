"""Comma-separated files: one way to write them, for a person's spreadsheet program and for another program.

A spreadsheet program takes a cell that begins with one of a few signs for a formula, and a formula may call
out of the file (CWE-1236). What people typed ends up in our lists, so every list that a person opens is
written by :func:`for_people`. A program reads what was written and no more: :func:`for_programs`.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

MARK: Final = "\ufeff"  # the mark by which a spreadsheet program knows UTF-8; without it it reads GBK
# Full-width signs as well: programs with a Chinese keyboard's habits take them for the narrow ones.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "=", "+", "-", "@")


def inert(cell: str) -> str:
    """``cell`` as a text that no spreadsheet program takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def for_people(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A sheet to open in a spreadsheet program, line by line: UTF-8 mark, CRLF, every cell inert."""
    yield MARK
    for row in rows:
        yield _line([inert(cell) for cell in row], end="\r\n")


def for_programs(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A sheet that is read back as it was written, line by line: no mark, LF, every cell as it is."""
    for row in rows:
        yield _line(row, end="\n")


def _line(cells: Sequence[str], *, end: str) -> str:
    """Written with CRLF, so that both signs are put in quotes where a cell holds them."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().removesuffix("\r\n") + end

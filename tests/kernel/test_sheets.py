"""A sheet for people opens without a formula in it; a sheet for programs reads back as it was written."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.sheets import MARK, for_people, for_programs

TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)
ROWS = st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "=", "@"])
def test_no_cell_is_a_formula_for_whoever_opens_the_sheet(begin: str) -> None:
    mark, line = for_people([[f"{begin}HYPERLINK(1)", "嘉州小馆"]])

    assert mark == MARK
    assert next(csv.reader([line])) == [f"'{begin}HYPERLINK(1)", "嘉州小馆"]
    assert line.endswith("\r\n")


@given(ROWS)
def test_a_program_reads_what_was_written(rows: list[list[str]]) -> None:
    text = "".join(for_programs(rows))

    assert list(csv.reader(io.StringIO(text, newline=""))) == rows

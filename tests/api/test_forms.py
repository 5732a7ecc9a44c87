"""The forms of moments, cursors and JSON: pure, so held by property."""

import datetime as dt
import json

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from leyiban.api.frame.json_text import is_text, json_text, read_json
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import AskedMoment, RowId, moment_text
from leyiban.kernel.errors import InvalidInput

MOMENTS = st.datetimes(
    min_value=dt.datetime(1900, 1, 2), max_value=dt.datetime(2199, 12, 30), timezones=st.just(dt.UTC)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


@given(MOMENTS)
def test_a_moment_comes_back_as_the_same_moment(moment: dt.datetime) -> None:
    text = moment_text(moment)
    assert text.endswith("Z")
    assert TypeAdapter(AskedMoment).validate_python(text) == moment


@given(VALUES)
def test_json_comes_back_as_it_went(value: object) -> None:
    assert read_json(json_text(value)) == value
    assert read_json(json_text(value, in_order=True)) == value


@given(st.binary(max_size=200))
def test_reading_json_refuses_in_one_way(text: bytes) -> None:
    try:
        value = read_json(text)
    except ValueError:
        return
    assert json.loads(json_text(value)) == value


@given(st.text())
def test_a_text_is_what_a_database_keeps(text: str) -> None:
    if is_text(text):
        assert text.encode().decode() == text
        assert "\0" not in text


@given(st.integers(1, 2**63 - 1))
def test_a_cursor_comes_back_to_its_place(place: int) -> None:
    request = RequestFactory().get("/api/v1/cases?limit=2&after=old")
    address = next_page(request, place)
    assert address is not None
    assert "limit=2" in address
    cursor = address.partition("after=")[2].partition("&")[0]
    assert place_of(cursor, RowId) == place


@pytest.mark.parametrize("cursor", ["x", "MA", "LTE", "bnVsbA", "OTIyMzM3MjAzNjg1NDc3NTgwOA", "é", "W10"])
def test_another_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        place_of(cursor, RowId)


@given(st.lists(st.integers(), max_size=8), st.integers(1, 8))
def test_a_page_ends_where_the_next_begins(rows: list[int], limit: int) -> None:
    page, last = cut(rows[: limit + 1], limit=limit)
    assert list(page) == rows[:limit]
    assert (last is not None) == (len(rows) > limit)

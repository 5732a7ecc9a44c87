"""Exact bytes: what is hashed has one form only."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.ledger.canonical import NotCanonical, canonical_json, canonical_moment, parse_moment

text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | text | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcxyz_", min_size=1), inner),
    max_leaves=20,
)


def test_the_rfc_example_of_strings_and_keys() -> None:
    """RFC 8785 §3.2: keys sorted, control characters escaped in the short or the lower-case form."""
    value = {"b": '€$\u000f\nA\'B"\\\\"/', "a": [56, None], "c": {"z": "洛", "k": "😂"}}
    assert canonical_json(value).decode() == (
        '{"a":[56,null],"b":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/","c":{"k":"😂","z":"洛"}}'
    )


@given(values)
def test_reading_it_back_gives_the_same_bytes(value: object) -> None:
    body = canonical_json(value)
    assert canonical_json(json.loads(body)) == body


@pytest.mark.parametrize("value", [1.5, {"k": 2**53}, {1: "a"}, {"键": 1}, "\ud800", b"x", {"s": {1, 2}}])
def test_what_has_no_single_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_a_moment_survives(moment: dt.datetime) -> None:
    assert parse_moment(canonical_moment(moment)) == moment


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(NotCanonical):
        canonical_moment(dt.datetime(2020, 2, 10, 9, 0))

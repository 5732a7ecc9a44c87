"""Conditions: total, bounded, and equal to what they say."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.catalogue.rulefile.logic import MAX_DEPTH, MAX_NODES, Logic, LogicError

TODAY = dt.date(2026, 3, 9)
NAMES = st.sampled_from(["a", "b", "c"])
SCALARS = st.one_of(st.integers(-5, 5), st.booleans(), st.sampled_from(["x", "y", "today", "2026-03-09"]))
VALUES = st.one_of(st.none(), SCALARS, st.lists(st.sampled_from(["x", "y"]), max_size=2))


def _leaves() -> st.SearchStrategy[dict[str, Any]]:
    var = st.builds(lambda name: {"var": name}, NAMES)
    comparison = st.builds(
        lambda op, left, right: {op: [left, right]}, st.sampled_from(["==", "!=", "<", "<="]), var, SCALARS
    )
    among = st.builds(
        lambda left, right: {"in": [left, right]}, var, st.lists(SCALARS, min_size=1, max_size=3)
    )
    chosen = st.builds(lambda value, name: {"in": [value, {"var": name}]}, st.sampled_from(["x", "y"]), NAMES)
    return st.one_of(comparison, among, chosen)


CONDITIONS = st.recursive(
    _leaves(),
    lambda inner: st.one_of(
        st.builds(lambda op, parts: {op: parts}, st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)  # fmt: skip


@given(CONDITIONS, st.dictionaries(NAMES, VALUES))
def test_whatever_parses_has_an_answer_and_reads_back_the_same(
    source: dict[str, Any], values: dict[str, Any]
) -> None:
    try:
        logic = Logic.parse(source)
    except LogicError:
        return
    assert logic.holds(values, today=TODAY) in (True, False)
    assert Logic.parse(logic.as_json()) == logic
    opposite = Logic.parse({"not": source}) if _depth(source) < MAX_DEPTH else None
    if opposite is not None:
        assert opposite.holds(values, today=TODAY) is not logic.holds(values, today=TODAY)


def _depth(source: dict[str, Any]) -> int:
    ((op, arguments),) = source.items()
    if op == "not":
        return 1 + _depth(arguments)
    return 1 + max(map(_depth, arguments)) if op in ("and", "or") else 1


@pytest.mark.parametrize(
    ("source", "values", "holds"),
    [
        ({"==": [{"var": "kind"}, "shop"]}, {"kind": "shop"}, True),
        ({"==": [{"var": "kind"}, "shop"]}, {}, False),
        ({"!=": [{"var": "kind"}, "shop"]}, {}, True),
        ({"==": [{"var": "n"}, 1]}, {"n": True}, False),
        ({"==": [{"var": "yes"}, True]}, {"yes": 1}, False),
        ({"<": [{"var": "n"}, 3]}, {"n": 2}, True),
        ({"<": [{"var": "n"}, 3]}, {"n": "2"}, False),
        ({"<=": [{"var": "n"}, 3]}, {"n": None}, False),
        ({"in": [{"var": "kind"}, ["a", "b"]]}, {"kind": "b"}, True),
        ({"in": ["a", {"var": "ticked"}]}, {"ticked": ["a", "b"]}, True),
        ({"in": ["a", {"var": "ticked"}]}, {"ticked": "a"}, False),
        ({"<=": [{"var": "born"}, "today-80y"]}, {"born": "1946-03-09"}, True),
        ({"<=": [{"var": "born"}, "today-80y"]}, {"born": "1946-03-10"}, False),
    ],
)
def test_meaning(source: dict[str, Any], values: dict[str, Any], holds: bool) -> None:
    assert Logic.parse(source).holds(values, today=TODAY) is holds


@pytest.mark.parametrize(
    "source",
    [
        None,
        "true",
        {},
        {"+": [1, 2]},
        {"==": [{"var": "a"}]},
        {"==": ["a", {"var": "a"}]},
        {"==": [{"var": "a"}, 1.5]},
        {"==": [{"var": "a"}, None]},
        {"and": []},
        {"in": [{"var": "a"}, []]},
        {"var": "a"},
        {"in": [{"var": "a"}, list(range(MAX_NODES + 1))]},
    ],
)
def test_outside_the_vocabulary(source: object) -> None:
    with pytest.raises(LogicError) as refused:
        Logic.parse(source)
    assert refused.value.words.zh != refused.value.words.en


def test_neither_deep_nor_wide_bombs_are_parsed() -> None:
    deep: dict[str, Any] = {"==": [{"var": "a"}, 1]}
    for _ in range(10_000):
        deep = {"not": deep}
    with pytest.raises(LogicError):
        Logic.parse(deep)
    with pytest.raises(LogicError):
        Logic.parse({"or": [{"==": [{"var": "a"}, 1]}] * (MAX_NODES + 1)})

"""YAML as a city writes it: plain, with lines; what could do harm is refused where it stands."""

import pytest

from leyiban.catalogue.source import MAX_DEPTH, Unreadable, read_yaml


def test_plain_data_and_lines() -> None:
    source = read_yaml("a: 1\nb:\n  - x\n  - {c: true, d: null, e: 2020-03-01}\n", file="f.yaml")
    assert source.data == {"a": 1, "b": ["x", {"c": True, "d": None, "e": "2020-03-01"}]}
    assert source.line(("b", 1, "d")) == 4
    assert source.line(("b", "some union's name", 1, "missing")) == 4
    assert source.line(("nothing",)) == 1


def test_yes_and_no_are_words() -> None:
    assert read_yaml("a: yes\nb: no\n", file="f").data == {"a": "yes", "b": "no"}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 1\na: 2\n", "duplicate_key", 2),
        ("a: &x [1]\nb: *x\n", "alias", 1),
        ("a: 1\nb: !!python/object:os.system x\n", "tag", 2),
        ("a: 1\n? [b]\n: 2\n", "key", 2),
        ("a: 1\n  b: 2\n", "not_yaml", 2),
        ("", "empty", 1),
        ('a: "\\0"\n', "control", 1),
        ("a: " + "[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5), "too_deep", 1),
        ("a: " + "x" * (1024 * 1024), "too_large", 1),
        ("a: " + "[" * 100_000, "too_deep", 1),
    ],
)
def test_what_is_refused(text: str, code: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read_yaml(text, file="f.yaml")
    problem = refused.value.problem
    assert (problem.file, problem.code) == ("f.yaml", f"source.{code}")
    assert problem.line >= line or code in ("alias",)

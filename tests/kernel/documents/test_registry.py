"""Declaring papers of law."""

import datetime as dt
from dataclasses import dataclass

import pytest

from leyiban.kernel.documents.registry import PaperOfLaw, content_as_json, paper_for, paper_of_law
from tests.kernel.documents.conftest import TEMPLATE
from tests.kernel.documents.specimens import Material, Specimen


@dataclass(frozen=True)
class Dated:
    day: dt.date


def test_a_paper_is_found_by_its_content(specimen: PaperOfLaw) -> None:
    assert paper_for(Specimen()) is specimen
    with pytest.raises(KeyError):
        paper_for(Material("x"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "specimen"}, "twice"),
        ({"template": "nowhere.typ"}, "no template"),
        ({"warrants": ()}, "ledger entries"),
    ],
)
def test_a_wrong_declaration_is_refused(specimen: PaperOfLaw, change: dict[str, object], reason: str) -> None:
    right = {"name": "other", "title": "t", "series": "s", "template": TEMPLATE, "seal": "acceptance"}
    with pytest.raises(ValueError, match=reason):
        paper_of_law(**{**right, "warrants": ("a/1",), **change})(Material)  # type: ignore[arg-type]


def test_content_becomes_plain_values() -> None:
    plain = content_as_json(Specimen(facts=(("a", ("b", "c")),)))
    assert plain["facts"] == [["a", ["b", "c"]]]
    assert plain["materials"][0] == {"name": "申请书", "form": "原件", "copies": 1, "pages": 1, "remark": ""}  # type: ignore[index]


def test_a_date_must_come_as_the_words_to_be_printed() -> None:
    with pytest.raises(TypeError, match="cannot say date"):
        content_as_json(Dated(dt.date(2020, 1, 1)))

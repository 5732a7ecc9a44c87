"""Every row of the published and synthetic test vectors."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from leyiban.kernel.identifiers import Valid
from leyiban.kernel.identifiers.kinds import KINDS, check_kind

TODAY = dt.date(2020, 2, 10)
VECTORS = Path(__file__).resolve().parents[2] / "data" / "identifier-test-vectors.csv"
ROWS = list(csv.DictReader(VECTORS.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}-{row['value']}")
def test_vector(row: dict[str, str]) -> None:
    checked = check_kind(row["kind"], row["value"], today=TODAY)
    if row["expected"] == "invalid":
        assert not checked.valid
        return
    assert isinstance(checked, Valid)
    assert checked.value.isupper() or checked.value.replace("-", "").replace(".", "").isalnum()
    assert bool(checked.warnings) == (row["expected"] == "invalid-strict")


def test_the_vectors_cover_nearly_every_kind() -> None:
    assert {row["kind"] for row in ROWS} | {"case_no", "licence_id"} == set(KINDS)


def test_an_unknown_kind_is_an_answer() -> None:
    checked = check_kind("tax_no", "1", today=TODAY)
    assert not checked.valid
    assert checked.reason == "unknown_kind"

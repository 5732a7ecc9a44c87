"""``leyiban identifiers check``, as an operator calls it."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from leyiban.config.main import run

LINES = """kind,value
resident_id,511102190001010016
resident_id,51110219050606049x
resident_id,511102190001010010
uscc,91511100MA6T000193

tax_no,1
case_no
"uscc,unbalanced
"case_no","LS51110220200210000001O",a note
"a,b","x""y"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_every_line_gets_its_answer(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    assert run(["identifiers", "check", "--today", "2020-02-10", str(file)]) == 0
    assert rows(capsys.readouterr().out) == [
        ["resident_id", "511102190001010016", "valid", ""],
        ["resident_id", "51110219050606049x", "valid", ""],
        ["resident_id", "511102190001010010", "invalid", "check_character"],
        ["uscc", "91511100MA6T000193", "valid", "warning: inner_check_character"],
        ["tax_no", "1", "invalid", "unknown_kind"],
        ["case_no", "", "invalid", "no_value"],
        ["uscc,unbalanced", "", "invalid", "no_value"],
        ["case_no", "LS51110220200210000001O", "valid", ""],
        ["a,b", 'x"y', "invalid", "unknown_kind"],
    ]


def test_it_reads_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.TextIOWrapper(io.BytesIO("\ufeffphone,0833-12345\nphone,\xff\n".encode("latin-1", "ignore")))
    monkeypatch.setattr(sys, "stdin", typed)
    assert run(["identifiers", "check"]) == 0
    assert [row[2] for row in rows(capsys.readouterr().out)] == ["valid", "invalid"]


def test_strict_ends_with_one_where_something_is_invalid(
    capsys: pytest.CaptureFixture[str], file: Path, tmp_path: Path
) -> None:
    assert run(["identifiers", "check", "--strict", str(file)]) == 1
    good = tmp_path / "good.csv"
    good.write_text("uscc,91511100MA6T00012D\n", encoding="utf-8")
    assert run(["identifiers", "check", "--strict", str(good)]) == 0


def test_programs_get_json_with_sentences(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    assert run(["identifiers", "check", "--json", "--today", "2020-02-10", str(file)]) == 0
    answers = json.loads(capsys.readouterr().out)
    assert answers[1]["normalised"] == "51110219050606049X"
    assert answers[2]["reason"] == "check_character"
    assert answers[2]["message"].endswith("。")
    assert answers[3]["warnings"] == ["inner_check_character"]


def test_today_decides_about_birth_dates(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("resident_id,511102210001010011\n", encoding="utf-8")
    assert run(["identifiers", "check", str(file)]) == 0
    assert rows(capsys.readouterr().out)[0][3] == "birth_in_future"


def test_a_file_that_is_not_there_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identifiers", "check", "nowhere.csv"]) == 2
    assert "nowhere.csv" in capsys.readouterr().err

"""``leyiban calendar due``, as an operator calls it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from leyiban.config.main import run


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run(["calendar", "due", *arguments])
    out, err = capsys.readouterr()
    return code, out.strip(), err


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "exceptions.csv"
    file.write_text("date,kind\n2020-02-11,holiday\n2020-02-15,workday\n", encoding="utf-8")
    return file


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = tmp_path / "leshan"
    folder.mkdir()
    (folder / "calendar.csv").write_text(
        "# Days of one county.\nregion,date,kind\n511132,2020-08-13,holiday\n", encoding="utf-8"
    )
    return folder


@pytest.mark.parametrize(
    ("date", "days", "due"),
    [("2020-01-20", "5", "2020-02-04"), ("2020-09-30", "5", "2020-10-14"), ("2020-02-15", "0", "2020-02-17")],
)
def test_it_prints_the_due_date(capsys: pytest.CaptureFixture[str], date: str, days: str, due: str) -> None:
    assert told(capsys, date, days) == (0, due, "")


def test_it_counts_with_another_table(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    assert told(capsys, "2020-02-10", "4", "--exceptions", str(table))[1] == "2020-02-15"


def test_a_region_has_days_of_its_own(capsys: pytest.CaptureFixture[str], city: Path) -> None:
    arguments = ("2020-08-12", "1", "--city", str(city), "--region")
    assert told(capsys, *arguments, "511132100201")[1] == "2020-08-14"
    assert told(capsys, *arguments, "511102")[1] == "2020-08-13"
    assert told(capsys, *arguments, "511132LSGX")[1] == "2020-08-14"


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "2020-02-10", "20", "--json")
    assert (code, json.loads(out)) == (
        0,
        {"date": "2020-02-10", "days": 20, "due": "2020-03-09", "weekday": "Monday"},
    )


def test_an_unknown_year_is_refused_by_name(capsys: pytest.CaptureFixture[str], table: Path) -> None:
    code, out, err = told(capsys, "2026-12-30", "5")
    assert (code, out) == (3, "")
    assert "2027" in err
    code, out, _ = told(capsys, "2020-12-30", "5", "--exceptions", str(table), "--json")
    assert (code, json.loads(out)) == (3, {"error": "calendar_year_unknown", "year": 2021})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2020-02-30", "5"), "no date that exists"),
        (("10/2/2020", "5"), "YYYY-MM-DD"),
        (("2020-02-10", "five"), "not a valid integer"),
        (("2020-02-10", "--", "-1"), "-1"),
        (("2020-02-10", "5", "--region", "5111"), "no division code"),
        (("2020-02-10", "5", "--exceptions", "nowhere.csv"), "nowhere.csv"),
        (("2020-02-10",), "DAYS"),
    ],
)
def test_what_is_written_wrongly_is_a_usage_error(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = told(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"date,kind\n2020-02-31,holiday\n", "line 2"),
        (b"day;sort\n", "header lacks"),
        (b"\xff\xfe\x00\x01", "UTF-8"),
    ],
)
def test_a_bad_table_is_named_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    code, out, err = told(capsys, "2020-02-10", "5", "--exceptions", str(file))
    assert (code, out) == (2, "")
    assert said in err


def test_it_needs_no_framework() -> None:
    """Neither command imports Django, so both start fast and run on a bare machine."""
    for arguments in (["calendar", "due", "2020-02-10", "5"], ["identifiers", "check", "--help"]):
        program = f"import sys; from leyiban.config.main import run; run({arguments!r}); print('django' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "False"

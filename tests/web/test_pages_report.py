"""What ``make pages`` calls good, and what it says about a page; the tools themselves are not part of the suite."""

import json
from pathlib import Path

from tests.pages.lighthouse import Measured, slowdown_for
from tests.pages.report import Finding, as_record, keep, table
from tests.pages.stop import Stop
from tests.pages.validator import Verdict

FIGURES = {
    "first_paint_ms": 910.0,
    "largest_paint_ms": 1070.0,
    "blocking_ms": 20.0,
    "layout_shift": 0.001,
    "bytes": 24_600.0,
}


def finding(
    *, name: str = "home", seo: int = 100, seen_by: str = "", errors: tuple[str, ...] = ()
) -> Finding:
    scores = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": seo}
    stop = Stop(name=name, address="http://127.0.0.1/", seen_by=seen_by)
    measured = Measured(machine=1600, slowdown=4, scores=scores, figures=FIGURES, failed=())
    return Finding(stop, measured, Verdict(errors=list(errors)))


def test_a_page_is_good_from_95_points_on_in_every_category_and_without_an_error() -> None:
    assert finding(seo=95).good
    assert not finding(seo=94).good
    assert not finding(errors=("en line 3: Element “svg” not allowed",)).good


def test_the_same_complaint_stands_once_with_its_first_place() -> None:
    said = finding(errors=("en line 3: no", "en line 9: no", "zh-hans line 3: yes")).complaints

    assert said == ["error ×2: en line 3: no", "error ×1: zh-hans line 3: yes"]


def test_the_table_says_which_page_is_private_and_how_it_was_measured() -> None:
    head, _, everybody, private = table(
        [as_record(each) for each in (finding(), finding(seen_by="clerk"))]
    ).splitlines()

    assert "SEO" in head
    assert "100*" in private and "100*" not in everybody
    assert "| 1600÷4 |" in everybody
    assert "| 24 " in everybody


def test_a_page_that_was_not_measured_now_stays_as_it_was(tmp_path: Path) -> None:
    versions = {"lighthouse": "12", "vnu": "26", "chromium": "150"}
    keep([finding(), finding(name="help")], versions, order=["home", "help"], folder=tmp_path)
    keep([finding(seo=96)], versions, order=["help", "home"], folder=tmp_path)

    kept = json.loads((tmp_path / "pages.json").read_text("utf-8"))["pages"]
    assert [(each["page"], each["scores"]["seo"]) for each in kept] == [("help", 100), ("home", 96)]
    assert "| help" in (tmp_path / "README.md").read_text("utf-8")


def test_a_slower_machine_is_slowed_down_less() -> None:
    assert [slowdown_for(index) for index in (1999, 1500, 1499, 800, 799, 90)] == [4, 4, 2, 2, 1, 1]

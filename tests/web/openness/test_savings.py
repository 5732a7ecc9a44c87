"""Papers and steps that people are spared: on each guide, in sum on the open page, with the source of what was before."""

import datetime as dt

import pytest
from django.test import Client

from leyiban.cases.models import MonthFigures
from leyiban.catalogue.rulefile.reduction import reduction
from leyiban.kernel.moments import city_date
from tests.catalogue.rulefiles import CODES, FOOD, rulefile_of
from tests.web.test_portal import compact, words

WITH_BEFORE = [code for code in CODES if rulefile_of(code).before is not None]


def saved(code: str) -> tuple[int, int]:
    found = reduction(rulefile_of(code))
    assert found is not None
    return found.papers.saved, found.steps.saved


@pytest.mark.proves("M3.3", "M3.4")
def test_what_is_saved_is_counted_from_what_was_and_what_is() -> None:
    """M3.4: reduce paper materials: seven papers by the rules of 2015; five today, of six one comes from the register."""
    found = reduction(rulefile_of(FOOD))
    assert found is not None
    assert (found.papers.before, found.papers.now, found.papers.saved) == (7, 5, 2)
    assert [str(gone.name) for gone in found.papers.gone] == ["营业执照复印件", "代理人身份证复印件"]
    assert (found.steps.before, found.steps.now, found.steps.saved) == (7, 5, 2)


def test_an_item_that_says_nothing_of_before_claims_nothing(db: None) -> None:
    assert reduction(rulefile_of(FOOD).model_copy(update={"before": None})) is None


@pytest.mark.proves("M3.3", "M3.4")
def test_the_guide_says_what_one_is_spared_and_where_that_stands(db: None, client: Client) -> None:
    """M3.3, M3.4: reduce intermediate steps and paper materials: what was asked before, what is asked now, with source."""
    text = compact(client.get(f"/items/{FOOD}"))
    assert "材料以前最多7样，现在最多交5样，少2样".replace("，", "") in text.replace("，", "").replace(
        ",", ""
    )
    assert "以前走7步，现在走5步，少2步".replace("，", "") in text.replace("，", "").replace(",", "")
    for said in ("代理人身份证复印件", "实名认证代替", "改由我们内部流转", "第十二条"):
        assert said in text
    client.cookies["language"] = "en"
    assert "Papers: 7 at most before, you bring 5 at most now, 2 fewer." in words(
        client.get(f"/items/{FOOD}")
    )


@pytest.mark.proves("M3.3", "M3.4")
def test_the_open_page_sums_them_up_over_items_and_cases(db: None, client: Client) -> None:
    papers = sum(saved(code)[0] for code in WITH_BEFORE)
    steps = sum(saved(code)[1] for code in WITH_BEFORE)
    MonthFigures.objects.create(
        month=city_date(dt.datetime.now(dt.UTC)).replace(day=1),
        county="511102",
        agency="",
        item=FOOD,
        counts={"received": 3},
        position=1,
    )
    for path in ("/open", "/open/savings"):
        text = compact(client.get(path))
        assert f"{len(WITH_BEFORE)}个事项" in text
        assert f"一共少交材料{papers}样" in text
        assert f"一共少走{steps}步" in text
        assert "已经收的3件" in text
        assert f"最多少交材料{3 * saved(FOOD)[0]}样" in text
        assert f"这些件少走{3 * saved(FOOD)[1]}步" in text
    page = client.get("/open/savings")
    for code in WITH_BEFORE:
        assert f'href="/items/{code}#savings"' in page.text
    client.cookies["language"] = "en"
    assert "Source of what was before" in words(client.get("/open/savings"))


@pytest.mark.parametrize("code", WITH_BEFORE)
def test_no_item_of_leshan_asks_more_than_before(code: str) -> None:
    papers, steps = saved(code)
    assert papers >= 0
    assert steps > 0

"""The pages of the item list, of bare items, of the pre-check and of what is open to all: on a phone and a desk, in both languages."""

from pathlib import Path

import pytest

from tests.cli.test_item_lists import LIST, write
from tests.support.axe import violations
from tests.support.browser import Pages
from tests.support.live import LiveCity
from tests.web.journey.hands import speak

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATHS = (
    "/list",
    "/list/changes?since=2019-12-31",
    "/list/bare",
    "/search?q=举报奖励发放",
    "/open",
    "/open/savings",
    "/open/statistics",
    "/items/food-business-new",
    "/items/food-business-new/precheck?business_kind=catering&vending=with_machine&applicant_acts=by_agent",
    "/events/open-a-shop?stage=open&licence=none&trade=food",
)


@pytest.mark.parametrize(("width", "language"), [(375, "en"), (1280, "zh-hans")])
def test_the_lists_fit_and_can_be_read_by_everyone(
    pages: Pages, live_city: LiveCity, tmp_path: Path, width: int, language: str
) -> None:
    live_city.leyiban("items", "import", str(write(tmp_path, LIST)))
    page = pages.open("about:blank", width=width)
    speak(page, live_city.url, language)
    for path in PATHS:
        page.goto(f"{live_city.url}{path}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} px wide on a screen of {width}"
        assert violations(page) == [], path

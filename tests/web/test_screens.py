"""The screens of the front page: each fits a phone and a desk, in both languages; ``make screens`` keeps them."""

import io
import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.browser import Pages
from tests.support.environment import REPOSITORY
from tests.support.live import LiveCity
from tests.web.journey.hands import Mouse, sign_in, sign_in_staff, speak
from tests.web.journey.test_in_browser import begin, go_through, hand_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEPT = REPOSITORY / "docs" / "screens"
WIDTHS = (375, 1280)
TALLEST = 1600  # px: a picture of the front page, not of the whole scroll
APPLICANT, CLERK, PASSWORD = "李国强", "clerk", "leyiban-demo-2020"
ITEM, REGION = "food-business-new", "511102"


@pytest.fixture(scope="module")
def served(live_city: LiveCity) -> LiveCity:
    """A city where one case has gone the whole way."""
    live_city.leyiban("demo")
    return live_city


def show(page: Page, url: str, name: str) -> None:
    """The page at both widths: nothing runs off the side, nothing is inaccessible; kept when asked for."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(url)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide on a screen of {width}"
        assert violations(page) == [], name
        if os.environ.get("KEEP_SCREENS"):
            keep(page, KEPT / f"{name}-{width}.png")


def keep(page: Page, file: Path) -> None:
    """A picture of the top of the page, small enough for a repository."""
    tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size(
        {"width": size["width"], "height": tall}
    )  # so that what sticks to its end is there
    picture = Image.open(io.BytesIO(page.screenshot()))
    file.parent.mkdir(exist_ok=True)
    picture.convert("RGB").quantize(128).save(file, optimize=True)


@pytest.mark.proves("FX.2")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_everybody_sees(pages: Pages, live_city: LiveCity, language: str) -> None:
    page = pages.open("about:blank")
    speak(page, live_city.url, language)
    tail = "" if language == "zh-hans" else "-en"
    show(page, f"{live_city.url}/", f"home{tail}")
    show(page, f"{live_city.url}/search?q=开饭店", f"search{tail}")
    show(page, f"{live_city.url}/items/{ITEM}?region={REGION}", f"guide{tail}")


@pytest.mark.proves("FX.2")
def test_what_the_applicant_and_then_the_clerk_sees(pages: Pages, served: LiveCity) -> None:
    page = pages.open("about:blank", width=375)
    speak(page, served.url, "zh-hans")
    sign_in(page, served.url, APPLICANT)
    _show_finished(page, served)

    begin(page, served, ITEM)
    show(page, page.url, "form")
    go_through(page, Mouse(page), ITEM)
    hand_in(page)
    page.get_by_role("button", name="继续").click()
    show(page, page.url, "check")
    page.locator("[name=delivery_way]").first.check()
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("heading", name="交上了")).to_be_visible()

    _show_desk(pages.open("about:blank"), served)


def _show_finished(page: Page, served: LiveCity) -> None:
    page.goto(f"{served.url}/me/cases")
    page.locator("main a[href^='/cases/LS']").first.click()
    show(page, page.url, "case")
    licence = page.locator("a[href*='/licences/']").first.get_attribute("href")
    assert licence is not None
    show(page, f"{served.url}/licences/{licence.rpartition('/')[2]}", "licence")


def _show_desk(page: Page, served: LiveCity) -> None:
    sign_in_staff(
        page, served.url, CLERK, PASSWORD, lambda name: served.leyiban("demo-code", name).stdout.strip()
    )
    show(page, f"{served.url}/workbench", "workbench")
    page.locator("main a[href*='/workbench/cases/']").first.click()
    show(page, page.url.partition("#")[0], "workbench-case")
    show(page, f"{served.url}/counter", "counter")

"""The applicant's way: one case sent in for the office, another filled in and not yet sent."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.pages.city import City
from tests.pages.stop import ITEM, Stop, seen_in
from tests.support.browser import Pages
from tests.web.journey.hands import Mouse, sign_in, speak
from tests.web.journey.test_in_browser import begin, go_through, hand_in

_NAME, _ROLE = "李国强", "applicant"


def applying(pages: Pages, city: City) -> Iterator[Stop]:
    page = pages.open("about:blank", width=375)
    speak(page, city.url, "zh-hans")
    sign_in(page, city.url, _NAME)
    yield seen_in(page, _ROLE, name="my page", address=f"{city.url}/me")
    receipts = [_send_in(page, city) for _ in range(2)]
    begin(page, city, ITEM)
    yield seen_in(page, _ROLE, name="fill in, first step")
    go_through(page, Mouse(page), ITEM)
    yield seen_in(page, _ROLE, name="hand in papers")
    hand_in(page)
    page.get_by_role("button", name="继续").click()
    yield seen_in(page, _ROLE, name="check before sending")
    yield seen_in(page, _ROLE, name="receipt", address=receipts[0])
    yield seen_in(page, _ROLE, name="case", address=receipts[0].removesuffix("/receipt"))
    yield seen_in(page, _ROLE, name="my cases", address=f"{city.url}/me/cases")


def _send_in(page: Page, city: City) -> str:
    """Fill in and send; the address of the receipt."""
    begin(page, city, ITEM)
    go_through(page, Mouse(page), ITEM)
    hand_in(page)
    page.get_by_role("button", name="继续").click()
    page.locator("[name=delivery_way]").first.check()
    page.get_by_role("button", name="交上去").click()
    page.wait_for_url("**/receipt")
    return page.url

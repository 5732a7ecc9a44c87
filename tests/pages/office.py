"""The office's way: a clerk at his list and at the window, a reviewer at a case that was accepted."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.pages.city import City
from tests.pages.stop import Stop, seen_in
from tests.support.browser import Pages
from tests.web.journey.hands import sign_in_staff, speak

_PASSWORD = "leyiban-demo-2020"  # of every demo account
_CLERK, _OTHER_CLERK, _REVIEWER = "clerk", "city-clerk", "reviewer"
_ITEM_AT_COUNTER = "insurance-proof"
_CITIZEN = "511102190308151083"
_FIRST_CASE = "main a[href*='/workbench/cases/']"


def at_the_office(pages: Pages, city: City) -> Iterator[Stop]:
    """Two cases wait: the first is accepted for the reviewer, the second is the clerk's to accept."""
    clerk = _desk(pages, city, _CLERK)
    clerk.locator(_FIRST_CASE).first.click()
    clerk.locator("main button[data-key=a]").click()
    clerk.locator(".notice-calm").first.wait_for()
    clerk.goto(f"{city.url}/workbench")
    yield seen_in(clerk, _CLERK, name="workbench list")
    clerk.locator(_FIRST_CASE).first.click()
    yield seen_in(clerk, _CLERK, name="workbench case, to accept")
    reviewer = _desk(pages, city, _REVIEWER)
    reviewer.locator(_FIRST_CASE).first.click()
    yield seen_in(reviewer, _REVIEWER, name="workbench case, to review")
    # At another window: whoever opens this page says good-bye to the person who stands there.
    yield seen_in(
        _desk(pages, city, _OTHER_CLERK), _CLERK, name="counter: who comes", address=f"{city.url}/counter"
    )
    yield from _at_the_counter(clerk, city)


def _at_the_counter(page: Page, city: City) -> Iterator[Stop]:
    page.goto(f"{city.url}/counter")
    page.locator("main input[name=card]").fill(_CITIZEN)
    page.get_by_role("button", name="找这个人").click()
    page.wait_for_url("**/counter/person")
    yield seen_in(page, _CLERK, name="counter: for whom")
    page.goto(f"{city.url}/counter/items/{_ITEM_AT_COUNTER}")
    page.get_by_role("button", name="开始填").click()
    page.wait_for_url("**/counter/drafts/*")
    draft = page.url
    yield seen_in(page, _CLERK, name="counter: form")
    yield seen_in(page, _CLERK, name="counter: papers", address=f"{draft}/papers")
    yield seen_in(page, _CLERK, name="counter: signature", address=f"{draft}/finish")


def _desk(pages: Pages, city: City, username: str) -> Page:
    page = pages.open("about:blank")
    speak(page, city.url, "zh-hans")
    sign_in_staff(page, city.url, username, _PASSWORD, city.one_time_code)
    return page

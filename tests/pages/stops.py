"""Which pages are measured, and the way to those that only somebody signed in sees."""

from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.pages.city import City
from tests.support.browser import Pages, started
from tests.web.journey.hands import Mouse, sign_in, sign_in_staff, speak
from tests.web.journey.test_in_browser import begin, go_through, hand_in

ITEM, REGION = "food-business-new", "511102"
APPLICANT, CLERK, PASSWORD = "李国强", "clerk", "leyiban-demo-2020"
_CITIZEN, _STAFF = "applicant", "clerk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """``seen_by`` is empty for a page that everybody may see; ``cookies`` make the browser that person's."""

    name: str
    address: str
    seen_by: str = ""
    cookies: str = ""

    @property
    def private(self) -> bool:
        """Whether it asks search engines to stay away; by intention, so that no score counts it."""
        return bool(self.seen_by)


def stops(city: City) -> list[Stop]:
    """Every page to measure, in the order in which people meet them."""
    with started() as browser:
        return [*_public(browser, city), *_applicants(browser, city), *_clerks(browser, city)]


def _public(browser: Browser, city: City) -> Iterator[Stop]:
    for name, path in (
        ("home", "/"),
        ("search with results", "/search?q=开饭店"),
        ("guide of an item", f"/items/{ITEM}?region={REGION}"),
        ("all items", "/items"),
        ("life event", "/events/open-a-shop"),
        ("progress", "/progress"),
        ("licence check", "/licences"),
        ("list of items", "/list"),
        ("what is open", "/open"),
        ("published grants", "/open/grants"),
        ("figures: what people are spared", "/open/savings"),
        ("help", "/help"),
        ("sign in", "/sign-in"),
    ):
        yield Stop(name=name, address=f"{city.url}{path}")


def _applicants(browser: Browser, city: City) -> Iterator[Stop]:
    pages = Pages(browser)
    page = pages.open("about:blank", width=375)
    speak(page, city.url, "zh-hans")
    sign_in(page, city.url, APPLICANT)
    _send_in(page, city)
    case = page.url.removesuffix("/receipt")
    begin(page, city, ITEM)
    form = page.url
    go_through(page, Mouse(page), ITEM)
    papers = page.url
    hand_in(page)
    page.get_by_role("button", name="继续").click()
    cookies = _cookies(page)
    for name, address in (
        ("fill in, first step", form),
        ("hand in papers", papers),
        ("check before sending", page.url),
        ("case", case),
        ("receipt", f"{case}/receipt"),
        ("my cases", f"{city.url}/me/cases"),
        ("my page", f"{city.url}/me"),
    ):
        yield Stop(name=name, address=address, seen_by=_CITIZEN, cookies=cookies)
    page.goto(f"{city.url}/me/cases")
    pages.close()


def _send_in(page: Page, city: City) -> None:
    begin(page, city, ITEM)
    go_through(page, Mouse(page), ITEM)
    hand_in(page)
    page.get_by_role("button", name="继续").click()
    page.locator("[name=delivery_way]").first.check()
    page.get_by_role("button", name="交上去").click()
    page.wait_for_url("**/receipt")


def _clerks(browser: Browser, city: City) -> Iterator[Stop]:
    pages = Pages(browser)
    page = pages.open("about:blank")
    speak(page, city.url, "zh-hans")
    sign_in_staff(page, city.url, CLERK, PASSWORD, city.one_time_code)
    page.goto(f"{city.url}/workbench")
    page.locator("main a[href*='/workbench/cases/']").first.click()
    case = page.url.partition("#")[0]
    for name, address in (
        ("workbench list", f"{city.url}/workbench"),
        ("workbench case", case),
        ("counter", f"{city.url}/counter"),
    ):
        yield Stop(name=name, address=address, seen_by=_STAFF, cookies=_cookies(page))
    pages.close()


def _cookies(page: Page) -> str:
    kept = page.context.cookies()
    return "; ".join(f"{each['name']}={each['value']}" for each in kept if each.get("domain") == "127.0.0.1")

"""The pages in a real browser: both languages, both widths, both sizes, without a mouse, without scripts."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.browser import Pages
from tests.support.live import LiveCity

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATHS = [
    "/",
    "/search?q=开饭店",
    "/items",
    "/items/food-business-new?region=511102",
    "/progress",
    "/open/statistics",
    "/help",
    "/no-such-page",
    "/design",
    "/design/workbench",
]
# Every width, language and size, and both extremes of their meeting; all twelve would cost minutes.
READERS = [
    (375, "zh-hans", "normal"),
    (1280, "zh-hans", "normal"),
    (375, "en", "normal"),
    (375, "zh-hans", "large"),
    (1280, "en", "large"),
]
WIDTHS = [375, 1280]
Read = Callable[..., Page]


@pytest.fixture
def read(pages: Pages, live_city: LiveCity) -> Iterator[Read]:
    """``read("/help", width=375, language="en", size="large")``: a page as its reader has set it."""

    def open_at(
        path: str,
        *,
        width: int = 1280,
        language: str = "zh-hans",
        size: str = "normal",
        javascript: bool = True,
    ) -> Page:
        page = pages.open("about:blank", width=width, javascript=javascript)
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": live_city.url}
                for name, value in (("language", language), ("size", size))
            ]
        )
        page.goto(live_city.url + path)
        return page

    yield open_at


@pytest.mark.parametrize(("width", "language", "size"), READERS)
def test_no_page_shuts_anybody_out_or_is_wider_than_its_screen(
    read: Read, live_city: LiveCity, width: int, language: str, size: str
) -> None:
    page = read("/", width=width, language=language, size=size)
    found: dict[str, list[str]] = {}

    for path in PATHS:
        page.goto(live_city.url + path)
        if problems := violations(page):
            found[path] = problems
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.setdefault(path, []).append(f"{wide} pixels wide")

    assert found == {}


@pytest.mark.proves("FX.2")
@pytest.mark.parametrize("width", WIDTHS)
def test_large_print_has_large_letters_and_large_targets(read: Read, width: int) -> None:
    page = read("/design/guide", width=width, size="large")

    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontSize") == "28px"
    small = page.evaluate(
        """() => [...document.querySelectorAll('.button, .tool, .input, summary')]
                   .map(e => [e.className || e.tagName, e.getBoundingClientRect()])
                   .filter(([, box]) => box.height && (box.height < 60 || box.width < 60))
                   .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []


@pytest.mark.proves("FX.2")
def test_the_large_print_switch_changes_how_a_page_looks_and_not_what_it_offers(read: Read) -> None:
    def offers(page: Page) -> set[str]:
        return set(
            page.eval_on_selector_all("main a", "links => links.map(link => link.getAttribute('href'))")
        )

    page = read("/design/guide", width=375)
    normal = offers(page)
    page.get_by_role("button", name="大字").click()

    expect(page.locator("html")).to_have_class("large")
    assert offers(page) == normal
    expect(page.get_by_role("link", name="打电话问").last).to_be_in_viewport()


def test_the_phone_button_is_in_sight_wherever_one_has_scrolled(read: Read) -> None:
    page = read("/design/guide", width=375)

    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")

    expect(page.locator(".tool-phone")).to_be_in_viewport()


def test_the_language_switch_works_by_keyboard_and_stays(read: Read) -> None:
    page = read("/help")

    page.get_by_role("button", name="English").focus()
    page.keyboard.press("Enter")

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("How it works · Leyiban Leshan")
    assert page.url.endswith("/help")


def test_the_keyboard_reaches_the_text_in_one_step(read: Read) -> None:
    page = read("/")

    page.keyboard.press("Tab")
    expect(page.get_by_text("跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    assert page.url.endswith("#main")


def test_errors_take_the_focus_and_lead_to_their_fields(read: Read) -> None:
    page = read("/design")

    expect(page.locator(".problems")).to_be_focused()
    page.get_by_role("link", name="手机号要11位").focus()
    page.keyboard.press("Enter")

    field = page.locator('[name="wrong.mobile"]')
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby") or ""
    assert any("11位" in page.locator(f"#{id_}").inner_text() for id_ in described.split())


def test_the_door_of_a_hearing_by_keyboard_alone(read: Read) -> None:
    """Sent empty, the errors are met first and lead to their fields; then one types and sends without a mouse."""
    page = read("/hearings", width=375)
    page.locator("main form button").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".problems")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[name=hearing_no]")).to_be_focused()
    page.keyboard.type("T00000000")
    page.keyboard.press("Tab")
    page.keyboard.type("000000")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".problems")).to_contain_text("编号和查询码对不上")
    expect(page.locator("[name=hearing_no]")).to_have_value("T00000000")
    assert violations(page) == []


def test_searching_works_without_scripts(read: Read) -> None:
    page = read("/", width=375, javascript=False)

    page.locator("#q").fill("开饭店")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search\?q="))
    expect(page.get_by_role("link", name="食品经营许可（新办）", exact=True)).to_be_visible()


def test_keys_of_the_workbench_move_along_the_list(read: Read) -> None:
    page = read("/design/workbench")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".work-here")).to_contain_text("公司设立登记")
    page.keyboard.press("k")
    expect(page.locator(".work-here")).to_contain_text("食品经营许可")
    page.keyboard.press("/")
    expect(page.locator("#w-q")).to_be_focused()

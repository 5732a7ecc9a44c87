"""The applicant's way in a real browser: by mouse, by keyboard alone, without scripts, in both languages."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.catalogue.rulefiles import rulefile_of
from tests.support.axe import violations
from tests.support.browser import Pages
from tests.support.live import LiveCity
from tests.support.specimen import specimen
from tests.web.journey.hands import Keyboard, Mouse, Served, fill, photograph, sign_in, speak

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOOD, PROOF = "food-business-new", "insurance-proof"
TODAY = dt.date(2026, 3, 9)
Open = Callable[..., Page]


@pytest.fixture
def at(pages: Pages, live_city: LiveCity) -> Iterator[Open]:
    """Signed in as somebody, in a language, on a screen of some width."""

    def open_as(person: str, *, width: int = 375, language: str = "zh-hans", javascript: bool = True) -> Page:
        page = pages.open("about:blank", width=width, javascript=javascript)
        speak(page, live_city.url, language)
        sign_in(page, live_city.url, person)
        return page

    yield open_as


def begin(page: Page, live_city: Served, item: str) -> None:
    """A draft of one's own, fresh."""
    page.goto(f"{live_city.url}/items/{item}/start")
    while page.locator("a[href^='/drafts/']").count():
        page.locator("a[href^='/drafts/']").first.click()
        page.goto(page.url + "/discard")
        page.locator("button.button-danger").click()
        page.goto(f"{live_city.url}/items/{item}/start")
    if page.locator("[name=party]").count():
        page.locator("[name=party]").first.check()
    with page.expect_navigation():
        page.locator("main form button.button").click()


def go_through(page: Page, hand: Mouse, item: str) -> None:
    """Every page of questions."""
    rules = rulefile_of(item)
    answers = specimen(rules, today=TODAY)
    while "/form/" in page.url:
        fill(hand, rules, answers)
        with page.expect_navigation():
            hand.press(page.locator("main form .buttons button.button"))


def hand_in(page: Page) -> None:
    """A photograph into each slot."""
    for index in range(page.locator("[data-slot]").count()):
        slot = page.locator("[data-slot]").nth(index)
        key = str(slot.get_attribute("data-slot"))
        slot.locator("input[type=file]").first.set_input_files([photograph(key)])
        expect(page.locator(f'[data-slot="{key}"].slot-received')).to_be_visible(timeout=20_000)


@pytest.mark.proves("M1.4", "F1.3", "F1.15")
def test_the_whole_way_on_a_phone(at: Open, live_city: LiveCity) -> None:
    """Search in plain words, guide, begin, fill in, photograph, check, send, receipt."""
    page = at("王秀英")
    page.goto(live_city.url)
    page.locator("#q").fill("打社保")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="个人参保证明查询打印", exact=True).click()
    page.get_by_role("link", name=re.compile("开始办|接着办")).first.click()
    begin(page, live_city, PROOF)
    go_through(page, Mouse(page), PROOF)
    expect(page).to_have_url(re.compile("/papers$"))
    hand_in(page)
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_role("heading", name="检查一遍")).to_be_visible()
    page.locator("[name=delivery_way]").first.check()
    page.get_by_role("button", name="交上去").dblclick()

    expect(page).to_have_url(re.compile(r"/cases/LS\w+/receipt$"))
    expect(page.get_by_role("heading", name="交上了")).to_be_visible()
    # The worker makes the paper meanwhile; the page sees it by itself.
    expect(page.get_by_role("link", name="下载PDF")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="看这件事").click()
    expect(page.get_by_text("收到了。")).to_be_visible()


@pytest.mark.proves("FX.2")
def test_by_keyboard_alone_on_a_desk_in_english(at: Open, live_city: LiveCity) -> None:
    page = at("李国强", width=1280, language="en")
    hand = Keyboard(page)
    begin(page, live_city, PROOF)
    go_through(page, hand, PROOF)
    hand_in(page)
    hand.press(page.get_by_role("button", name="Continue"))
    expect(page.get_by_role("heading", name="Check your answers, then send")).to_be_visible()
    hand.tick(page.locator("[name=delivery_way]").first)
    hand.press(page.get_by_role("button", name="Send", exact=True))

    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    hand.press(page.get_by_role("link", name="Open the case"))
    hand.press(page.get_by_role("link", name="Withdraw the application"))
    hand.press(page.get_by_role("button", name="Withdraw the application"))
    expect(page.get_by_text("You withdrew this application.").first).to_be_visible()


def test_without_scripts(at: Open, live_city: LiveCity) -> None:
    """The lists of regions, the papers, the progress of the receipt: every one has its button."""
    page = at("李国强", javascript=False)
    begin(page, live_city, FOOD)
    go_through(page, Mouse(page), FOOD)
    slots = [str(slot.get_attribute("data-slot")) for slot in page.locator("[data-slot]").all()]
    for key in slots:
        slot = page.locator(f'[data-slot="{key}"]')
        slot.locator("input[type=file]").last.set_input_files([photograph(key)])
        slot.locator('button[name="upload"]').click()
        expect(page.locator(f'[data-slot="{key}"].slot-received')).to_be_visible()
    page.get_by_role("button", name="继续").click()
    page.locator("[name=delivery_way]").first.check()
    page.get_by_role("button", name="交上去").click()

    expect(page.get_by_role("heading", name="交上了")).to_be_visible()
    expect(
        page.get_by_role("link", name="刷新看看").or_(page.get_by_role("link", name="下载PDF"))
    ).to_be_visible()


@pytest.mark.proves("F1.3")
def test_it_keeps_itself_and_is_there_on_the_next_device(at: Open, live_city: LiveCity) -> None:
    phone = at("王秀英")
    begin(phone, live_city, FOOD)
    draft = phone.url.partition("/form/")[0]
    phone.goto(f"{draft}/form/shop")
    expect(phone.get_by_role("button", name="选好上一级")).to_be_hidden()
    county = phone.get_by_label("县(市、区)")
    county.select_option("511111")
    expect(phone.get_by_label("乡镇(街道)").locator("option").nth(1)).to_be_attached()
    phone.get_by_label("详细地址").fill("新街1号")
    expect(phone.get_by_text("已保存")).to_be_visible(timeout=10_000)
    phone.get_by_label("经营面积").fill("80")
    expect(phone.locator("[name=version]")).to_have_value(re.compile("[3-9]"), timeout=10_000)

    desk = at("王秀英", width=1280)
    desk.goto(f"{draft}/form/shop")

    expect(desk.get_by_label("详细地址")).to_have_value("新街1号")
    expect(desk.get_by_label("经营面积")).to_have_value("80")


def test_a_question_opens_and_closes_while_one_answers(at: Open, live_city: LiveCity) -> None:
    page = at("王秀英")
    begin(page, live_city, FOOD)
    page.goto(page.url.partition("/form/")[0] + "/form/safety")
    platforms = page.get_by_label("在哪些平台卖")
    expect(platforms).to_have_count(0)

    page.locator('[name="online_sales"][value="yes"]').check()
    expect(platforms).to_be_visible(timeout=10_000)
    page.locator('[name="online_sales"][value="no"]').check()

    expect(platforms).to_have_count(0, timeout=10_000)
    expect(page.locator('[name="online_sales"][value="no"]')).to_be_checked()


def test_what_was_changed_elsewhere_is_compared(at: Open, live_city: LiveCity) -> None:
    first = at("李国强")
    begin(first, live_city, FOOD)
    address = first.url.partition("/form/")[0] + "/form/shop"
    first.goto(address)
    second = at("李国强", width=1280)
    second.goto(address)
    second.get_by_label("详细地址").fill("乙街2号")
    expect(second.get_by_text("已保存")).to_be_visible(timeout=10_000)

    first.get_by_label("详细地址").fill("甲街1号")

    expect(first.get_by_text("别处改过这份草稿")).to_be_visible(timeout=10_000)
    first.get_by_role("button", name="保存并继续").click()
    expect(first.get_by_text("别处存的是：乙街2号").first).to_be_visible()
    expect(first.get_by_label("详细地址")).to_have_value("甲街1号")


def test_a_picture_is_shrunk_on_the_phone_and_a_wrong_file_is_told_at_its_slot(
    at: Open, live_city: LiveCity
) -> None:
    page = at("王秀英")
    begin(page, live_city, PROOF)
    draft = page.url.partition("/form/")[0]
    go_through(page, Mouse(page), PROOF)
    page.goto(f"{draft}/papers")
    key = str(page.locator("[data-slot]").first.get_attribute("data-slot"))
    slot = page.locator(f'[data-slot="{key}"]')

    slot.locator("input[type=file]").last.set_input_files(
        [{"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"GIF89a...."}]
    )

    expect(page.locator(f'[data-slot="{key}"].slot-failed')).to_contain_text("没传上去")
    expect(page.locator(f'[data-slot="{key}"] .field-error')).to_be_visible()
    page.locator(f'[data-slot="{key}"] input[type=file]').first.set_input_files([photograph("again")])
    received = page.locator(f'[data-slot="{key}"].slot-received')
    expect(received).to_be_visible(timeout=20_000)
    image = received.locator("img").first
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") > 0


@pytest.mark.parametrize(
    ("width", "language", "size"),
    [(375, "en", "large"), (1280, "zh-hans", "normal")],
)
def test_no_page_of_the_way_shuts_anybody_out_or_is_wider_than_its_screen(
    at: Open, live_city: LiveCity, width: int, language: str, size: str
) -> None:
    page = at("王秀英", width=width, language=language)
    page.context.add_cookies([{"name": "size", "value": size, "url": live_city.url}])
    begin(page, live_city, PROOF)
    draft = page.url.partition("/form/")[0]
    found: dict[str, list[str]] = {}

    def look(path: str = "") -> None:
        if path:
            page.goto(path if path.startswith("http") else live_city.url + path)
        if problems := violations(page):
            found[page.url] = problems
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.setdefault(page.url, []).append(f"{wide} pixels wide")

    look(f"/items/{PROOF}/start")
    page.goto(f"{draft}/form/person")
    page.locator("#questions input").first.fill("")
    page.locator("main form .buttons button.button").click()
    look()  # with its errors
    page.goto(f"{draft}/form/situations")
    go_through(page, Mouse(page), PROOF)
    look()
    page.locator("main form .buttons button.button").click()
    look()  # papers missing
    for path in (draft, f"{draft}/check", f"{draft}/discard", f"{draft}/wrong/person.name?to=person_name"):
        look(path)
    page.goto(f"{draft}/papers")
    hand_in(page)
    look()
    page.goto(f"{draft}/check")
    page.locator("[name=delivery_way]").first.check()
    page.locator("main form .buttons button.button").click()
    expect(page).to_have_url(re.compile("/receipt$"))
    look()
    case = page.url.removesuffix("/receipt")
    for path in (
        case,
        f"{case}/withdraw",
        "/me/cases",
        "/me/messages",
        "/",
        "/progress",
        "/licences",
        "/list",
    ):
        look(path)
    page.goto(f"{live_city.url}/licences/1.2.3")
    look()

    assert found == {}

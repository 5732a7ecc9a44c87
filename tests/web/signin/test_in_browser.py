"""Signing in as people do: a real browser, the province next door, a text message that arrives, no scripts."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.support.axe import violations
from tests.support.browser import Pages
from tests.support.live import LiveCity
from tests.support.waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DOORS = ["/sign-in", "/sign-in/phone", "/sign-in/password", "/sign-in/lost"]
MINE = [
    "/me",
    "/me/acting",
    "/me/mandates",
    "/me/mandates/new",
    "/me/enterprise/take-over",
    "/me/password",
    "/me/phone",
]


def newest_code(city: LiveCity, phone: str) -> str:
    """The code in the newest text message that the sandbox's carrier put on this phone."""

    def texts() -> list[str]:
        answer = httpx.get(
            f"{city.sandbox_url}/sms/inbox", params={"phone": phone, "format": "json"}, trust_env=False
        )
        return [message["text"] for message in answer.json()["messages"]]

    until(lambda: bool(texts()), patience=20, what="the text message")
    found = re.search(r"\d{6}", texts()[0])
    assert found
    return found[0]


def be_at_province(page: Page, name: str) -> None:
    page.get_by_role("button", name="用省统一身份登录").click()
    page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize(("width", "language"), [(375, "zh-hans"), (1280, "en")])
def test_no_door_shuts_anybody_out(pages: Pages, live_city: LiveCity, width: int, language: str) -> None:
    page = pages.open("about:blank", width=width)
    page.context.add_cookies([{"name": "language", "value": language, "url": live_city.url}])
    found = {}
    for path in DOORS:
        page.goto(live_city.url + path)
        found[path] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path

    assert not any(found.values()), found


@pytest.mark.proves("FX.2")
def test_the_provinces_door_without_scripts_on_a_phone(pages: Pages, live_city: LiveCity) -> None:
    page = pages.open(live_city.url + "/sign-in", width=375, javascript=False)
    be_at_province(page, "王秀英")

    expect(page).to_have_url(live_city.url + "/me")
    expect(page.get_by_text("5111**********0028")).to_be_visible()


def test_ones_own_pages_shut_nobody_out(pages: Pages, live_city: LiveCity) -> None:
    page = pages.open(live_city.url + "/sign-in", width=375)
    be_at_province(page, "李国强")
    found = {}
    for path in MINE:
        page.goto(live_city.url + path)
        found[path] = violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path

    assert not any(found.values()), found


def test_a_text_message_signs_in_by_keyboard_alone(pages: Pages, live_city: LiveCity) -> None:
    phone = "13900000031"
    page = pages.open(live_city.url + "/sign-in/phone")
    page.get_by_label("手机号").focus()
    page.keyboard.type(phone)
    page.keyboard.press("Enter")

    expect(page.get_by_text("已发到 139****0031")).to_be_visible()
    page.get_by_label("验证码").focus()
    page.keyboard.type(newest_code(live_city, phone))
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_city.url + "/me")
    expect(page.get_by_role("link", name="实名认证")).to_be_visible()

"""Passkeys and a county's system in a real browser: Chromium's own virtual authenticator signs, over real HTTP."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect

from leyiban.config.environment import parse_shift
from tests.support.axe import violations
from tests.support.browser import Pages
from tests.support.live import LiveCity
from tests.web.provider.county import BACK, DESCRIPTION, County
from tests.web.signin.test_in_browser import be_at_province, newest_code

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = "13900000051"


def now_at(city: LiveCity) -> float:
    """The moment that the city believes it is."""
    shift = parse_shift(city.variables["LEYIBAN_TIME_SHIFT"])
    return (dt.datetime.now(dt.UTC) + shift).timestamp()


def with_authenticator(page: Page) -> None:
    """A device inside the browser that knows its owner, as a phone with a fingerprint does."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def press(page: Page, name: str) -> None:
    """By the keyboard alone."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def by_code(page: Page, city: LiveCity, url: str) -> None:
    page.goto(f"{url}/sign-in/phone")
    page.get_by_label("手机号").fill(PHONE)
    page.keyboard.press("Enter")
    expect(page.get_by_text("已发到")).to_be_visible()
    page.get_by_label("验证码").fill(newest_code(city, PHONE))
    page.keyboard.press("Enter")


@pytest.mark.proves("FX.2")
def test_a_passkey_is_added_named_used_and_removed_by_keyboard(pages: Pages, live_city: LiveCity) -> None:
    url = live_city.url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
    page = pages.open("about:blank", width=375)
    with_authenticator(page)
    by_code(page, live_city, url)
    expect(page).to_have_url(f"{url}/me")

    page.goto(f"{url}/me/factors/passkeys/new")
    page.get_by_label("给它起个名字").fill("我的旧手机")
    assert not violations(page)
    press(page, "添加")
    expect(page.get_by_text("我的旧手机").first).to_be_visible()
    press(page, "开两步登录")
    expect(page.get_by_text("关掉两步登录")).to_be_visible()
    press(page, "做一组恢复码")
    recovery = page.locator(".codes li").first.inner_text()
    page.goto(f"{url}/me/factors")
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375

    page.context.clear_cookies()
    page.goto(f"{url}/sign-in/passkey")
    press(page, "用通行密钥登录")
    expect(page).to_have_url(f"{url}/me")
    assert len(recovery) == 11

    page.goto(f"{url}/me/factors")
    page.get_by_role("link", name="改名或删掉").click()
    press(page, "删掉这个通行密钥")
    expect(page.get_by_text("我的旧手机")).to_have_count(0)
    expect(page.get_by_text("不开也能办事")).to_be_visible()  # nobody is asked for what he has no more


def test_a_countys_system_over_real_http(pages: Pages, live_city: LiveCity, tmp_path: Path) -> None:
    file = tmp_path / "systems.yaml"
    file.write_text(yaml.safe_dump([DESCRIPTION], allow_unicode=True), "utf-8")
    secret = live_city.leyiban("systems", "register", str(file)).stdout.split()[1]
    county = County(issuer=live_city.url, secret=secret, inward=False)
    page = pages.open(f"{live_city.url}/sign-in", width=375)
    be_at_province(page, "李国强")
    page.goto(county.leave())
    assert not violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_label("证件号码").check()

    page.context.route(f"{BACK}*", lambda route: route.fulfill(body="back at the county"))
    press(page, "去登录")
    expect(page.get_by_text("back at the county")).to_be_visible()  # the policy lets the form lead there
    tokens = county.tokens(page.url)
    claims = county.who(tokens, now_at(live_city))
    assert claims["acr"] == "L3"
    told = county.reads(tokens["access_token"]).json()
    assert (told["name"], told["id_number"], "phone_number" in told) == (
        "李国强",
        "511102190508201030",
        False,
    )
    page.goto(county.leave(scope="openid profile identity"))
    expect(page.get_by_text("back at the county")).to_be_visible()  # by itself, without being asked again

    page.goto(f"{live_city.url}/me/connected")
    assert not violations(page)
    log = (live_city.var_dir / "log" / "web.log").read_text("utf-8")
    assert not any(value in log for value in (secret, tokens["access_token"], told["id_number"]))
    page.get_by_role("button", name="不许再看").click()
    assert county.reads(tokens["access_token"]).status_code == 401

"""The two switches of every page: language and size, kept in cookies, without an account."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("db")

HOME = "/"


def press(client: Client, **wish: str):
    return client.post("/wishes", {"next": "/help", **wish})


def test_chinese_comes_first_even_for_an_english_browser(client: Client) -> None:
    page = client.get(HOME, headers={"accept-language": "en-GB,en;q=0.9"})

    assert '<html lang="zh-Hans">' in page.text
    assert page.headers["Content-Language"] == "zh-Hans"


def test_the_language_switch_comes_back_to_the_same_page_and_is_kept(client: Client) -> None:
    answer = press(client, language="en")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/help")
    assert '<html lang="en">' in client.get(HOME).text
    assert "How it works" in client.get("/help").text


def test_a_page_has_an_address_in_each_language_for_whoever_searches_in_it(client: Client) -> None:
    """The English address is kept like the switch, and the switch takes one back out of it."""
    page = client.get("/items?of=1&lang=en")
    assert '<html lang="en">' in page.text
    alternates = dict(re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', page.text))
    assert alternates["en"].endswith("/items?of=1&amp;lang=en")
    assert alternates["zh-Hans"] == alternates["x-default"]
    assert alternates["zh-Hans"].endswith("/items?of=1")
    assert 'name="next" value="/items?of=1"' in page.text
    assert '<html lang="en">' in client.get(HOME).text
    press(client, language="zh-hans")
    assert '<html lang="zh-Hans">' in client.get("/items?lang=nonsense").text


@pytest.mark.proves("FX.2")
def test_large_print_is_one_press_away_and_is_kept(client: Client) -> None:
    assert 'value="large"' in client.get(HOME).text

    press(client, size="large")
    page = client.get(HOME).text

    assert 'class="large"' in page
    assert "web/large.css" in page
    assert 'value="normal"' in page


def test_an_unknown_wish_changes_nothing(client: Client) -> None:
    answer = press(client, language="xx", size="huge")

    assert answer.status_code == 303
    assert not answer.cookies


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:alert(1)"])
def test_a_switch_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    answer = client.post("/wishes", {"next": elsewhere, "size": "large"})

    assert answer.headers["Location"] == HOME

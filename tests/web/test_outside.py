"""What the world outside sees of a page: a slow line, a search engine, whoever follows a link from there."""

import datetime as dt
import gzip
import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from leyiban.kernel import moments
from tests.cases.world import FOOD, World
from tests.web.journey.traveller import signed_in

pytestmark = pytest.mark.usefixtures("db")

# Everything that explains itself to whoever comes from a search engine.
TOLD = (
    "/",
    f"/items/{FOOD}",
    "/items",
    "/events/open-a-shop",
    "/progress",
    "/licences",
    "/list",
    "/open",
    "/open/grants",
    "/open/savings",
    "/help",
    "/sign-in",
)
ABOUT = re.compile(r'<meta name="description" content="([^"]+)">')


def test_pages_travel_compressed_where_the_browser_takes_it(client: Client) -> None:
    plain = client.get("/help")
    packed = client.get("/help", headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert gzip.decompress(packed.content).startswith(b"<!doctype html>")


def test_an_answer_of_the_api_keeps_its_strong_tag(client: Client) -> None:
    """A program sends the tag back with If-Match, which a compressed answer's weak one would fail."""
    answer = client.get(f"/api/v1/items/{FOOD}", headers={"Accept-Encoding": "gzip"})

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["ETag"].startswith('"')


def test_a_page_for_everybody_says_in_a_line_what_it_is_about_and_may_be_listed(client: Client) -> None:
    pages = {path: client.get(path) for path in TOLD}
    said = {path: ABOUT.findall(page.text) for path, page in pages.items()}

    assert {path: lines for path, lines in said.items() if len(lines) != 1} == {}
    assert len({lines[0] for lines in said.values()}) == len(TOLD)
    assert [path for path, page in pages.items() if "X-Robots-Tag" in page.headers] == []


def test_a_page_of_somebody_may_not_be_listed(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments, "now", lambda: now)
    somebody = signed_in(World(now).citizen)

    assert {somebody.get(path).headers.get("X-Robots-Tag") for path in ("/me", "/")} == {"noindex"}


def test_search_engines_find_every_guide_and_no_page_of_a_person(client: Client) -> None:
    robots = client.get("/robots.txt")
    address = re.findall(r"(?m)^Sitemap: (\S+)$", robots.text)
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /api/" in robots.text.splitlines()
    assert len(address) == 1

    sitemap = client.get("/" + address[0].split("/", 3)[3])
    found = [element.text or "" for element in ElementTree.fromstring(sitemap.content).iter() if element.text]
    paths = {"/" + each.split("/", 3)[3] for each in found}
    guides = set(re.findall(r'href="(/items/[a-z0-9-]+)"', client.get("/items").text))
    assert guides and guides <= paths
    assert not [path for path in paths if path.startswith(("/me", "/cases", "/drafts", "/workbench", "/api"))]

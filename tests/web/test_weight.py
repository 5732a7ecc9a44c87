"""First load at most 150 KB before compression, nothing inline, nothing from elsewhere (look.md §19)."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.usefixtures("db")

MOST = 150 * 1024
PATHS = ["/", "/search", "/help", "/entrances", "/progress", "/design", "/design/home", "/design/workbench"]
ASSET = re.compile(r'(?:href|src)="/static/([^"#]+)')
# What browsers of Android 8 and WeChat's own engine do not know.
TOO_NEW_CSS = (":has(", ":is(", ":where(", "@layer", "@container", "clamp(", "inset:", "aspect-ratio", "&:")
TOO_NEW_JS = ("?.", "??", "=>", "`", "async ", "...")
STATIC = Path(__file__).parents[2] / "src/leyiban/web/static/web"


def with_what_sheets_name(assets: set[str]) -> set[str]:
    named = {
        f"web/{name}"
        for asset in assets
        if asset.endswith(".css")
        for name in re.findall(r'url\("([^"]+)"\)', Path(str(finders.find(asset))).read_text("utf-8"))
    }
    return assets | named


@pytest.mark.parametrize("size", ["normal", "large"])
@pytest.mark.parametrize("path", ["/", "/search", "/help", "/progress", "/design/home", "/design/workbench"])
def test_first_load_is_light(client: Client, path: str, size: str) -> None:
    client.cookies["size"] = size
    page = client.get(path)
    assets = with_what_sheets_name(set(ASSET.findall(page.text)))

    weight = len(page.content) + sum(Path(str(finders.find(asset))).stat().st_size for asset in assets)

    assert page.status_code == 200
    assert len(assets) >= 7
    assert weight <= MOST, f"{weight} bytes"


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: Client, path: str) -> None:
    page = client.get(path)

    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", page.text)
    # Where the page stands in another language is a whole address, which nobody loads.
    assert not re.search(r'(?:src|<link(?! rel="alternate")[^>]+href)="(?:https?:)?//', page.text)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_are_understood_by_old_phones(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)

    assert [word for word in TOO_NEW_CSS if word in rules] == []
    assert not re.search(r"(?<!grid-)\bgap:", rules), "old engines know no gap outside grids; write grid-gap"


@pytest.mark.parametrize("script", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_understood_by_old_phones(script: Path) -> None:
    code = re.sub(r"//.*", "", script.read_text("utf-8"))

    assert [word for word in TOO_NEW_JS if word in code] == []

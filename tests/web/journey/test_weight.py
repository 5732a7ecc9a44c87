"""The heaviest pages of the way load as lightly as the first one, with nothing inline (look.md §19)."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.web.journey.traveller import Traveller
from tests.web.test_weight import ASSET, MOST, with_what_sheets_name


@pytest.mark.parametrize("size", ["normal", "large"])
def test_every_page_of_the_way_is_light(traveller: Traveller, size: str) -> None:
    traveller.browser.cookies["size"] = size
    case = traveller.world.submitted()
    draft = traveller.begin()
    paths = [
        "/items/food-business-new/start",
        f"/drafts/{draft.key}",
        f"/drafts/{draft.key}/form/shop",
        f"/drafts/{draft.key}/papers",
        f"/drafts/{draft.key}/check",
        f"/cases/{case.number}",
        f"/cases/{case.number}/receipt",
        "/me/cases",
    ]
    for path in paths:
        page = traveller.get(path).must(200)
        assets = with_what_sheets_name(set(ASSET.findall(page.html)))
        weight = len(page.html.encode()) + sum(
            Path(str(finders.find(asset))).stat().st_size for asset in assets
        )

        assert weight <= MOST, f"{path}: {weight} bytes"
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", page.html), path

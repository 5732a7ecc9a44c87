"""The accessibility engine (axe-core, vendored), run inside an open page."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

_ENGINE = Path(__file__).resolve().parents[1] / "vendor" / "axe-4.14.1.min.js"
_RUN = "axe.run(document, {resultTypes: ['violations']})"


@cache
def _engine() -> str:
    return _ENGINE.read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What the engine finds wrong, one line each: rule, what it is about, where."""
    page.evaluate(_engine())
    found = page.evaluate(_RUN)["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} at {[node['target'] for node in rule['nodes']][:5]}"
        for rule in found
    ]

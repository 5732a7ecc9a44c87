"""Where the tools of this folder are, and what goes wrong with them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

from tests.support.browser import chromium

FOLDER = Path(__file__).resolve().parent
VALIDATOR = FOLDER / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


class Broken(Exception):
    """A tool is missing or did not do its work: that is no finding about a page."""


def ensure_tools() -> None:
    """Raises Broken when something that ``make pages`` does not install itself is missing."""
    if chromium() is None:
        raise Broken("No Chromium on the path: apt-get install chromium")
    if shutil.which("java") is None:
        raise Broken("No Java on the path, which the validator needs: apt-get install default-jre-headless")
    if not VALIDATOR.exists():
        raise Broken("The Node tools are not installed: npm ci in tests/pages")


def versions() -> dict[str, str]:
    """By which programs the figures were found."""
    browser = subprocess.run([chromium() or "", "--version"], capture_output=True, text=True, check=True)
    found = re.search(r"\d+(\.\d+)+", browser.stdout)
    return {
        "lighthouse": _installed("lighthouse"),
        "vnu": _installed("vnu-jar"),
        "chromium": found[0] if found else browser.stdout.strip(),
    }


def _installed(package: str) -> str:
    manifest = FOLDER / "node_modules" / package / "package.json"
    return str(json.loads(manifest.read_text("utf-8"))["version"])

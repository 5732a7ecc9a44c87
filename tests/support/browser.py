"""A real browser for tests: Debian's Chromium through Playwright, with the project's own fonts."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.support.environment import REPOSITORY, VAR_DIR

FONTS = REPOSITORY / "src" / "leyiban" / "kernel" / "documents" / "fonts"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
_PATIENCE = 10_000  # milliseconds
_FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def chromium() -> str | None:
    """The browser on the path, or None."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


def font_configuration() -> Path:
    """A fontconfig file that knows the project's fonts and no others, so that screens look alike everywhere."""
    folder = VAR_DIR / "fontconfig"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "fonts.conf"
    file.write_text(_FONTCONFIG.format(fonts=FONTS, cache=folder / "cache"), "utf-8")
    return file


@dataclass
class Pages:
    """Opens pages and remembers what they complained about."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        url: str,
        *,
        width: int = 1280,
        height: int = 800,
        language: str = "zh-CN",
        javascript: bool = True,
    ) -> Page:
        """A page of a person of its own (own cookies), at ``url``."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        context.set_default_timeout(_PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.goto(url)
        return page

    def close(self) -> None:
        """Close everything that was opened."""
        for context in self._contexts:
            context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        # The browser reports each answer of 4xx as an error; a test looks at those itself.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """A running browser for the length of the block; skips the test when there is none on this machine."""
    executable = chromium()
    if executable is None:
        pytest.skip("NO BROWSER: install Chromium (apt-get install chromium) to run the browser tests")
    variables: dict[str, str | float | bool] = {"FONTCONFIG_FILE": str(font_configuration())}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*_FLAGS], env=variables)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one module: while it runs, this thread has an event loop that other tests must not meet."""
    with pytest.MonkeyPatch.context() as patch, started() as running:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield running


@pytest.fixture
def pages(browser: Browser) -> Iterator[Pages]:
    """Opens pages for one test, which fails when a page logs an error (a refused style, a script's failure)."""
    opened = Pages(browser)
    yield opened
    opened.close()
    assert not opened.complaints, f"pages complained: {opened.complaints}"


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(pages: Pages) -> OpenPage:
    """``open_page(url, width=375, language="en-GB", javascript=False)``."""
    return pages.open

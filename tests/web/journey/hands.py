"""Hands at a real browser: sign in at the province, fill in a page of questions, hand in papers, by mouse or keyboard."""

import io
import re
from collections.abc import Callable
from typing import Any, Protocol

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, Locator, Page, expect

from leyiban.catalogue.rulefile import RuleFile, as_typed
from leyiban.catalogue.rulefile.form import FormField

RADIOS_AT_MOST = 7


class Served(Protocol):
    """Anything that is served at an address without a slash at its end."""

    @property
    def url(self) -> str: ...


def sign_in(page: Page, url: str, person: str) -> None:
    """Through the province's door, in the language of the page."""
    page.goto(f"{url}/sign-in")
    page.locator("form[action='/sign-in/province'] button").click()
    page.get_by_role("button", name=person).first.click()
    expect(page).to_have_url(re.compile(r"/me$|/items/|/cases/|/drafts/"))


def sign_in_staff(page: Page, url: str, username: str, password: str, code_of: Callable[[str], str]) -> None:
    """At the workbench, with a password and then the one-time code that ``code_of`` reads off the authenticator."""
    page.goto(f"{url}/workbench")
    page.locator("a[href='/sign-in/password']").click()
    page.locator("main input[name=username]").fill(username)
    page.locator("main input[type=password]").fill(password)
    page.locator("main form button").first.click()
    page.locator("main input[name=code]").fill(code_of(username))
    page.locator("main form button").first.click()
    expect(page).to_have_url(re.compile("/workbench$"))


def speak(page: Page, url: str, language: str) -> None:
    page.context.add_cookies([{"name": "language", "value": language, "url": url}])


def photograph(words: str) -> FilePayload:
    """A picture as a phone takes it, a little different for each paper."""
    image = Image.new("RGB", (900, 1270), "#fbfbf7")
    draw = ImageDraw.Draw(image)
    for line in range(12):
        draw.line(
            (90, 180 + 80 * line, 800 - (37 * line + 11 * len(words)) % 300, 180 + 80 * line), "#8a8f98", 6
        )
    draw.rectangle((600, 1000, 800, 1180), outline="#b42318", width=8)
    content = io.BytesIO()
    image.save(content, "JPEG", quality=80)
    return {"name": f"{words}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def type(self, field: Locator, text: str) -> None:
        field.fill(text)

    def tick(self, box: Locator) -> None:
        box.check()

    def pick(self, options: Locator, value: str) -> None:
        options.select_option(value)

    def press(self, button: Locator) -> None:
        button.click()


class Keyboard(Mouse):
    """Never touches the mouse: reaches everything with Tab, as one must who cannot see where things are."""

    _FARTHEST = 150

    def _reach(self, target: Locator) -> None:
        handle = target.element_handle()
        assert handle is not None
        for _ in range(self._FARTHEST):
            if self.page.evaluate("element => document.activeElement === element", handle):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {target}")

    def type(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, box: Locator) -> None:
        group = box.get_attribute("name")
        if box.get_attribute("type") == "radio":  # a group is one stop; arrows go on from there
            self._reach_group(str(group))
            for _ in range(20):
                self.page.keyboard.press("Space")
                if box.is_checked():
                    return
                self.page.keyboard.press("ArrowDown")
            raise AssertionError(f"arrows do not reach {box}")
        self._reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def _reach_group(self, name: str) -> None:
        for _ in range(self._FARTHEST):
            if self.page.evaluate("name => document.activeElement.name === name", name):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {name}")

    def pick(self, options: Locator, value: str) -> None:
        self._reach(options)
        label = options.locator(f'option[value="{value}"]').inner_text()
        self.page.keyboard.type(label)

    def press(self, button: Locator) -> None:
        self._reach(button)
        self.page.keyboard.press("Enter")


def fill(hand: Mouse, rules: RuleFile, answers: dict[str, Any]) -> None:
    """Answer every question that the page asks."""
    asked = hand.page.locator("#questions [data-field]")
    for index in range(asked.count()):
        field = asked.nth(index)
        key = str(field.get_attribute("data-field"))
        question = rules.question(key)
        assert question is not None
        _answer(hand, field, question, answers[key])


def _answer(hand: Mouse, field: Locator, question: FormField, answer: Any) -> None:
    match question.type:
        case "region":
            _region(hand, field, str(answer))
        case "multi_choice":
            for value in answer:
                hand.tick(field.locator(f'input[value="{value}"]'))
        case "yes_no":
            hand.tick(field.locator(f'input[value="{"yes" if answer else "no"}"]'))
        case "choice" if len(question.choices) <= RADIOS_AT_MOST:
            hand.tick(field.locator(f'input[value="{answer}"]'))
        case "choice":
            hand.pick(field.locator("select"), str(answer))
        case "date":
            field.locator("input").fill(str(answer))
        case _:
            hand.type(field.locator("input, textarea"), as_typed(question, answer))


def _region(hand: Mouse, field: Locator, code: str) -> None:
    """List by list, each opened by the one above it: by the script at once, without it by its button."""
    lists = field.locator("select").count()
    name = str(field.get_attribute("data-field"))
    for depth in range(1, lists + 1):
        here = hand.page.locator(f'[data-field="{name}"] select').nth(depth - 1)
        if here.locator("option").count() <= 1:
            button = hand.page.locator(f'[name="regions_of"][value="{name}"]')
            if button.is_visible():
                button.click()
            expect(here.locator("option").nth(1)).to_be_attached()
        hand.pick(here, code[:6] if depth == 1 else code)

"""Every text of the pages: English beside the Chinese, short sentences, no banned words (look.md §12–13)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "src" / "leyiban" / "web"
LONGEST = 20  # letters and figures in a sentence
BANNED = ("系统繁忙", "操作失败", "参数错误", "详见附件", "其他材料", "相关部门", "予以", "请知悉")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
}
METHODS = [("jinja2/**.html", "jinja2"), ("**.py", "python")]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%\w|\{\w+\}")


def texts() -> Iterator[tuple[str, str]]:
    """The file and the Chinese of every message outside the style page."""
    found = extract_from_dir(
        WEB,
        method_map=METHODS,
        keywords=KEYWORDS,
        options_map={"jinja2/**.html": {"newstyle_gettext": "true"}},
    )
    for file, _line, message, _comments, _context in found:
        if "design/" not in file:
            yield file, message if isinstance(message, str) else message[0]


MESSAGES = sorted(set(texts()))


@pytest.fixture(scope="module")
def english() -> dict[str, Message]:
    with (WEB / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {m.id if isinstance(m.id, str) else m.id[0]: m for m in catalogue if m.id}


def test_the_search_for_messages_finds_them() -> None:
    assert len(MESSAGES) > 200


def test_every_text_has_its_english(english: dict[str, Message]) -> None:
    without = [text for _file, text in MESSAGES if text not in english or not english[text].string]

    assert without == []


def test_no_english_without_a_text(english: dict[str, Message]) -> None:
    assert sorted(english.keys() - {text for _file, text in MESSAGES}) == []


def test_placeholders_are_the_same_in_both_languages(english: dict[str, Message]) -> None:
    # A language may leave out what its grammar does not need (the weekday), never invent a name.
    for text, message in english.items():
        strings = (message.string,) if isinstance(message.string, str) else message.string
        for string in strings:
            assert set(PLACEHOLDER.findall(string)) <= set(PLACEHOLDER.findall(text)), text


@pytest.mark.parametrize(("file", "text"), MESSAGES)
def test_sentences_are_short_and_words_are_plain(file: str, text: str) -> None:
    plain = PLACEHOLDER.sub("", text)
    for sentence in re.split(r"[。?!;:\n]", plain):
        assert len(re.sub(r"\W", "", sentence)) <= LONGEST, sentence
    for word in BANNED:
        assert word not in plain


def test_templates_hold_no_chinese_outside_messages() -> None:
    """Untranslated Chinese in a template would stay Chinese on an English page."""
    allowed = re.compile(r"\{#.*?#\}|_\(\"[^\"]*\"|ngettext\(\"[^\"]*\", \"[^\"]*\"", re.DOTALL)
    left = {
        page.name: found
        for page in WEB.glob("jinja2/**/*.html")
        if "design" not in page.parts
        and (found := re.findall(r"[\u4e00-\u9fff]+", allowed.sub("", page.read_text("utf-8"))))
    }

    assert left == {}

"""Every text of people has its English, and none has a banned word (look.md §13)."""

from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PEOPLE = Path(__file__).parents[2] / "src" / "leyiban" / "people"
BANNED = ("系统繁忙", "操作失败", "参数错误", "详见附件", "其他材料", "相关部门", "予以", "请知悉")


def texts() -> set[str]:
    found = extract_from_dir(
        PEOPLE,
        method_map=[("**.py", "python")],
        keywords={"_": None, "gettext": None, "gettext_lazy": None},
    )
    return {message for _file, _line, message, _comments, _context in found if isinstance(message, str)}


def english() -> dict[str, str]:
    with (PEOPLE / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file, locale="en") if each.id}


def test_every_text_has_its_english_and_every_english_its_text() -> None:
    assert {text for text in texts() if not english().get(text)} == set()
    assert set(english()) - texts() == set()


def test_no_text_has_a_banned_word() -> None:
    assert [text for text in texts() if any(word in text for word in BANNED)] == []

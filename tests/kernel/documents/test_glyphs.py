"""What papers can show, and what stands in for the rest."""

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.documents.fonts import BODY, FOLDER, SANS, TITLE
from leyiban.kernel.documents.fonts.build import standard_characters
from leyiban.kernel.documents.glyphs import coverage, printable, printable_data, unprintable

EMOJI = "\N{GRINNING FACE}"
BEYOND_BASIC_PLANE = "\U00020164"  # 𠅤, in a name of the standard table's kind
NOWHERE = "\U0003134a"  # the last character of extension H


def test_every_character_of_the_standard_table_has_a_glyph() -> None:
    assert len(standard_characters()) == 8105
    assert standard_characters() <= coverage()


def test_unified_ideographs_of_both_first_blocks_have_glyphs() -> None:
    assert set(range(0x4E00, 0x9FA6)) <= coverage()
    assert set(range(0x3400, 0x4DB6)) <= coverage()


def test_names_with_rare_characters_and_middle_dots_stay_as_typed() -> None:
    for name in (
        f"张{BEYOND_BASIC_PLANE}",
        "㛃䶮",
        "阿依古丽·买买提",
        "阿依古丽•买买提",
        "José Núñez",
        "﨑山",
    ):
        assert printable(name).text == name
        assert unprintable(name) == ()


def test_a_missing_glyph_is_printed_as_its_code_and_named() -> None:
    shown = printable(f"王{NOWHERE}")
    assert shown.text == "王[U+3134A]"
    assert shown.replaced == (0x3134A,)


def test_emoji_never_reach_a_paper() -> None:
    assert printable(f"小店{EMOJI}").text == "小店[U+1F600]"
    for code in (*range(0x1F300, 0x1F650), *range(0x1F680, 0x1F6FF), *range(0x1F900, 0x1FAFF)):
        assert code not in coverage()


def test_what_cannot_be_seen_is_left_out() -> None:
    assert printable("乐\u202e山\u200b市\ufe0f\x00\U000e0100").text == "乐山市"
    assert printable("一\t二\r\n三\u2028四").text == "一 二\n三\n四"


@given(st.text())
def test_whatever_is_shown_has_a_glyph(text: str) -> None:
    shown = printable(text).text
    assert all(ord(character) in coverage() or character == "\n" for character in shown)
    assert printable(shown).text == shown


def test_data_is_walked_to_its_leaves() -> None:
    data, replaced = printable_data({"a": ["王(某)", 3, None, {"b": NOWHERE}], "c": True})
    assert data == {"a": ["王\uff08某\uff09", 3, None, {"b": "[U+3134A]"}], "c": True}
    assert replaced == (0x3134A,)


@pytest.mark.parametrize(
    ("file", "family"),
    [
        ("LeyibanSerifTitle-Bold.otf", TITLE),
        ("LeyibanWenkai-Regular.ttf", BODY),
        ("NotoSansCJKsc-Regular.otf", SANS),
    ],
)
def test_vendored_faces_carry_their_own_names_and_licence(file: str, family: str) -> None:
    with TTFont(FOLDER / file, lazy=True) as font:
        assert font["name"].getDebugName(1) == family
        assert "Open Font License" in font["name"].getDebugName(13)
    assert (FOLDER / file).stat().st_size < 9_000_000
    assert file in (FOLDER / "OFL.txt").read_text("utf-8")

"""Names, telephones, masks, divisions and wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.identifiers import (
    Invalid,
    Reason,
    Valid,
    check_mobile,
    check_organisation_name,
    check_person_name,
    check_phone,
    division_chain,
    is_division_code,
    mask_id_document,
    mask_mobile,
    mask_name,
    mask_phone,
    mask_resident_id,
    normalise,
)
from leyiban.kernel.identifiers.wording import sentence

LONGEST = 200


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("王小明", "王小明"),
        (" 王小明\u3000", "王小明"),
        ("阿西•吉拉", "阿西·吉拉"),
        ("阿西・吉拉", "阿西·吉拉"),
        ("阿西‧吉拉", "阿西·吉拉"),
        ("阿西.吉拉", "阿西·吉拉"),
        ("阿西．吉拉", "阿西·吉拉"),
        ("阿西 · 吉拉", "阿西·吉拉"),
        ("𠮷野", "𠮷野"),
        ("\U00031350某", "\U00031350某"),  # newer than the tables of this Python
        ("葛\U000e0100某", "葛\U000e0100某"),  # chooses a form of one character
        ("\ufa0e某", "\ufa0e某"),  # a compatibility ideograph stays the very character
        ("〇某", "〇某"),
        ("Ｊｏｈｎ O’Brien", "John O’Brien"),
        ("Rene\u0301 J. Dupont-Martin", "René J. Dupont-Martin"),
    ],
)
def test_names_that_people_have(typed: str, value: str) -> None:
    assert check_person_name(typed, longest=LONGEST) == Valid(value)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.EMPTY),
        ("\u3000", Reason.EMPTY),
        ("王😀", Reason.EMOJI),
        ("王❤️", Reason.EMOJI),
        ("👨‍👩‍👧", Reason.EMOJI),
        ("王1", Reason.NOT_IN_A_NAME),
        ("王<b>", Reason.NOT_IN_A_NAME),
        ("王\ue000", Reason.PRIVATE_CHARACTER),
        ("王\u202e明", Reason.INVISIBLE_CHARACTER),
        ("王\x00明", Reason.INVISIBLE_CHARACTER),
        ("·王", Reason.MISPLACED_MARK),
        ("阿西··吉拉", Reason.MISPLACED_MARK),
        ("阿西·", Reason.MISPLACED_MARK),
        ("···", Reason.NO_LETTER),
        ("王" * 201, Reason.TOO_LONG),
    ],
)
def test_what_is_no_name(typed: str, reason: Reason) -> None:
    assert check_person_name(typed, longest=LONGEST) == Invalid(reason)


def test_two_hundred_characters_are_a_name_even_beyond_the_basic_plane() -> None:
    assert check_person_name("𠮷" * 200, longest=LONGEST).valid


@given(st.text(max_size=30))
def test_a_normalised_name_stays_as_it_is(text: str) -> None:
    checked = check_person_name(text, longest=LONGEST)
    if isinstance(checked, Valid):
        assert check_person_name(checked.value, longest=LONGEST) == checked


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("乐山市市中区张公桥小吃店（个体工商户）", "乐山市市中区张公桥小吃店(个体工商户)"),
        ("峨眉山A&B茶业有限公司2号店", "峨眉山A&B茶业有限公司2号店"),
    ],
)
def test_names_of_organisations(typed: str, value: str) -> None:
    assert check_organisation_name(typed, longest=LONGEST) == Valid(value)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("茶业🍵", Reason.EMOJI), ("茶业<script>", Reason.NOT_IN_A_NAME), ("", Reason.EMPTY)],
)
def test_what_is_no_name_of_an_organisation(typed: str, reason: Reason) -> None:
    assert check_organisation_name(typed, longest=LONGEST) == Invalid(reason)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("13900000000", "13900000000"),
        ("+86 139-0000-0000", "13900000000"),
        ("008613900000000", "13900000000"),
        ("(0833)2100000", "0833-2100000"),
        ("0833 2100000-12", "0833-2100000-12"),
        ("01061234567", "010-61234567"),
        ("083312345", "0833-12345"),
        ("12345", "12345"),
        ("95598", "95598"),
        ("４００８００８８８８", "400-800-8888"),
    ],
)
def test_telephones(typed: str, value: str) -> None:
    assert check_phone(typed) == Valid(value)


@pytest.mark.parametrize("typed", ["2100000", "12012345678", "0833-210000", "110", "0133-2100000", "abc"])
def test_what_is_no_telephone(typed: str) -> None:
    assert check_phone(typed) == Invalid(Reason.NOT_A_PHONE)


def test_a_landline_is_no_mobile() -> None:
    assert check_mobile("0833-2100000") == Invalid(Reason.NOT_A_MOBILE)
    assert check_mobile(" ") == check_phone("") == Invalid(Reason.EMPTY)


def test_masks() -> None:
    assert mask_resident_id("511102190001010016") == "5111**********0016"
    assert mask_mobile("13912345678") == "139****5678"
    assert mask_phone("13912345678") == "139****5678"
    assert mask_phone("0833-2100000") == "0833-*****00"
    assert mask_phone("12345") == "***45"
    assert mask_id_document("E12345678") == "E1*****78"
    assert mask_id_document("USA110000000001") == "USA1*******0001"
    assert [mask_name(each) for each in ("王小明", "欧阳娜娜", "阿西·吉拉", "𠮷野", "")] == [
        "王*",
        "欧阳*",
        "阿*",
        "𠮷*",
        "",
    ]


@given(st.text("0123456789X", max_size=20))
def test_a_mask_hides_at_least_three_characters_or_all(number: str) -> None:
    for mask in (mask_resident_id, mask_mobile, mask_id_document):
        shown = mask(number)
        assert len(shown) == len(number)
        assert shown.count("*") >= min(3, len(number))


def test_divisions_above() -> None:
    assert division_chain("511132100201") == ("511132100201", "511132100", "511132", "511100", "510000")
    assert division_chain("511102000000") == ("511102", "511100", "510000")
    assert division_chain("511100") == ("511100", "510000")
    assert division_chain("511102LSGX") == ("511102LSGX", "511102", "511100", "510000")
    assert division_chain("LSGX") == ("LSGX",)
    assert [is_division_code(each) for each in ("511102", "511102001", "5111", "LSGX")] == [
        True,
        True,
        False,
        False,
    ]


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    for reason in Reason:
        chinese, english = sentence(reason), sentence(reason, "en-gb")
        assert chinese.endswith("。")
        assert english.endswith(".")
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)


@given(st.text(max_size=30))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)

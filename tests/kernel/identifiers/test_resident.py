"""Resident identity numbers and the other documents of people."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.identifiers import (
    IdDocument,
    Invalid,
    Reason,
    Valid,
    birth_date,
    check_id_document,
    check_resident_id,
    is_male,
)
from leyiban.kernel.identifiers.check_characters import resident_check

TODAY = dt.date(2020, 2, 10)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    division = draw(st.integers(0, 999_999))
    born = draw(st.dates(dt.date(1850, 1, 1), TODAY))
    first17 = f"{division:06}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first17 + resident_check(first17)


@given(numbers())
def test_every_composed_number_is_valid_whatever_its_division(number: str) -> None:
    assert check_resident_id(number, today=TODAY) == Valid(number)


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_changed_character_is_caught(number: str, place: int, other: str) -> None:
    changed = number[:place] + other + number[place + 1 :]
    assert check_resident_id(changed, today=TODAY).valid == (changed == number)


@given(numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_are_caught(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert check_resident_id(swapped, today=TODAY).valid == (swapped == number)


@given(st.text(max_size=24))
def test_no_input_is_too_strange_to_answer(text: str) -> None:
    checked = check_resident_id(text, today=TODAY)
    assert checked.valid or checked.message()


@pytest.mark.parametrize(
    "typed",
    [
        "51110219050606049x",
        " 511102 19050606 049X ",
        "５１１１０２１９０５０６０６０４９Ｘ",
        "５１１１０２１９０５０６０６０４９ｘ",
        "51110219050606049X\u200b",
    ],
)
def test_what_people_type_is_normalised(typed: str) -> None:
    assert check_resident_id(typed, today=TODAY) == Valid("51110219050606049X")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", Reason.EMPTY),
        ("　 ", Reason.EMPTY),
        ("511102500101001", Reason.OLD_FIFTEEN_DIGITS),
        ("5111021900010100", Reason.WRONG_LENGTH),
        ("51110219000101001A", Reason.WRONG_CHARACTERS),
        ("X11102190001010016", Reason.WRONG_CHARACTERS),
        ("٥١١١٠٢١٩٠٠٠١٠١٠٠١٦", Reason.WRONG_CHARACTERS),
        ("511102190013010016", Reason.NO_SUCH_DATE),
        ("511102000001010016", Reason.NO_SUCH_DATE),
        ("511102190001010010", Reason.CHECK_CHARACTER),
    ],
)
def test_reasons(typed: str, reason: Reason) -> None:
    assert check_resident_id(typed, today=TODAY) == Invalid(reason)


def test_a_birth_of_today_is_possible_and_of_tomorrow_is_not() -> None:
    for born, possible in [(TODAY, True), (TODAY + dt.timedelta(days=1), False)]:
        first17 = f"511102{born:%Y%m%d}001"
        assert check_resident_id(first17 + resident_check(first17), today=TODAY).valid is possible


def test_what_a_number_says() -> None:
    assert birth_date("511181190402290333") == dt.date(1904, 2, 29)
    assert is_male("511181190402290333")
    assert not is_male("511132190808151184")


@pytest.mark.parametrize(
    ("document", "typed", "valid"),
    [
        (IdDocument.RESIDENT_ID, "51110219050606049x", True),
        (IdDocument.HK_MACAO_PERMIT, "h1234567801", True),
        (IdDocument.HK_MACAO_PERMIT, "M12345678", True),
        (IdDocument.HK_MACAO_PERMIT, "T12345678", False),
        (IdDocument.TAIWAN_PERMIT, "12345678", True),
        (IdDocument.TAIWAN_PERMIT, "1234567", False),
        (IdDocument.PASSPORT, "E12345678", True),
        (IdDocument.PASSPORT, "E123", False),
        (IdDocument.FOREIGN_RESIDENT_CARD, "USA110000000001", True),
        (IdDocument.FOREIGN_RESIDENT_CARD, "911840198001010015", True),
        (IdDocument.FOREIGN_RESIDENT_CARD, "811840198001010015", False),
        (IdDocument.HMT_RESIDENCE_PERMIT, "81000019000101001" + resident_check("81000019000101001"), True),
        (IdDocument.HMT_RESIDENCE_PERMIT, "511102190001010016", False),
        (IdDocument.PASSPORT, "", False),
    ],
)
def test_other_documents(document: IdDocument, typed: str, valid: bool) -> None:
    assert check_id_document(document, typed, today=TODAY).valid is valid

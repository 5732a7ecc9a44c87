"""How papers write dates, numbers and punctuation."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.kernel.documents.wording import (
    document_number,
    full_width,
    in_words,
    moment_in_words,
    with_weekday,
)

L, R, COMMA, COLON = "\uff08", "\uff09", "\uff0c", "\uff1a"


def test_dates_are_written_without_leading_zeros() -> None:
    assert in_words(dt.date(2020, 3, 9)) == "2020年3月9日"
    assert with_weekday(dt.date(2020, 3, 9)) == f"2020年3月9日{L}星期一{R}"
    assert with_weekday(dt.date(2020, 3, 15)) == f"2020年3月15日{L}星期日{R}"


def test_moments_are_in_the_citys_time() -> None:
    late = dt.datetime(2020, 3, 9, 16, 5, tzinfo=dt.UTC)
    assert moment_in_words(late) == f"2020年3月10日{L}星期二{R}00:05"


def test_numbers_of_documents() -> None:
    assert document_number(office="乐行审", series="受", year=2020, serial=12) == "乐行审受〔2020〕12号"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("您好,张三:请来", f"您好{COMMA}张三{COLON}请来"),
        ("食品经营许可(新办)", f"食品经营许可{L}新办{R}"),
        ("3月9日(星期一)17:30前", f"3月9日{L}星期一{R}17:30前"),
        ("电话0833-2442345,或来窗口", f"电话0833-2442345{COMMA}或来窗口"),
        ("1,000 m2 (a, b): c", "1,000 m2 (a, b): c"),
        ("《行政许可法》(2019)", f"《行政许可法》{L}2019{R}"),
        ("", ""),
    ],
)
def test_punctuation_is_chinese_where_it_stands_in_chinese(typed: str, printed: str) -> None:
    assert full_width(typed) == printed


@given(st.text())
def test_full_width_changes_nothing_but_these_marks_and_settles(text: str) -> None:
    once = full_width(text)
    assert len(once) == len(text)
    assert all(a == b or a in ",:;?!()" for a, b in zip(text, once, strict=True))


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_latin_text_is_left_alone(text: str) -> None:
    assert full_width(text) == text

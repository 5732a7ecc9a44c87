"""Which passwords are refused, and that nothing else about them is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.people.rules.passwords import PLACE_WORDS, SHORTEST, Fault, fault_of

OWNER = ("c-liguoqiang", "李国强强强", "13900000001")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("short", Fault.SHORT),
        ("aaaaaaaaaaaaaaaa", Fault.MONOTONOUS),
        ("ababababababab", Fault.MONOTONOUS),
        ("0123456789", Fault.MONOTONOUS),
        ("zyxwvutsrqpo", Fault.MONOTONOUS),
        ("Leshan12345", Fault.ABOUT_THE_PLACE),
        ("leyiban-2020", Fault.ABOUT_THE_PLACE),
        ("乐山政务乐山政务!!", Fault.ABOUT_THE_PLACE),
        ("Password@12345", Fault.ABOUT_THE_PLACE),
        ("mima13900000001", Fault.ABOUT_THE_OWNER),
        ("13900000001!!", Fault.ABOUT_THE_OWNER),
        ("C-LiGuoQiang99", Fault.ABOUT_THE_OWNER),
    ],
)
def test_what_somebody_tries_first_is_refused(text: str, fault: Fault) -> None:
    assert fault_of(text, owner=OWNER) is fault


@pytest.mark.parametrize(
    "text",
    [
        "一句我记得住的话就行",
        "my grandmother keeps bees in Leshan",
        "correct horse battery",
        "9f!a Qz_07",
        "ü" * 3 + "bcdefg" + "漢" * 55,
        "只有汉字没有数字也没有符号",
    ],
)
def test_whatever_is_long_and_ones_own_will_do(text: str) -> None:
    assert fault_of(text, owner=OWNER) is None


@given(st.text(min_size=SHORTEST, max_size=128), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_has_an_answer(text: str, owner: list[str]) -> None:
    assert fault_of(text, owner=owner) in {*Fault, None}
    assert fault_of(PLACE_WORDS[0] * 3) is not None

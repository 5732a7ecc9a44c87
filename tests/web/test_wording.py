"""Chinese is set with Chinese punctuation, whatever was typed; what people type is left alone."""

import pytest
from django.template import engines
from django.utils import translation

from leyiban.web.wording import gettext, typeset


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("3样,2样我们已有", "3样\uff0c2样我们已有"),
        ("您想办什么?", "您想办什么\uff1f"),
        ("PDF,再传", "PDF\uff0c再传"),
        ("打电话问:0833-2111111", "打电话问\uff1a0833-2111111"),
        ("3月9日(星期一)17:30前", "3月9日(星期一)17:30前"),
        ("30,000元", "30,000元"),
        ("Yes, we can", "Yes, we can"),
        ("已经全宽,好", "已经全宽\uff0c好"),
    ],
)
def test_marks_beside_chinese_become_full_width(typed: str, set_: str) -> None:
    assert typeset(typed) == set_


def test_english_keeps_its_own_marks() -> None:
    with translation.override("en"):
        assert gettext("您想办什么?") == "What do you want to do?"


def test_what_a_person_typed_is_shown_as_typed() -> None:
    page = engines["jinja2"].from_string("{{ typed }}")

    assert page.render({"typed": "一,二?"}) == "一,二?"

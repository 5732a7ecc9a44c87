"""A city's rules for messages are refused where they cannot be kept, with line and advice."""

import pytest

from leyiban.packs.checks.messages import own_words_fit_a_message, quiet_hours_are_hours
from leyiban.packs.pack import Pack
from leyiban.packs.rules import COLUMNS, read_rules


def problems(key: str, value: str) -> list[tuple[int, str]]:
    row = f"{key},{value},,2019-01-01,,,,试,design"
    rules = read_rules(f"{','.join(COLUMNS)}\n{row}\n", file="rules.csv", region="511100")
    assert not rules.problems
    pack = Pack.__new__(Pack)
    object.__setattr__(pack, "rules", rules)
    found = [*quiet_hours_are_hours(pack), *own_words_fit_a_message(pack)]
    return [(problem.line, problem.code) for problem in found]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("message.quiet_from", "21:30"),
        ("message.wording.case.accepted", "您的{matter}收下了 {by}前办好"),
        ("retention.message", "1"),
    ],
)
def test_good_rules_pass(key: str, value: str) -> None:
    assert problems(key, value) == []


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("message.quiet_from", "9点", "messages.hour"),
        ("message.quiet_until", "8:00", "messages.hour"),
        ("message.quiet_until", "08", "messages.hour"),
        ("message.wording.case.acepted", "您的{matter}收下了", "messages.template"),
        ("message.wording.case.accepted", "见http://x.cn", "messages.link"),
        ("message.wording.case.accepted", "请回复密码", "messages.asks"),
        ("message.wording.case.accepted", "您的{shop}收下了", "messages.unknown_fact"),
        ("message.wording.case.accepted", "啊" * 80, "messages.too_long"),
    ],
)
def test_what_cannot_be_kept_is_named_with_its_line(key: str, value: str, code: str) -> None:
    assert problems(key, value) == [(2, code)]

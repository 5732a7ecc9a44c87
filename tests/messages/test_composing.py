"""Words of at most one message, in which nobody but the city speaks."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leyiban.messages.composing import Uncomposable, compose
from leyiban.messages.quiet import QuietHours
from leyiban.messages.sender import Sender
from leyiban.messages.standard import (
    CASE_ACCEPTED,
    CASE_CORRECTION,
    SIGN_IN_CODE,
)
from leyiban.messages.templates import (
    LONGEST,
    FlawKind,
    Template,
    all_templates,
    flaws_of,
    units,
)

NIGHT = QuietHours.of("21:00", "08:00")
SENDER = Sender(sign="乐山政务", phone="0833-2440000", quiet=NIGHT)
FACTS = {"matter": "食品经营许可", "by": dt.date(2026, 3, 9), "code": "K7M2QX"}


def test_matter_code_date_and_phone_stand_in_it() -> None:
    text = compose(template=CASE_ACCEPTED, facts=FACTS, sender=SENDER)
    assert text == "【乐山政务】您的食品经营许可已受理,最晚3月9日办好。查询码K7M2QX,电话0833-2440000"


@given(matter=st.text(max_size=200), phone=st.sampled_from(["0833-2440000", "12345"]))
def test_whatever_the_matter_is_called_it_is_one_message(matter: str, phone: str) -> None:
    sender = Sender(sign="乐山政务", phone=phone, quiet=NIGHT)
    text = compose(template=CASE_CORRECTION, facts={**FACTS, "matter": matter}, sender=sender)
    assert units(text) <= LONGEST
    assert text.startswith("【乐山政务】您的") and text.endswith(f"查询码K7M2QX,电话{phone}")
    assert text.count("【") == 1 and "\n" not in text


TWO_NAMES = Template(
    key="test.two_names", owner="test", text="{operator}代{body}办{matter},{by}到期。电话{phone}"
)


def test_of_two_long_names_both_are_shortened_and_the_day_is_not() -> None:
    facts = {"operator": "张伟", "body": "乐山" * 30, "matter": "经营" * 40, "by": "放假安排公布后告知的日期"}
    text = compose(template=TWO_NAMES, facts=facts, sender=SENDER)
    assert units(text) <= LONGEST
    assert text.count("…") == 2 and "放假安排公布后告知的日期到期" in text


@given(
    facts=st.dictionaries(st.sampled_from(["matter", "operator", "body"]), st.text(max_size=300), min_size=3)
)
def test_any_names_fit(facts: dict[str, str]) -> None:
    text = compose(template=TWO_NAMES, facts=facts | {"by": "3月9日"}, sender=SENDER)
    assert units(text) <= LONGEST and text.endswith("电话0833-2440000")


def test_words_without_room_are_a_defect_of_the_city() -> None:
    own = Sender(sign="乐山政务", phone="12345", quiet=NIGHT, wording={"case.accepted": "啊" * 70})
    with pytest.raises(Uncomposable, match="whatever is shortened"):
        compose(template=CASE_ACCEPTED, facts=FACTS, sender=own)


def test_a_long_name_is_shortened_and_marked() -> None:
    name = "乐山市市中区嘉州大道一百号临街商铺二楼餐饮服务经营者食品经营许可证核发"
    text = compose(template=CASE_ACCEPTED, facts={**FACTS, "matter": name}, sender=SENDER)
    assert units(text) == LONGEST
    assert "您的乐山市市中区" in text and "…已受理" in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("【某某银行】贷款", "〔某某银行〕贷款"),
        ("点这里https://evil.example/x 领钱", "点这里 领钱"),
        ("WWW.evil.example店", ""),
        ("evil.com店", "evil·com店"),
        ("一\n二\u200b三\u202e四", "一 二三四"),
        ("𬭚记", "𬭚记"),
        ("阿苏·尔布", "阿苏·尔布"),
    ],
)
def test_nobody_speaks_through_us(name: str, shown: str) -> None:
    text = compose(template=CASE_ACCEPTED, facts={**FACTS, "matter": name}, sender=SENDER)
    assert f"您的{shown}已受理" in text


def test_a_missing_fact_is_a_defect_and_not_a_gap() -> None:
    with pytest.raises(Uncomposable, match="by, code"):
        compose(template=CASE_ACCEPTED, facts={"matter": "x"}, sender=SENDER)


def test_a_city_may_say_it_in_its_own_words() -> None:
    own = Sender(
        sign="乐山政务", phone="12345", quiet=NIGHT, wording={"case.accepted": "{matter}收下了,{by}见。"}
    )
    text = compose(template=CASE_ACCEPTED, facts=FACTS, sender=own)
    assert text == "【乐山政务】食品经营许可收下了,3月9日见。"


def test_every_template_keeps_the_rules_of_text_messages() -> None:
    assert len(all_templates()) > 15
    for template in all_templates():
        assert flaws_of(template.text, template) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("{matter}已受理,见{link}", FlawKind.UNKNOWN_FACT),
        ("{matter}已受理,见http://x", FlawKind.LINK),
        ("{matter}已受理,见 evil.com", FlawKind.LINK),
        ("{matter}已受理,请回复验证码", FlawKind.ASKS),
        ("{matter}请转账到专户", FlawKind.ASKS),
        ("【乐山】{matter}已受理", FlawKind.SIGN),
        ("{matter!r}已受理", FlawKind.BRACES),
        ("{matter.owner}已受理", FlawKind.BRACES),
        ("{}已受理", FlawKind.BRACES),
        ("{matter}已受理" + "啊" * 60, FlawKind.TOO_LONG),
    ],
)
def test_words_that_no_message_may_hold(text: str, kind: FlawKind) -> None:
    assert [flaw.kind for flaw in flaws_of(text, CASE_ACCEPTED)] == [kind]
    if kind is not FlawKind.UNKNOWN_FACT:
        with pytest.raises(ValueError, match="template"):
            Template(key="bad", owner="test", text=text)


def test_only_the_code_message_may_speak_of_codes() -> None:
    assert flaws_of(SIGN_IN_CODE.text, SIGN_IN_CODE) == []
    text = compose(template=SIGN_IN_CODE, facts={"code": "042917", "minutes": 5}, sender=SENDER)
    assert text == "【乐山政务】042917是您的登录验证码,5分钟内有效。我们的人不会问您要它。"


@given(
    moment=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 1, 1), timezones=st.just(dt.UTC)),
    start=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    end=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)
def test_the_next_loud_moment_is_loud_and_the_earliest(
    moment: dt.datetime, start: dt.time, end: dt.time
) -> None:
    quiet = QuietHours(start, end)
    loud = quiet.next_loud(moment)
    assert moment <= loud < moment + dt.timedelta(days=1)
    assert not quiet.holds_at(loud)
    if loud > moment:
        assert quiet.holds_at(moment) and quiet.holds_at(loud - dt.timedelta(microseconds=1))


def test_night_is_counted_in_city_time() -> None:
    def at(hour: int, minute: int = 0) -> dt.datetime:
        return dt.datetime(2026, 3, 9, hour, minute, tzinfo=dt.timezone(dt.timedelta(hours=8)))

    assert not NIGHT.holds_at(at(20, 59))
    assert NIGHT.next_loud(at(21)) == at(8) + dt.timedelta(days=1)
    assert NIGHT.next_loud(at(3)) == at(8)
    assert NIGHT.next_loud(at(8)) == at(8)
    assert not QuietHours.of("00:00", "00:00").holds_at(at(3))

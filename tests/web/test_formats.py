"""Figures, days and hours as people read them, in both languages and in the city's time."""

import datetime as dt

import pytest
from django.utils import translation

from leyiban.web import formats

NOW = dt.datetime(2020, 3, 4, 6, 2, tzinfo=dt.UTC)  # 14:02 in Leshan
DUE = dt.datetime(2020, 3, 9, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(params=["zh-hans", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    ("shown", "chinese", "english"),
    [
        (lambda: formats.money(12850), "128.50元", "¥128.50"),
        (lambda: formats.money(3_000_000), "30,000元", "¥30,000"),
        (lambda: formats.money(-5), "-0.05元", "¥-0.05"),
        (lambda: formats.date(DUE), "2020年3月9日", "9 March 2020"),
        (lambda: formats.day(DUE, NOW), "3月9日(星期一)", "Monday 9 March"),
        (lambda: formats.day(dt.date(2021, 1, 4), NOW), "2021年1月4日(星期一)", "Monday 4 January 2021"),
        (lambda: formats.deadline(DUE, NOW), "3月9日(星期一)17:30前", "Monday 9 March, before 17:30"),
        (lambda: formats.moment(NOW, NOW), "今天14:02", "today 14:02"),
        (lambda: formats.moment(DUE, NOW), "3月9日 17:30", "9 March, 17:30"),
        (lambda: formats.days_left(4), "还剩4个工作日", "4 working days left"),
        (lambda: formats.days_left(1), "还剩1个工作日", "1 working day left"),
        (lambda: formats.days_left(0), "今天到期", "due today"),
        (lambda: formats.days_left(-2), "超期2个工作日", "2 working days late"),
        (lambda: formats.joined(["甲", "乙"]), "甲、乙", "甲, 乙"),
    ],
)
def test_reads_well_in_both_languages(language: str, shown, chinese: str, english: str) -> None:
    with translation.override(language):
        assert shown() == (chinese if language == "zh-hans" else english)


def test_a_day_is_the_citys_day_not_the_servers() -> None:
    before_midnight_in_utc = dt.datetime(2020, 3, 8, 16, 30, tzinfo=dt.UTC)

    assert formats.date(before_midnight_in_utc) == "2020年3月9日"


@pytest.mark.parametrize(("size", "shown"), [(1, "1 KB"), (327_680, "320 KB"), (4_404_019, "4.2 MB")])
def test_file_sizes(size: int, shown: str) -> None:
    assert formats.file_size(size) == shown

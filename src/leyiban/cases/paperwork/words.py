"""How papers of a case put lengths, limits and ways into words. Pure."""

import datetime as dt
from typing import Final

from leyiban.catalogue.vocabulary import TimeUnit
from leyiban.kernel.actors import Channel
from leyiban.kernel.clocks.readings import ClockReading
from leyiban.kernel.documents.wording import in_words, moment_in_words
from leyiban.kernel.moments import CITY_TIME, city_date

AT_ONCE: Final = "当天"

_CAME_BY: Final = {
    Channel.PORTAL: "网上",
    Channel.API: "网上",
    Channel.COUNTER: "窗口",
    Channel.WORKBENCH: "窗口",
    Channel.PHONE: "电话",
}


def length_in_words(amount: int, unit: str) -> str:
    """10个工作日, 6个月; 当天 where the limit is none at all."""
    if amount == 0:
        return AT_ONCE
    word = TimeUnit.of(unit).zh
    return f"{amount}{word}" if word.startswith("个") else f"{amount}个{word}"


def limit_in_words(reading: ClockReading) -> str:
    """``10个工作日，最晚2020年3月9日(星期一)17:30``."""
    return f"{length_in_words(reading.limit.amount, reading.limit.unit.value)}，{due_in_words(reading)}"


def due_in_words(reading: ClockReading) -> str:
    """``最晚2020年3月9日(星期一)17:30``, or why there is no date yet."""
    if reading.due_at is not None:
        return f"最晚{moment_in_words(reading.due_at)}"
    if reading.unknown_year is not None:
        return f"具体日期待{reading.unknown_year}年放假安排公布后告知"
    return "时限暂停中"


def event_in_words(moment: dt.datetime) -> str:
    """2020年3月9日09:30: when something happened. Only what is still to come carries its weekday."""
    return f"{in_words(city_date(moment))}{moment.astimezone(CITY_TIME):%H:%M}"


def came_by(channel: str) -> str:
    """The way a submission came in."""
    return _CAME_BY.get(Channel(channel), "网上")

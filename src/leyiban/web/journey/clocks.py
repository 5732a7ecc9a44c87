"""The limits of a case as its applicant reads them: each with its date, its weekday and what is left (R17)."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from leyiban.cases.clock_names import ACCEPTANCE, DELIVERY, PROMISED, STATUTORY, SUPPLEMENT, base_name
from leyiban.cases.queries import CaseFile
from leyiban.kernel.clocks.readings import ClockReading, ClockState
from leyiban.web import formats
from leyiban.web.formats import span_in_words
from leyiban.web.journey.case_shown import Clock
from leyiban.web.time_left import TimeLeft
from leyiban.web.wording import gettext

_SHOWN: Final = (ACCEPTANCE, SUPPLEMENT, PROMISED, STATUTORY, DELIVERY)
_ONLY_RUNNING: Final = frozenset({ACCEPTANCE, SUPPLEMENT})  # what they ended in stands in the story


def clocks_of(file: CaseFile, *, now: dt.datetime) -> tuple[Clock, ...]:
    """Promised and statutory limit side by side, and whatever runs before and after them."""
    return tuple(_shown(file, now))


def _shown(file: CaseFile, now: dt.datetime) -> Iterator[Clock]:
    newest = {base_name(name): reading for name, reading in file.clocks.items()}  # rounds come in order
    left = TimeLeft(now)
    for base in _SHOWN:
        reading = newest.get(base)
        if reading is None or (base in _ONLY_RUNNING and reading.state is ClockState.STOPPED):
            continue
        yield Clock(
            name=_name(base),
            length=_length(reading),
            due=_due(reading, now),
            left=_left(reading, left, file.case.region, now),
        )


def _name(base: str) -> str:
    return {
        ACCEPTANCE: gettext("多久告诉您受不受理"),
        SUPPLEMENT: gettext("您补材料的时间"),
        PROMISED: gettext("我们承诺"),
        STATUTORY: gettext("法律规定"),
        DELIVERY: gettext("决定后多久拿证"),
    }[base]


def _length(reading: ClockReading) -> str:
    if not reading.limit.amount:
        return gettext("当场")
    span = span_in_words(reading.limit.amount, reading.limit.unit.value)
    return gettext("%(span)s,延期算在内") % {"span": span} if reading.extended else span


def _due(reading: ClockReading, now: dt.datetime) -> str:
    if reading.due_at is not None:
        return formats.deadline(reading.due_at, now)
    if reading.unknown_year is not None:
        return gettext("等%(year)s年放假安排公布才知道") % {"year": reading.unknown_year}
    return gettext("暂停着,恢复后再算")


def _left(reading: ClockReading, left: TimeLeft, region: str, now: dt.datetime) -> str:
    if reading.stopped_at is not None:
        day = formats.day(reading.stopped_at, now)
        if reading.in_time is False:
            return gettext("%(day)s办完,超期了") % {"day": day}
        return gettext("%(day)s办完,没超期") % {"day": day}
    if reading.paused_since is not None:
        return ""
    return left.words(reading.due_at, region=region)

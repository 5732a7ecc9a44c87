"""The clocks of a case as its desk shows them: both limits, each with its date, weekday and what is left."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.clock_names import (
    ACCEPTANCE,
    DELIVERY,
    FIRST_ANSWER,
    PROMISED,
    STATUTORY,
    SUPPLEMENT,
    base_name,
)
from leyiban.cases.models import Case
from leyiban.cases.queries import CaseFile
from leyiban.kernel.clocks.readings import ClockReading, ClockState
from leyiban.web import formats
from leyiban.web.formats import span_in_words
from leyiban.web.parts.lights import Light
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import gettext

_BEFORE = (FIRST_ANSWER, ACCEPTANCE, SUPPLEMENT)
_AFTER = (PROMISED, STATUTORY, DELIVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockShown:
    """``due`` is the last moment that counts, in words; ``left`` what is left, or how it ended."""

    name: str
    length: str
    due: str
    left: str
    light: Light
    over: bool


def clocks_of(file: CaseFile, *, now: dt.datetime) -> tuple[ClockShown, ...]:
    """Of each kind the newest clock. Once a case is accepted, how it came to that is its story's matter."""
    newest = {base_name(name): reading for name, reading in file.clocks.items()}  # rounds come in order
    left = TimeLeft(now)
    return tuple(
        _shown(base, newest[base], file.case, left, now) for base in _bases(file.case) if base in newest
    )


def _bases(case: Case) -> tuple[str, ...]:
    return _AFTER if case.accepted_at is not None else _BEFORE


def _shown(base: str, reading: ClockReading, case: Case, left: TimeLeft, now: dt.datetime) -> ClockShown:
    stopped = reading.state is ClockState.STOPPED
    return ClockShown(
        name=_name(base),
        length=_length(reading),
        due=_due(reading, now),
        left=_ended(reading, now) if stopped else _left(reading, case, left),
        light=_light(reading, now),
        over=stopped,
    )


def _name(base: str) -> str:
    return {
        FIRST_ANSWER: gettext("首次答复"),
        ACCEPTANCE: gettext("受理期限"),
        SUPPLEMENT: gettext("等申请人补"),
        PROMISED: gettext("承诺时限"),
        STATUTORY: gettext("法定时限"),
        DELIVERY: gettext("送达期限"),
    }[base]


def _length(reading: ClockReading) -> str:
    span = span_in_words(reading.limit.amount, reading.limit.unit.value)
    if not reading.limit.amount:
        return gettext("当天")
    return gettext("%(span)s,已延期") % {"span": span} if reading.extended else span


def _due(reading: ClockReading, now: dt.datetime) -> str:
    if reading.due_at is not None:
        return formats.deadline(reading.due_at, now)
    if reading.unknown_year is not None:
        return gettext("等%(year)s年放假安排公布") % {"year": reading.unknown_year}
    return gettext("暂停中,恢复后再算")


def _left(reading: ClockReading, case: Case, left: TimeLeft) -> str:
    if reading.paused_since is not None:
        return ""
    return left.words(reading.due_at, region=case.region)


def _ended(reading: ClockReading, now: dt.datetime) -> str:
    if reading.stopped_at is None:
        return ""
    day = formats.day(reading.stopped_at, now)
    if reading.in_time is False:
        return gettext("%(day)s停,已超期") % {"day": day}
    return gettext("%(day)s停,没超期") % {"day": day}


def _light(reading: ClockReading, now: dt.datetime) -> Light:
    if reading.state is ClockState.STOPPED:
        return Light.RED if reading.in_time is False else Light.NORMAL
    return light_of(
        amber_at=reading.amber_at,
        red_at=reading.red_at,
        paused=reading.state is ClockState.PAUSED,
        now=now,
    )

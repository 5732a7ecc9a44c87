"""A plan in time as a picture: one bar for each task, the ones that hold up the end marked by shape and word."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from leyiban.cases.models import ReviewTask
from leyiban.cases.queries import CasePlan, PlanLine, state_of
from leyiban.cases.states import AT_OFFICE, TaskState
from leyiban.catalogue.words import Bilingual
from leyiban.web import formats
from leyiban.web.wording import gettext, ngettext

# In units of the picture, which is as wide as a narrow phone's column; text is 14 of them high.
WIDTH: Final = 340
_ROW: Final = 46
_BAR_TOP: Final = 22
_LEAST: Final = 6  # a task of no length is still to be seen
_FOOT: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One task: where its bar lies, what stands above it, and the same in words for who cannot see it."""

    name: Bilingual
    office: Bilingual
    joint: bool
    tone: str
    shape: str
    state: str
    when: str
    room: str
    x: int
    y: int
    width: int
    text_y: int
    bar_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPicture:
    """``sentence`` says first who is being waited for; ``end`` when all is done at the earliest."""

    bars: tuple[Bar, ...]
    height: int
    today_x: int
    sentence: str
    offices: tuple[Bilingual, ...]
    end: str


def picture_of(plan: CasePlan | None, *, now: dt.datetime) -> PlanPicture | None:
    """None where there is no plan to show."""
    if plan is None:
        return None
    scale = WIDTH / max(plan.ends, plan.today, 1)
    offices = tuple(dict.fromkeys(line.office for line in plan.blocking))
    return PlanPicture(
        bars=tuple(_bar(line, place, scale, now) for place, line in enumerate(plan.lines)),
        height=len(plan.lines) * _ROW + _FOOT,
        today_x=min(round(plan.today * scale), WIDTH),
        sentence=gettext("现在在等:") if offices else "",
        offices=offices,
        end="" if plan.ends_on is None else formats.day(plan.ends_on, now),
    )


def _bar(line: PlanLine, place: int, scale: float, now: dt.datetime) -> Bar:
    step, top = line.placed, place * _ROW
    x = min(round(step.begins * scale), WIDTH - _LEAST)
    tone, shape = _tone(line)
    return Bar(
        name=line.name,
        office=line.office,
        joint=line.task is not None,
        tone=tone,
        shape=shape,
        state=_state(line, now),
        when=_when(line, now),
        room=_room(line),
        x=x,
        y=top,
        width=max(min(round((step.ends - step.begins) * scale), WIDTH - x), _LEAST),
        text_y=top + 15,
        bar_y=top + _BAR_TOP,
    )


def _tone(line: PlanLine) -> tuple[str, str]:
    """Colour is only the third: the shape says the same."""
    if line.placed.is_done:
        return "done", "✓"
    if line.is_overdue:
        return "red", "■"
    if line.placed.is_blocking:
        return "now", "▶"
    return ("open", "○") if line.placed.is_open else ("wait", "·")


def _state(line: PlanLine, now: dt.datetime) -> str:
    task = line.task
    if task is not None and task.agency_id is None and task.state in AT_OFFICE:
        return _above(task, now)
    if line.is_overdue and not line.placed.is_done:
        return gettext("超期,还没出意见")
    match state_of(line):
        case TaskState.GIVEN:
            return gettext("办好了")
        case TaskState.OPEN:
            return gettext("正在办")
        case TaskState.RETURNED:
            return gettext("退回重审")
        case TaskState.RECALLED:
            return gettext("已收回")
        case _:
            return gettext("还没轮到")


def _above(task: ReviewTask, now: dt.datetime) -> str:
    """Which hop a case has come to that another platform decides, and since when it lies there."""
    if task.asked_at is not None:
        return gettext("对方要补充,等我们答复,%(when)s起") % {"when": formats.moment(task.asked_at, now)}
    if task.received_at is not None:
        return gettext("对方正在办,%(when)s起") % {"when": formats.moment(task.received_at, now)}
    since = task.handed_over_at or task.since
    return gettext("已报送,等对方签收,%(when)s起") % {"when": formats.moment(since, now)}


def _when(line: PlanLine, now: dt.datetime) -> str:
    if line.ends_on is None:
        return ""
    day = formats.day(line.ends_on, now)
    return day if line.placed.is_done else gettext("%(day)s前") % {"day": day}


def _room(line: PlanLine) -> str:
    """What it may still lose without the end moving."""
    if line.placed.is_done:
        return ""
    if line.placed.slack == 0:
        return gettext("晚一天,整件事就晚一天") if line.placed.is_open else ""
    return ngettext("晚%(n)s个工作日也不影响", "晚%(n)s个工作日也不影响", line.placed.slack) % {
        "n": line.placed.slack
    }

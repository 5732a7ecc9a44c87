"""How a case stands, in the words of a good clerk: one sentence, what to do now, and the line it travels.

The same words serve its own page, the lists, the home page and whoever asks with a query code; so nothing here
knows more than :class:`~leyiban.cases.queries.Progress`.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup, escape

from leyiban.cases.queries import Progress, Step
from leyiban.cases.states import CaseState as S
from leyiban.cases.states import Decision
from leyiban.catalogue.words import Bilingual, Lang, active_lang
from leyiban.kernel.clocks.lights import Light as Recorded
from leyiban.web import formats
from leyiban.web.jinja import named, plain
from leyiban.web.parts.lights import Light
from leyiban.web.parts.progress import Stop, StopState
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import gettext

_CUT_SHORT: Final = frozenset({S.REFUSED, S.WITHDRAWN, S.DEEMED_WITHDRAWN, S.TERMINATED})
_OVER: Final = _CUT_SHORT | {S.DELIVERED, S.ARCHIVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """``sentence`` comes first on every page. ``left``: time left in working days, or why no day can be told.
    ``must_act``: it is the applicant's turn."""

    sentence: str
    light: Light
    left: str
    must_act: bool
    over: bool
    stops: tuple[Stop, ...]


def standing_of(progress: Progress, *, now: dt.datetime) -> Standing:
    """At most one query, for the calendar of the region."""
    return Standing(
        sentence=_SENTENCES[progress.state](progress, now),
        light=_light(progress, now),
        left=_left(progress, now),
        must_act=progress.state is S.CORRECTION_NOTIFIED,
        over=progress.state in _OVER,
        stops=_stops(progress),
    )


def waiting_for(progress: Progress, offices: Sequence[Bilingual]) -> Progress:
    """The same while other offices have it: they are named, and not the post that will have it afterwards."""
    if progress.state is not S.UNDER_REVIEW or not offices:
        return progress
    return replace(
        progress,
        agency="、".join(each.zh for each in offices),
        agency_en=", ".join(each.en or each.zh for each in offices),
        holder="",
        holder_en="",
    )


def _light(progress: Progress, now: dt.datetime) -> Light:
    if progress.state in _OVER or progress.reading is None:
        return Light.NONE
    if progress.light in (Recorded.RED, Recorded.BLACK):
        return Light.RED
    return light_of(
        amber_at=progress.reading.amber_at,
        red_at=progress.reading.due_at,
        paused=progress.is_paused,
        now=now,
    )


def _left(progress: Progress, now: dt.datetime) -> str:
    if progress.state in _OVER:
        return ""
    if progress.unknown_year is not None:
        return gettext("等%(year)s年放假安排公布,就告诉您最晚几号。") % {"year": progress.unknown_year}
    if progress.is_paused:
        return gettext("这几天不算在时限里。")
    return TimeLeft(now).words(progress.due_at, region=progress.region)


def _who(progress: Progress) -> Markup:
    """ "市场监管局王科员": the office, and the person where one has it."""
    agency = plain(Bilingual(zh=progress.agency, en=progress.agency_en or None))
    if not progress.holder:
        return escape(named(agency))
    holder = progress.holder_en if active_lang() is Lang.EN and progress.holder_en else progress.holder
    joint = ", " if active_lang() is Lang.EN else ""
    return Markup("{}{}{}").format(named(agency), joint, named(holder))


def _say(pattern: str, **told: str) -> Markup:
    """A sentence of ours with names in it; what is not ours is escaped."""
    return Markup(pattern) % told  # noqa: S704 - the pattern is a message of this program


def _by(progress: Progress, now: dt.datetime) -> str:
    return "" if progress.due_at is None else formats.day(progress.due_at, now)


def _late(progress: Progress, now: dt.datetime) -> bool:
    return progress.due_at is not None and progress.due_at < now


def _submitted(progress: Progress, now: dt.datetime) -> str:
    who, day = _who(progress), _by(progress, now)
    if progress.due_at is None:
        return _say(gettext("收到了。%(who)s在看材料齐不齐。"), who=who)
    return _say(gettext("收到了。%(who)s在看,最晚%(day)s回话。"), who=who, day=day)


def _correction(progress: Progress, now: dt.datetime) -> str:
    if progress.due_at is None:
        return gettext("请您补材料(补正)。")
    return _say(gettext("请您补材料(补正),最晚%(day)s交。"), day=_by(progress, now))


def _review(progress: Progress, now: dt.datetime) -> str:
    who, day = _who(progress), _by(progress, now)
    if progress.due_at is None:
        return _say(gettext("正在审。%(who)s在看。"), who=who)
    if _late(progress, now):
        return _say(gettext("超期了,还在审。%(who)s在看,本该%(day)s办好。"), who=who, day=day)
    return _say(gettext("正在审。%(who)s在看,最晚%(day)s办好。"), who=who, day=day)


def _special(progress: Progress, now: dt.datetime) -> str:
    return _say(gettext("暂停着。%(who)s在等特别程序的结果。"), who=_who(progress))


def _decided(progress: Progress, now: dt.datetime) -> str:
    if progress.decision is Decision.DENY:
        return gettext("没有批准。决定书正在做。")
    if progress.due_at is None:
        return gettext("批准了,正在做证。")
    return _say(gettext("批准了,正在做证。最晚%(day)s给您。"), day=_by(progress, now))


def _ready(progress: Progress, now: dt.datetime) -> str:
    if progress.decision is Decision.DENY:
        return gettext("没有批准。决定书备好了,等着给您。")
    return gettext("办好了,结果备好了,等着给您。")


def _delivered(progress: Progress, now: dt.datetime) -> str:
    if progress.decision is Decision.DENY:
        return gettext("没有批准。决定书已经给您(送达)。")
    return gettext("办好了,已经给您(送达)。")


def _plain(sentence: Callable[[], str]) -> Callable[[Progress, dt.datetime], str]:
    return lambda progress, now: sentence()


_SENTENCES: Final[dict[S, Callable[[Progress, dt.datetime], str]]] = {
    S.SUBMITTED: _submitted,
    S.CORRECTION_NOTIFIED: _correction,
    S.UNDER_REVIEW: _review,
    S.SPECIAL_PROCEDURE: _special,
    S.DECIDED: _decided,
    S.READY: _ready,
    S.DELIVERED: _delivered,
    S.ARCHIVED: _delivered,
    S.REFUSED: _plain(lambda: gettext("没有受理(不予受理)。")),
    S.WITHDRAWN: _plain(lambda: gettext("您撤回了这件事。")),
    S.DEEMED_WITHDRAWN: _plain(lambda: gettext("到期没补,按撤回算。可以重新办。")),
    S.TERMINATED: _plain(lambda: gettext("这件事不再办了(终止)。")),
}


def _stops(progress: Progress) -> tuple[Stop, ...]:
    """收到 → 受理 → 审查 → 决定 → 送达; a case that ends on the way ends the line there."""
    names = {
        Step.RECEIVED: gettext("收到"),
        Step.ACCEPTED: gettext("正式开始办(受理)"),
        Step.REVIEWED: gettext("审查"),
        Step.DECIDED: gettext("决定"),
        Step.DELIVERED: gettext("交到您手上(送达)"),
    }
    reached = [
        Stop(name=names[step], state=StopState.DONE, at=progress.reached[step])
        for step in Step
        if step in progress.reached
    ]
    if progress.state in _CUT_SHORT:
        return (*reached, Stop(name=_ending(progress.state), state=StopState.ENDED))
    coming = [step for step in Step if step not in progress.reached]
    return (
        *reached,
        *(_coming(names[step], progress, is_next=index == 0) for index, step in enumerate(coming)),
    )


def _coming(name: str, progress: Progress, *, is_next: bool) -> Stop:
    if not is_next:
        return Stop(name=name, state=StopState.NEXT)
    if progress.state is S.CORRECTION_NOTIFIED:
        return Stop(name=name, state=StopState.HELD, more=gettext("等您补材料"))
    if progress.is_paused:
        return Stop(name=name, state=StopState.HELD, more=gettext("特别程序,不算天数"))
    more = _say(gettext("%(who)s在办"), who=_who(progress)) if progress.holder else ""
    return Stop(name=name, state=StopState.NOW, more=more)


def _ending(state: S) -> str:
    return {
        S.REFUSED: gettext("没有受理(不予受理)"),
        S.WITHDRAWN: gettext("您撤回了"),
        S.DEEMED_WITHDRAWN: gettext("到期没补,按撤回算"),
        S.TERMINATED: gettext("不再办了(终止)"),
    }[state]

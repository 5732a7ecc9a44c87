"""能不能办 · 带什么 · 最晚几号 · 多少钱 · 跑几趟, in sentences (look.md §3)."""

import datetime as dt

from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile.guide import FiveFacts, Guide
from leyiban.catalogue.rulefile.limits import FoundLimit
from leyiban.catalogue.vocabulary import OnlineDepth, TaskState, TimeUnit
from leyiban.kernel.calendar.errors import CalendarNotPublished, CalendarWithoutHours, CalendarYearUnknown
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.web import formats
from leyiban.web.parts import Words
from leyiban.web.parts.guide import Fact
from leyiban.web.wording import gettext, ngettext


def five_facts(guide: Guide, version: ItemVersion, *, region: str, now: dt.datetime) -> tuple[Fact, ...]:
    """The box at the top of a guide, as it holds for somebody who applies at ``now``."""
    return (
        _can_i(guide, version),
        _papers(guide.facts),
        _by_when(guide.facts, region=region, now=now),
        _cost(guide.facts),
        _trips(guide.facts),
    )


def limit_in_words(limit: FoundLimit) -> str:
    """ "5个工作日"; "当场" for a limit of nothing."""
    return formats.span_in_words(limit.amount, limit.unit) if limit.amount else gettext("当场")


def due_if_sent(limit: FoundLimit, *, region: str, now: dt.datetime) -> dt.datetime | None:
    """When a limit of working days would end for somebody who sends now; None where no day can be told."""
    if limit.unit is not TimeUnit.WORKING_DAY:
        return None
    try:
        calendar = calendar_of(region)
        return calendar.closing(calendar.add_working_days(calendar.received_day(now), limit.amount))
    except (CalendarNotPublished, CalendarWithoutHours, CalendarYearUnknown):
        return None


def _can_i(guide: Guide, version: ItemVersion) -> Fact:
    if version.state != TaskState.IN_USE.value:
        answer = gettext("现在暂停办")
    else:
        answer = {
            OnlineDepth.IV: gettext("能,全程网上办"),
            OnlineDepth.III: gettext("能,网上交,最多跑一次"),
            OnlineDepth.II: gettext("能,先在网上预审"),
            OnlineDepth.I: gettext("能,到窗口办"),
        }[guide.online_depth]
    count = len(guide.conditions)
    more = ngettext("先看%(n)s个条件", "先看%(n)s个条件", count) % {"n": count}
    return Fact(icon="circle-check", name=gettext("能不能办"), answer=answer, more=more, link="#conditions")


def _papers(facts: FiveFacts) -> Fact:
    return Fact(
        icon="file-text",
        name=gettext("带什么"),
        answer=_how_many_papers(facts),
        more=gettext("看要哪几样") if facts.papers_most else "",
        link="#papers",
    )


def _how_many_papers(facts: FiveFacts) -> str:
    least, most, held = facts.papers_least, facts.papers_most, facts.papers_held
    if most == 0:
        return gettext("什么都不用带")
    many = {"least": least, "most": most, "held": held}
    if least == most and held:
        return gettext("%(most)s样,%(held)s样我们已有") % many
    if least == most:
        return ngettext("%(most)s样", "%(most)s样", most) % many
    if held:
        return gettext("%(least)s到%(most)s样,%(held)s样我们已有") % many
    return gettext("%(least)s到%(most)s样") % many


def _by_when(facts: FiveFacts, *, region: str, now: dt.datetime) -> Fact:
    promised = facts.promised
    due = due_if_sent(promised, region=region, now=now)
    span = limit_in_words(promised)
    if promised.amount == 0:
        answer, more = gettext("当场办好"), gettext("材料齐了,当时就给结果")
    elif due is None:
        answer, more = span, gettext("从正式开始办(受理)算起")
    else:
        answer = formats.day(due, now)
        more = gettext("今天受理,%(span)s办好") % {"span": span}
    return Fact(icon="calendar-days", name=gettext("最晚几号"), answer=answer, more=more, link="#limits")


def _cost(facts: FiveFacts) -> Fact:
    if facts.cost_fen == 0:
        answer, more = gettext("不收费"), ""
    elif facts.cost_fen is None:
        answer, more = gettext("看您办哪一种"), gettext("看收费标准")
    else:
        answer, more = formats.money(facts.cost_fen), gettext("看收费标准")
    return Fact(icon="banknote", name=gettext("多少钱"), answer=answer, more=more, link="#fees")


def _trips(facts: FiveFacts) -> Fact:
    n = facts.trips
    answer = gettext("一趟不跑") if n == 0 else ngettext("%(n)s趟", "%(n)s趟", n) % {"n": n}
    more: Words = facts.trips_reason or (gettext("网上就能办好") if n == 0 else "")
    return Fact(icon="footprints", name=gettext("跑几趟"), answer=answer, more=more)

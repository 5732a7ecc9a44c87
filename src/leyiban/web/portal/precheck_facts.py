"""带什么 · 最晚几号 · 多少钱 · 跑几趟, for somebody who gave these answers."""

import datetime as dt

from leyiban.catalogue.queries import Prechecked
from leyiban.catalogue.rulefile.burden import is_held
from leyiban.catalogue.rulefile.limits import FoundLimit
from leyiban.catalogue.vocabulary import Mark, TimeUnit
from leyiban.web import formats
from leyiban.web.parts import Words
from leyiban.web.parts.guide import Fact
from leyiban.web.portal.facts import due_if_sent, limit_in_words
from leyiban.web.wording import gettext, ngettext


def of(found: Prechecked, *, office: Words, region: str, now: dt.datetime) -> tuple[Fact, ...]:
    """The box at the top, as it holds for somebody whose application is accepted at ``now``.

    ``office`` is empty until the reader has chosen a county.
    """
    return (
        _papers(found),
        _by_when(found, region=region, now=now),
        _cost(found),
        _trips(found),
        _where(office),
    )


def _papers(found: Prechecked) -> Fact:
    sure = [due.what for due in found.outcome.papers if due.sure]
    held = sum(is_held(material) for material in sure)
    many = ngettext("%(n)s样", "%(n)s样", len(sure)) % {"n": len(sure)}
    perhaps = len(found.outcome.papers) - len(sure)
    more: Words = ""
    if perhaps:
        more = ngettext("还有%(n)s样看别的回答", "还有%(n)s样看别的回答", perhaps) % {"n": perhaps}
    elif held:
        more = ngettext("其中%(n)s样我们已有", "其中%(n)s样我们已有", held) % {"n": held}
    return Fact(
        icon="file-text",
        name=gettext("带什么"),
        answer=many if sure else gettext("什么都不用带"),
        more=more,
        link="#papers" if more else "",
    )


def _by_when(found: Prechecked, *, region: str, now: dt.datetime) -> Fact:
    """The last day that was promised, and the day on which it is done when every step takes all of its time."""
    promised, planned = found.limits.promised, _planned(found)
    due = due_if_sent(promised, region=region, now=now)
    sooner = due_if_sent(planned, region=region, now=now) if planned else None
    span = limit_in_words(promised)
    if not promised.amount:
        answer, more = gettext("当场办好"), gettext("材料齐了,当时就给结果")
    else:
        answer = formats.day(due, now) if due else span
        more = gettext("今天受理,%(span)s办好") % {"span": span}
    if planned and sooner and due and sooner < due:
        more = gettext("今天受理,按步骤走%(day)s办好") % {"day": formats.day(sooner, now)}
    return Fact(icon="calendar-days", name=gettext("最晚几号"), answer=answer, more=more, link="#steps")


def _planned(found: Prechecked) -> FoundLimit | None:
    """How long the tasks that these answers need take, one after the other."""
    days = found.outcome.working_days
    if not days:
        return None
    return FoundLimit(amount=days, unit=TimeUnit.WORKING_DAY, basis="", mark=Mark.PRACTICE)


def _cost(found: Prechecked) -> Fact:
    cost, fees = found.outcome.cost_fen, found.rules.fees
    if not fees.charged or cost == 0:
        answer = gettext("不收费")
    else:
        answer = gettext("看您办哪一种") if cost is None else formats.money(cost)
    more = gettext("看收费标准") if fees.charged else ""
    return Fact(
        icon="banknote", name=gettext("多少钱"), answer=answer, more=more, link="#fees" if more else ""
    )


def _trips(found: Prechecked) -> Fact:
    trips = found.rules.trips
    n = trips.count
    answer = gettext("一趟不跑") if n == 0 else ngettext("%(n)s趟", "%(n)s趟", n) % {"n": n}
    more: Words = trips.reason or (gettext("网上就能办好") if n == 0 else "")
    return Fact(icon="footprints", name=gettext("跑几趟"), answer=answer, more=more)


def _where(office: Words) -> Fact:
    return Fact(
        icon="map-pin",
        name=gettext("在哪里办"),
        answer=office or gettext("看您在哪个县"),
        more=gettext("看地址和电话") if office else gettext("选一个县"),
        link="#places" if office else "#f-region",
    )

"""申请限制: what keeps me from applying for a licence, why, until when, and saying that it is wrong (R14)."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.bar.flow import BAR_FLOW
from leyiban.cases.models import Bar
from leyiban.cases.operations import object_to_bar
from leyiban.cases.queries import my_bar, my_bars
from leyiban.cases.states import BarGround, BarState
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Trouble, Visit, attempt, new_once, page, send_once
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext, speak

WORDS: Final = "words"
_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BarShown:
    """``objectable``: an objection may still be made; ``objection`` and ``answer`` are what was said before."""

    bar: Bar
    ground: str
    state: str
    reasons: str
    objection: str
    answer: str
    objectable: bool


@page(SIGNED_IN)
def bars(visit: Visit) -> HttpResponseBase:
    """Every bar, the newest first; most people have none."""
    return visit.show(
        "journey/bars.html",
        {
            "bars": tuple(_shown(visit, bar) for bar in my_bars(visit.actor)),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("您没有申请限制"),
                safe=gettext("提供虚假材料的,会列在这里。一段时间内不能再申请同一种许可。"),
            ),
        },
    )


@page(SIGNED_IN, "GET", "POST")
def objection(visit: Visit, number: str) -> HttpResponseBase:
    """Say what is wrong about a bar, once."""
    bar = my_bar(visit.actor, number)
    if visit.request.method != "POST":
        return _form(visit, bar)
    made = attempt(lambda: send_once(visit, lambda: _object(visit, bar)))
    return _form(visit, bar, made) if isinstance(made, Trouble) else made


def _object(visit: Visit, bar: Bar) -> str:
    words = visit.request.POST.get(WORDS, "")[:_LONGEST]
    object_to_bar(number=bar.number, words=words, actor=visit.actor, now=visit.now)
    return reverse("web:my_bars")


def _form(visit: Visit, bar: Bar, trouble: Trouble | None = None) -> HttpResponseBase:
    return visit.show(
        "journey/bar_objection.html",
        {
            "shown": _shown(visit, bar),
            "words": Field(
                kind=FieldKind.LONG_TEXT,
                name=WORDS,
                label=gettext("哪里不对,为什么?"),
                hint=gettext("作出限制的单位核对后答复您。限制在答复前不变。"),
                value=visit.request.POST.get(WORDS, ""),
                max_length=_LONGEST,
            ),
            "once": new_once(),
            "sentence": trouble.sentence if trouble else "",
        },
        status=trouble.status if trouble else 200,
    )


def _shown(visit: Visit, bar: Bar) -> BarShown:
    moves = BAR_FLOW.next_moves(bar, matter_clocks(BAR_FLOW, bar), visit.actor)
    return BarShown(
        bar=bar,
        ground=speak(BarGround(bar.ground).label),
        state=speak(BarState(bar.state).label),
        reasons=bar.reasons.reveal(),
        objection="" if bar.objection is None else bar.objection.reveal(),
        answer="" if bar.answer is None else bar.answer.reveal(),
        objectable=any(move.name == "object" for move in moves),
    )

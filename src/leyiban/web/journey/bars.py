"""申请限制: what keeps me from applying for a licence, why, until when, and saying that it is wrong (R14)."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.bar.flow import BAR_FLOW
from leyiban.cases.models import Bar
from leyiban.cases.operations import object_to_bar
from leyiban.cases.queries import my_bar, my_bars
from leyiban.cases.states import BARRING, BarGround, BarState
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.city import Phone
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
    agency: Bilingual
    phones: tuple[Phone, ...]
    in_force: bool
    awaits_answer: bool
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
            "done": visit.request.GET.get("done") == "1",
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
    return f"{reverse('web:my_bars')}?done=1"


def _form(visit: Visit, bar: Bar, trouble: Trouble | None = None) -> HttpResponseBase:
    shown = _shown(visit, bar)
    words = Field(
        kind=FieldKind.LONG_TEXT,
        name=WORDS,
        label=gettext("哪里不对,为什么?"),
        hint=gettext("作出限制的单位核对后答复您。限制在答复前不变。"),
        value=visit.request.POST.get(WORDS, ""),
        problem=trouble.sentence if trouble is not None and shown.objectable else "",
        max_length=_LONGEST,
    )
    return visit.show(
        "journey/bar_objection.html",
        {
            "shown": shown,
            "words": words,
            "once": new_once(),
            "lines": ((words.first_id, words.problem),) if words.problem else (),
            "sentence": trouble.sentence if trouble is not None and not words.problem else "",
        },
        status=trouble.status if trouble else 200,
    )


def _shown(visit: Visit, bar: Bar) -> BarShown:
    moves = BAR_FLOW.next_moves(bar, matter_clocks(BAR_FLOW, bar), visit.actor)
    agency = Bilingual(zh=bar.agency.name, en=bar.agency.name_en or None)
    return BarShown(
        bar=bar,
        agency=agency,
        phones=tuple(Phone(name=agency, shown=number) for number in bar.agency.advice_phones),
        in_force=bar.state in BARRING,
        awaits_answer=bar.state == BarState.OBJECTED,
        ground=speak(BarGround(bar.ground).label),
        state=speak(BarState(bar.state).label),
        reasons=bar.reasons.reveal(),
        objection="" if bar.objection is None else bar.objection.reveal(),
        answer="" if bar.answer is None else bar.answer.reveal(),
        objectable=any(move.name == "object" for move in moves),
    )

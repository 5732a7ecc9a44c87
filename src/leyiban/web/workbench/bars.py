"""申请限制 at the desk: objections that wait for my answer (R14)."""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Bar
from leyiban.cases.operations import answer_bar
from leyiban.cases.queries import bar_for_office, bars_to_answer
from leyiban.cases.states import BarGround, BarState
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import ANSWERS, at_desk, show

OUTCOME, ANSWER = "outcome", "answer"
LIFTED, KEPT = "lifted", "kept"
_LONGEST: Final = 1000


@at_desk(ANSWERS)
def board(visit: Visit) -> HttpResponseBase:
    """Objections that wait, the oldest first."""
    return show(
        visit,
        "workbench/bars.html",
        {
            "bars": bars_to_answer(visit.actor),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("没有等您答复的异议"),
                safe=gettext("有人对申请限制提异议,会列在这里。"),
            ),
        },
        here="bars",
    )


@at_desk(ANSWERS, "GET", "POST")
def one(visit: Visit, number: str) -> HttpResponseBase:
    """One bar: why it is there, what the party says, and my answer."""
    bar = bar_for_office(visit.actor, number, now=visit.now)
    if visit.request.method != "POST":
        return _show(visit, bar)
    made = attempt(lambda: send_once(visit, lambda: _answer(visit, bar)))
    return _show(visit, bar, made) if isinstance(made, Trouble) else made


def _answer(visit: Visit, bar: Bar) -> str:
    posted = visit.request.POST
    outcome, words = posted.get(OUTCOME, ""), posted.get(ANSWER, "").strip()
    problems = []
    if outcome not in (LIFTED, KEPT):
        problems.append(FieldProblem(OUTCOME, "required", gettext("请选撤销还是维持。")))
    if not words:
        problems.append(FieldProblem(ANSWER, "required", gettext("请写理由。")))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    answer_bar(
        number=bar.number,
        version=version_of(visit.request),
        lifts=outcome == LIFTED,
        words=words[:_LONGEST],
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_bar", kwargs={"number": bar.number})


def _show(visit: Visit, bar: Bar, trouble: Trouble | None = None) -> HttpResponseBase:
    at, posted = {} if trouble is None else trouble.at, visit.request.POST
    fields = (
        Field(
            kind=FieldKind.CHOICE,
            name=OUTCOME,
            label=gettext("核对结果"),
            value=posted.get(OUTCOME, ""),
            choices=(
                Choice(value=LIFTED, label=gettext("异议成立,撤销限制")),
                Choice(value=KEPT, label=gettext("异议不成立,限制不变")),
            ),
            problem=at.get(OUTCOME, ""),
        ),
        Field(
            kind=FieldKind.LONG_TEXT,
            name=ANSWER,
            label=gettext("理由"),
            hint=gettext("提异议的人会看到。"),
            value=posted.get(ANSWER, ""),
            max_length=_LONGEST,
            problem=at.get(ANSWER, ""),
        ),
    )
    return show(
        visit,
        "workbench/bar.html",
        {
            "bar": bar,
            "ground": speak(BarGround(bar.ground).label),
            "state": speak(BarState(bar.state).label),
            "reasons": bar.reasons.reveal(),
            "objection": "" if bar.objection is None else bar.objection.reveal(),
            "answer": "" if bar.answer is None else bar.answer.reveal(),
            "fields": fields if bar.state == BarState.OBJECTED else (),
            "lines": [(field.first_id, field.problem) for field in fields if field.problem],
            "sentence": trouble.sentence if trouble and not at else "",
            "once": new_once(),
        },
        here="bars",
        status=trouble.status if trouble else 200,
    )

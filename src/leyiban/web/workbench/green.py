"""绿色通道 at the desk: requests that wait for my answer, and grants that I may withdraw (F4.1)."""

import datetime as dt
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import CasePaper, GreenGrant
from leyiban.cases.operations import answer_green, withdraw_green
from leyiban.cases.queries import green_for_office, green_to_answer, passed_by
from leyiban.cases.rules.green import last_day
from leyiban.cases.slots import GREEN_PROOF
from leyiban.cases.states import GreenGround, GreenState
from leyiban.catalogue.greenfile import Proof
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.openness.green import state_of
from leyiban.web.openness.green_test import proof_label
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import ANSWERS, at_desk, show

OUTCOME, UNTIL, WORDS = "outcome", "until", "words"
GRANTED, REFUSED, DIFFERS = "granted", "refused", "differs"
_LONGEST: Final = 1000


@at_desk(ANSWERS)
def board(visit: Visit) -> HttpResponseBase:
    """What waits for an answer first, then what is in the channel."""
    return show(
        visit,
        "workbench/greens.html",
        {
            "grants": [(grant, state_of(grant)) for grant in green_to_answer(visit.actor)],
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("没有等您答复的申请"),
                safe=gettext("有人申请走绿色通道,会列在这里。"),
            ),
        },
        here="green",
    )


@at_desk(ANSWERS, "GET", "POST")
def one(visit: Visit, number: str) -> HttpResponseBase:
    """One request: what its applicant says and shows, and my answer; or a grant, and its withdrawal."""
    grant = green_for_office(visit.actor, number, now=visit.now)
    if visit.request.method != "POST":
        return _show(visit, grant)
    act = _withdraw if grant.state == GreenState.GRANTED else _answer
    made = attempt(lambda: send_once(visit, lambda: act(visit, grant)))
    return _show(visit, grant, made) if isinstance(made, Trouble) else made


def _answer(visit: Visit, grant: GreenGrant) -> str:
    posted = visit.request.POST
    outcome, words, until = (
        posted.get(OUTCOME, ""),
        posted.get(WORDS, "").strip(),
        _day(posted.get(UNTIL, "")),
    )
    problems = _unsaid(outcome in (GRANTED, REFUSED, DIFFERS), words)
    if outcome == GRANTED and until is None:
        problems.append(FieldProblem(UNTIL, "required", gettext("请写到哪天。")))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    answer_green(
        number=grant.number,
        version=version_of(visit.request),
        until=until if outcome == GRANTED else None,
        words=words[:_LONGEST],
        differs=outcome == DIFFERS,
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_green")


def _withdraw(visit: Visit, grant: GreenGrant) -> str:
    posted = visit.request.POST
    ground, words = posted.get(OUTCOME, ""), posted.get(WORDS, "").strip()
    problems = _unsaid(ground in GreenGround.values, words)
    if problems:
        raise InvalidInput(problems=tuple(problems))
    withdraw_green(
        number=grant.number,
        version=version_of(visit.request),
        ground=GreenGround(ground),
        words=words[:_LONGEST],
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_green")


def _unsaid(chosen: bool, words: str) -> list[FieldProblem]:
    problems = []
    if not chosen:
        problems.append(FieldProblem(OUTCOME, "required", gettext("请选一项。")))
    if not words:
        problems.append(FieldProblem(WORDS, "required", gettext("请写理由。")))
    return problems


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _show(visit: Visit, grant: GreenGrant, trouble: Trouble | None = None) -> HttpResponseBase:
    at = {} if trouble is None else dict(trouble.at)
    fields = _fields(visit, grant, at)
    proof = CasePaper.objects.filter(case=grant.case, slot=GREEN_PROOF).order_by("-pk").first()
    return show(
        visit,
        "workbench/green.html",
        {
            "grant": grant,
            "state": state_of(grant),
            "proof": proof_label(Proof(grant.proof)),
            "paper": proof,
            "statement": grant.statement.reveal(),
            "reasons": "" if grant.reasons is None else grant.reasons.reveal(),
            "passed": passed_by([grant])[grant.case_id],
            "withdraws": grant.state == GreenState.GRANTED,
            "fields": fields,
            "lines": [(field.first_id, field.problem) for field in fields if field.problem],
            "sentence": trouble.sentence if trouble and not at else "",
            "once": new_once(),
        },
        here="green",
        status=trouble.status if trouble else 200,
    )


def _fields(visit: Visit, grant: GreenGrant, at: dict[str, str]) -> tuple[Field, ...]:
    posted = visit.request.POST
    words = Field(
        kind=FieldKind.LONG_TEXT,
        name=WORDS,
        label=gettext("理由"),
        hint=gettext("申请人会看到。"),
        value=posted.get(WORDS, ""),
        max_length=_LONGEST,
        problem=at.get(WORDS, ""),
    )
    match grant.state:
        case GreenState.REQUESTED:
            return (_outcome(_answers(grant), posted.get(OUTCOME, ""), at), _until(visit, grant, at), words)
        case GreenState.GRANTED:
            grounds = [Choice(value=ground.value, label=speak(ground.label)) for ground in GreenGround]
            return (_outcome(grounds, posted.get(OUTCOME, ""), at), words)
        case _:
            return ()


def _answers(grant: GreenGrant) -> list[Choice]:
    """A binding answer of the entry test leaves no other refusal than that the proof differs."""
    differs = Choice(value=DIFFERS, label=gettext("不准,证明和说的不一样"))
    grants = Choice(value=GRANTED, label=gettext("准进"))
    if grant.terms["promised"]:
        return [grants, differs]
    return [grants, Choice(value=REFUSED, label=gettext("不准,不属于这几类")), differs]


def _outcome(choices: list[Choice], value: str, at: dict[str, str]) -> Field:
    return Field(
        kind=FieldKind.CHOICE,
        name=OUTCOME,
        label=gettext("结论"),
        choices=tuple(choices),
        value=value,
        problem=at.get(OUTCOME, ""),
    )


def _until(visit: Visit, grant: GreenGrant, at: dict[str, str]) -> Field:
    today = city_date(visit.now)
    latest = last_day(grant, today)
    return Field(
        kind=FieldKind.DATE,
        name=UNTIL,
        label=gettext("准到哪天"),
        hint=gettext("准进才要写。"),
        minimum=today.isoformat(),
        maximum=latest.isoformat(),
        value=visit.request.POST.get(UNTIL, latest.isoformat()),
        problem=at.get(UNTIL, ""),
    )

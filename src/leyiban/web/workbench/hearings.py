"""听证 at the desk (R12): telling of the right, the board of open hearings, and one hearing with what may be done."""

import datetime as dt
from collections.abc import Mapping
from typing import Final, TypedDict

from django.http import HttpResponseBase, QueryDict
from django.urls import reverse

from leyiban.cases import operations as cases
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.hearing.waiting import unspent_announcement
from leyiban.cases.models import Case, Hearing
from leyiban.cases.queries import case_for
from leyiban.cases.queries.hearings import (
    hearing_documents,
    hearing_for_office,
    hearings_before,
    participants_of,
)
from leyiban.cases.states import HearingGround, HearingState
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.rights import Right, post
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.hearings.shown import hearing_shown, name_shown, signing_shown, view_shown
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.lights import Light
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.serving import document_response
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import HANDLES, HANDLING, at_desk, show
from leyiban.web.workbench.hearing_forms import MOVE, Desk, do, forms_of
from leyiban.web.workbench.leftovers import leftovers

HEARS: Final[Right] = post(*HANDLING, Role.SUPERVISOR)
"""Whoever handles cases, and whoever may chair."""

GROUND, FACTS = "ground", "facts"
_MOST_INTERESTED: Final = 5
_SHOWN_AT_ONCE: Final = 1  # rows for interested persons; the others unfold
_PARTS: Final = ("name", "phone", "address")
_LONGEST: Final = 2000
_BEFORE: Final = (HearingGround.DECISION, HearingGround.WARNING)


class _Telling(TypedDict):
    """What both ways of telling take."""

    case_id: int
    version: int
    facts: str
    actor: Actor
    now: dt.datetime


@at_desk(HEARS)
def board(visit: Visit) -> HttpResponseBase:
    """The open hearings of my office and those that I chair."""
    found = hearings_before(visit.actor)
    return show(
        visit,
        "workbench/hearings.html",
        {
            "hearings": [
                (each, speak(HearingState(each.state).label), *_light(each, visit.now)) for each in found
            ],
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("现在没有听证"),
                safe=gettext("告知过听证权利的、正在办的,会列在这里。"),
            ),
        },
        here="hearings",
    )


def _light(hearing: Hearing, now: dt.datetime) -> tuple[Light, str]:
    """How much time is left for the next step, as a light and in words. One query."""
    clocks = matter_clocks(HEARING_FLOW, hearing)
    reading = clocks.get(HEARING_FLOW.main_clock(hearing))
    if reading is None:
        return Light.NONE, ""
    light = light_of(
        amber_at=reading.amber_at, red_at=reading.red_at, paused=reading.paused_since is not None, now=now
    )
    return light, TimeLeft(now).words(reading.red_at, region=hearing.region)


@at_desk(HEARS, "GET", "POST")
def one(visit: Visit, number: str) -> HttpResponseBase:
    """One hearing: who is heard, what they said, and what I may do now."""
    hearing = hearing_for_office(visit.actor, number, now=visit.now)
    if visit.request.method != "POST":
        return _show(visit, hearing)
    desk = Desk(visit, hearing, matter_clocks(HEARING_FLOW, hearing))
    here = reverse("web:workbench_hearing", kwargs={"number": number})

    def act() -> str:
        do(desk)
        return here

    made = attempt(lambda: send_once(visit, act))
    return _show(visit, hearing, made) if isinstance(made, Trouble) else made


@at_desk(HEARS)
def paper(visit: Visit, number: str, document_id: int) -> HttpResponseBase:
    """A letter or the record, to be printed and posted."""
    hearing = hearing_for_office(visit.actor, number, now=visit.now)
    return document_response(hearing_documents(hearing, voice=None), document_id)


def _show(visit: Visit, hearing: Hearing, trouble: Trouble | None = None) -> HttpResponseBase:
    shown = hearing_shown(hearing, now=visit.now)
    forms = forms_of(Desk(visit, hearing, shown.clocks, trouble))
    fields = [field for form in forms for field in (*form.fields, form.file) if field is not None]
    lines = [(field.first_id, field.problem) for field in fields if field.problem]
    views = hearing.views.select_related("participant__party").order_by("number")
    people = participants_of(hearing)
    return show(
        visit,
        "workbench/hearing.html",
        {
            "shown": shown,
            "people": [(each, name_shown(each), signing_shown(each)) for each in people],
            "views": [view_shown(view) for view in views],
            "challenges": hearing.challenges.order_by("pk"),
            "papers": hearing_documents(hearing, voice=None),
            "forms": forms,
            "refused": visit.request.POST.get(MOVE, "") if trouble else "",
            "once": new_once(),
            "lines": lines,
            "sentence": trouble.sentence if trouble and not lines else "",
            "kept": leftovers(visit, trouble, [field.name for field in fields]),
        },
        here="hearings",
        status=trouble.status if trouble else 200,
    )


@at_desk(HANDLES, "GET", "POST")
def tell(visit: Visit, number: str) -> HttpResponseBase:
    """Tell people of a case that they may be heard: before its decision, or before a warning."""
    case = case_for(visit.actor, number)
    if visit.request.method != "POST":
        return _form(visit, case)
    made = attempt(lambda: send_once(visit, lambda: _tell(visit, case)))
    return _form(visit, case, made) if isinstance(made, Trouble) else made


def _tell(visit: Visit, case: Case) -> str:
    posted = visit.request.POST
    ground, facts = posted.get(GROUND, ""), posted.get(FACTS, "").strip()[:_LONGEST]
    problems = []
    if ground not in _BEFORE:
        problems.append(FieldProblem(GROUND, "required", gettext("请选为什么要听取意见。")))
    if not facts:
        problems.append(FieldProblem(FACTS, "required", gettext("请写事实和理由,当事人会看到。")))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    common = _Telling(
        case_id=case.pk,
        version=version_of(visit.request),
        facts=facts,
        actor=visit.actor,
        now=visit.now,
    )
    if ground == HearingGround.WARNING:
        moved = cases.announce_warning(**common)
    else:
        moved = cases.tell_hearing_right(**common, interested=_interested(visit))
    return reverse("web:workbench_hearing", kwargs={"number": moved.matter.number})


def _interested(visit: Visit) -> list[cases.Interested]:
    return [cases.Interested(**row) for row in _filled_in(visit.request.POST)]


def _filled_in(posted: QueryDict) -> list[dict[str, str]]:
    """The rows that are filled in, in the order of the page: an empty one between them is no error, and closes up, so that
    what is wrong with a row stands beside it."""
    rows = [
        {part: posted.get(f"interested.{place}.{part}", "").strip()[:200] for part in _PARTS}
        for place in range(_MOST_INTERESTED)
    ]
    return [row for row in rows if any(row.values())]


def _form(visit: Visit, case: Case, trouble: Trouble | None = None) -> HttpResponseBase:
    at, posted = {} if trouble is None else trouble.at, visit.request.POST
    touched = case.rules.touches_others
    ground = Field(
        kind=FieldKind.CHOICE,
        name=GROUND,
        label=gettext("为什么要听取意见"),
        value=posted.get(GROUND, HearingGround.DECISION.value),
        choices=tuple(Choice(value=each.value, label=speak(each.label)) for each in _BEFORE),
        problem=at.get(GROUND, ""),
    )
    facts = Field(
        kind=FieldKind.LONG_TEXT,
        name=FACTS,
        label=gettext("事实和理由"),
        hint=gettext(
            "关系到谁的什么利益;或者哪些材料不实、怎么查出来的。当事人会看到,不要写申请人的个人信息。"
        ),
        value=posted.get(FACTS, ""),
        problem=at.get(FACTS, ""),
        max_length=_LONGEST,
    )
    typed = _filled_in(posted)
    typed += [{} for _ in range(_MOST_INTERESTED - len(typed))]
    rows = [_row(place, row, at) for place, row in enumerate(typed)]
    fields = [ground, facts, *(field for row in rows for field in row)]
    return show(
        visit,
        "workbench/hearing_tell.html",
        {
            "case": case,
            "touched": touched.whom if touched else "",
            "clause": touched.clause if touched else "",
            "running": unspent_announcement(case),
            "ground": ground,
            "facts": facts,
            "rows": rows,
            "at_once": max(_SHOWN_AT_ONCE, sum(bool(row) for row in typed)),
            "once": new_once(),
            "lines": [(field.first_id, field.problem) for field in fields if field.problem],
            "sentence": trouble.sentence if trouble and not at else "",
        },
        here="list",
        status=trouble.status if trouble else 200,
    )


def _row(place: int, typed: Mapping[str, str], at: Mapping[str, str]) -> tuple[Field, ...]:
    """Name, mobile and address of one interested person; the first one must be there before a decision."""
    kinds = (
        ("name", FieldKind.PERSON_NAME, gettext("姓名或单位")),
        ("phone", FieldKind.MOBILE, gettext("手机号")),
        ("address", FieldKind.ADDRESS, gettext("没有手机的,寄信地址")),
    )
    return tuple(
        Field(
            kind=kind,
            name=f"interested.{place}.{part}",
            label=label,
            value=typed.get(part, ""),
            problem=at.get(f"interested.{place}.{part}", ""),
            required=False,
        )
        for part, kind, label in kinds
    )

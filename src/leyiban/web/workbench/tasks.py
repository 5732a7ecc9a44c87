"""会审 and 初审 at the desk: one task of another office's case, with its hops, and what may be done with it now."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases import operations as cases
from leyiban.cases.joint.offices import planned
from leyiban.cases.models import ReviewTask
from leyiban.cases.queries import TaskFile, TaskLine, task_file
from leyiban.cases.rules.hops import Hop, HopKind
from leyiban.cases.rules.tasks import clock_of
from leyiban.cases.states import AT_OFFICE, TaskState
from leyiban.catalogue.rulefile import Task
from leyiban.catalogue.rulefile.plan import Conclusion
from leyiban.kernel.errors import FieldProblem, InvalidInput, NotFound
from leyiban.province.queries import last_words
from leyiban.web import formats
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.parts.lights import Light
from leyiban.web.parts.workbench import Point
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import as_written, called, gettext, speak
from leyiban.web.workbench.case.story import conclusion_words
from leyiban.web.workbench.desk import HANDLES, READS_CASES, at_desk, show
from leyiban.web.workbench.leftovers import leftovers
from leyiban.web.workbench.rows import names_of_accounts

CONCLUSION, TEXT, REASON, ANSWER = "conclusion", "text", "reason", "answer"
_LONGEST: Final = 2000  # characters
_ANSWERS = frozenset({"yes", "no"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A task in a list."""

    title: Words
    party: str
    number: str
    state: str
    light: Light
    left: str
    holder: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HopShown:
    """One hop: what, by whom, when, and a sentence of how long it then lay."""

    what: str
    by: str
    at: dt.datetime
    dwelt: str


def rows_of(lines: list[TaskLine], *, now: dt.datetime) -> tuple[TaskRow, ...]:
    """In the order of the list. One query for the names of those who signed."""
    names = names_of_accounts(line.holder_id for line in lines) if lines else {}
    left = TimeLeft(now)
    return tuple(
        TaskRow(
            title=as_written(line.title),
            party=line.party,
            number=line.number,
            state=speak(line.state.label),
            light=light_of(amber_at=line.amber_at, red_at=line.red_at, paused=line.paused, now=now),
            left="" if line.paused else left.words(line.red_at, region=line.region),
            holder=names.get(line.holder_id or 0, ""),
            link=reverse("web:workbench_task", kwargs={"number": line.number}),
        )
        for line in lines
    )


@at_desk(READS_CASES)
def task(visit: Visit, number: str) -> HttpResponseBase:
    """The task: what is to be looked at, how it came here, and what may be done now."""
    return _show(visit, task_file(visit.actor, number, now=visit.now))


@at_desk(HANDLES, "POST")
def move(visit: Visit, number: str, move: str) -> HttpResponseBase:
    """Sign for it, give the opinion; or, as the lead, remind and send back."""
    make = _MAKES.get(move)
    if make is None:
        raise NotFound
    file = task_file(visit.actor, number, now=visit.now)
    here = reverse("web:workbench_task", kwargs={"number": number})

    def act() -> str:
        make(visit, file)
        return here

    made = attempt(lambda: send_once(visit, act))
    if isinstance(made, Trouble):
        return _show(visit, task_file(visit.actor, number, now=visit.now), made, refused=move)
    return made


def _receive(visit: Visit, file: TaskFile) -> None:
    cases.receive_task(number=file.task.number, version=_seen(visit), actor=visit.actor, now=visit.now)


def _give(visit: Visit, file: TaskFile) -> None:
    posted, asked = visit.request.POST, planned(file.task.case, file.task.key)
    points = {point.key: posted.get(f"point.{point.key}", "") for point in asked.points}
    problems = [
        FieldProblem(key, "required", gettext("请选符合或不符合。"))
        for key, answer in points.items()
        if answer not in _ANSWERS
    ]
    if posted.get(CONCLUSION, "") not in asked.may_conclude:
        problems.append(FieldProblem(CONCLUSION, "required", gettext("请选结论。")))
    if not posted.get(TEXT, "").strip():
        problems.append(FieldProblem(TEXT, "required", gettext("请写意见。")))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    cases.give_task_opinion(
        number=file.task.number,
        version=_seen(visit),
        conclusion=posted[CONCLUSION],
        points=points,
        text=_with_notes(posted[TEXT].strip()[:_LONGEST], asked, visit),
        actor=visit.actor,
        now=visit.now,
    )


def _with_notes(text: str, asked: Task, visit: Visit) -> str:
    """What was noted beside a point goes into the words."""
    notes = [
        f"{point.text.zh}：{note}"
        for point in asked.points
        if (note := visit.request.POST.get(f"note.{point.key}", "").strip())
    ]
    return "\n".join([text, *notes])


def _remind(visit: Visit, file: TaskFile) -> None:
    cases.remind_task(number=file.task.number, version=_seen(visit), actor=visit.actor, now=visit.now)


def _send_back(visit: Visit, file: TaskFile) -> None:
    reason = visit.request.POST.get(REASON, "").strip()
    if not reason:
        raise InvalidInput(problems=(FieldProblem(REASON, "required", gettext("请写为什么退回。")),))
    cases.return_task(
        number=file.task.number,
        version=_seen(visit),
        reason=reason[:_LONGEST],
        actor=visit.actor,
        now=visit.now,
    )


def _seen(visit: Visit) -> int:
    return version_of(visit.request)


def _answer(visit: Visit, file: TaskFile) -> None:
    text = visit.request.POST.get(ANSWER, "").strip()
    if not text:
        raise InvalidInput(problems=(FieldProblem(ANSWER, "required", gettext("请写答复。")),))
    cases.answer_office_above(
        number=file.task.number,
        version=_seen(visit),
        text=text[:_LONGEST],
        actor=visit.actor,
        now=visit.now,
    )


_MAKES: Final[dict[str, Callable[[Visit, TaskFile], None]]] = {
    "receive": _receive,
    "give": _give,
    "answer_more": _answer,
    "remind": _remind,
    "send_back": _send_back,
}


def _show(
    visit: Visit, file: TaskFile, trouble: Trouble | None = None, *, refused: str = ""
) -> HttpResponseBase:
    found, at = file.task, {} if trouble is None else trouble.at
    asked, may = planned(found.case, found.key), {each.name for each in file.moves}
    reading = file.clocks.get(clock_of(found)) if found.state in AT_OFFICE else None
    fields = _fields(visit, asked, at)
    points = _points(visit, asked, at)
    back = (_reason(visit, at),)
    answer = (_answer_field(visit, at),)
    lines = [(each.first_id, each.problem) for each in (*fields, *back, *answer) if each.problem]
    lines = [(each.id, each.problem) for each in points if each.problem] + lines
    return show(
        visit,
        "workbench/task.html",
        {
            "task": found,
            "case": found.case,
            "name": asked.name,
            "lead": called(found.case.agency),
            "office": found.office_name if found.agency is None else called(found.agency),
            "state": speak(TaskState(found.state).label),
            "conclusion": conclusion_words(found.conclusion) if found.conclusion else "",
            "light": light_of(
                amber_at=None if reading is None else reading.amber_at,
                red_at=None if reading is None else reading.red_at,
                paused=reading is not None and reading.paused_since is not None,
                now=visit.now,
            ),
            "left": "" if reading is None else TimeLeft(visit.now).words(reading.red_at, region=found.region),
            "due": ""
            if reading is None or reading.due_at is None
            else formats.deadline(reading.due_at, visit.now),
            "hops": tuple(_hop(each, file) for each in file.hops),
            "opinions": [
                (
                    conclusion_words(each.conclusion),
                    each.text.reveal(),
                    f"{each.given_by.display_name} · {each.post.name}",
                    each.given_at,
                )
                for each in file.opinions
            ],
            "may": may,
            "points": points,
            "fields": fields,
            "back": back,
            "answer": answer,
            "asked": asked_above(found),
            "lines": lines,
            "sentence": trouble.sentence if trouble is not None and not at else "",
            "refused": refused,
            "kept": leftovers(visit, trouble, _drawn(may, fields, back, points)),
            "actions": {
                name: reverse("web:workbench_task_move", kwargs={"number": found.number, "move": name})
                for name in _MAKES
            },
            "once": new_once(),
        },
        here="list",
        status=200 if trouble is None else trouble.status,
    )


def asked_above(task: ReviewTask) -> str:
    """What the level above asked last, while it waits for an answer."""
    if task.asked_at is None:
        return ""
    return last_words(number=task.number, round_number=task.round, kind="correction")


def _drawn(
    may: set[str], fields: tuple[Field, ...], back: tuple[Field, ...], points: tuple[Point, ...]
) -> list[str]:
    """The names of what the page's forms hold now."""
    opinion = [field.name for field in fields] + [f"note.{point.key}" for point in points]
    return [
        *(opinion if "give" in may else []),
        *([field.name for field in back] if "send_back" in may else []),
        *([ANSWER] if "answer_more" in may else []),
    ]


def _fields(visit: Visit, asked: Task, at: Mapping[str, str]) -> tuple[Field, ...]:
    posted = visit.request.POST
    return (
        Field(
            kind=FieldKind.CHOICE,
            name=CONCLUSION,
            label=gettext("结论"),
            value=posted.get(CONCLUSION, ""),
            choices=tuple(
                Choice(value=each.value, label=conclusion_words(each))
                for each in Conclusion
                if each in asked.may_conclude
            ),
            problem=at.get(CONCLUSION, ""),
        ),
        Field(
            kind=FieldKind.LONG_TEXT,
            name=TEXT,
            label=gettext("意见"),
            hint=gettext("附条件的写明条件;不同意的写明理由;不归你们管的写明归谁。"),
            value=posted.get(TEXT, ""),
            max_length=_LONGEST,
            problem=at.get(TEXT, ""),
        ),
    )


def _reason(visit: Visit, at: Mapping[str, str]) -> Field:
    return Field(
        kind=FieldKind.LONG_TEXT,
        name=REASON,
        label=gettext("为什么退回"),
        value=visit.request.POST.get(REASON, ""),
        max_length=_LONGEST,
        problem=at.get(REASON, ""),
    )


def _answer_field(visit: Visit, at: Mapping[str, str]) -> Field:
    return Field(
        kind=FieldKind.LONG_TEXT,
        name=ANSWER,
        label=gettext("我们的答复"),
        value=visit.request.POST.get(ANSWER, ""),
        max_length=_LONGEST,
        problem=at.get(ANSWER, ""),
    )


def _points(visit: Visit, asked: Task, at: Mapping[str, str]) -> tuple[Point, ...]:
    posted = visit.request.POST
    return tuple(
        Point(
            key=point.key,
            text=point.text,
            basis=point.clause or "",
            value=posted.get(f"point.{point.key}", ""),
            note=posted.get(f"note.{point.key}", ""),
            problem=at.get(point.key, ""),
        )
        for point in asked.points
    )


def _hop(hop: Hop, file: TaskFile) -> HopShown:
    what = {
        HopKind.HANDED_OVER: gettext("移交"),
        HopKind.RECEIVED: gettext("签收"),
        HopKind.GIVEN: gettext("出意见"),
        HopKind.ASKED: gettext("要求补充说明"),
        HopKind.ANSWERED: gettext("答复补充要求"),
        HopKind.RETURNED: gettext("退回重审"),
        HopKind.MOVED: gettext("移交承继单位"),
        HopKind.RECALLED: gettext("收回"),
    }[hop.kind]
    return HopShown(
        what=what,
        by=file.names.get(hop.by, gettext("系统")),
        at=hop.at,
        dwelt="" if hop.dwelt is None else _dwelt(hop.dwelt, lies_there=hop is file.hops[-1]),
    )


def _dwelt(span: dt.timedelta, *, lies_there: bool) -> str:
    """How long it lay with whoever had it then, or has lain so far."""
    said = gettext("已经停了%(span)s") if lies_there else gettext("在这一手停了%(span)s")
    return said % {"span": formats.time_spent(span)}

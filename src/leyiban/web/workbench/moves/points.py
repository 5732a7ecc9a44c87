"""审查要点: the points of a task, as they are drawn and as they were answered."""

from collections.abc import Sequence

from django.http import QueryDict

from leyiban.cases.models import Case
from leyiban.catalogue.rulefile import ReviewPoint, RuleFile
from leyiban.kernel.errors import FieldProblem
from leyiban.web.parts.workbench import Glance, Point
from leyiban.web.wording import gettext
from leyiban.web.workbench.case.answers import answer_id
from leyiban.web.workbench.case.papers import paper_id
from leyiban.web.workbench.moves.forms import Desk
from leyiban.web.workbench.moves.sentences import Checked

LONGEST_NOTE = 200  # characters
_ANSWERS = frozenset({"yes", "no"})


Tasks = str | Sequence[str]
"""One task of the plan, or all that are done in one sitting."""


def points_of_task(rules: RuleFile, task: Tasks) -> tuple[ReviewPoint, ...]:
    """What the item asks to look at in these tasks; what several ask, once."""
    keys = (task,) if isinstance(task, str) else tuple(task)
    found = {
        point.key: point
        for key in keys
        for each in rules.plan.tasks
        if each.key == key
        for point in each.points
    }
    return tuple(found.values())


def drawn(desk: Desk, task: Tasks, move: str, *moves: str) -> tuple[Point, ...]:
    """The points of tasks with what was answered just now. ``move`` keeps two forms of one page apart."""
    return tuple(
        Point(
            key=name_of(move, point),
            text=point.text,
            basis=point.clause or "",
            looks_at=tuple(_glances(desk, point)),
            value=desk.text(f"point.{name_of(move, point)}", *moves),
            note=desk.text(f"note.{name_of(move, point)}", *moves),
            problem=desk.problem(name_of(move, point), *moves),
        )
        for point in points_of_task(desk.file.rules, task)
    )


def name_of(move: str, point: ReviewPoint) -> str:
    return f"{move}.{point.key}"


def _glances(desk: Desk, point: ReviewPoint) -> list[Glance]:
    """Where to look: the paper beside, or the answer with what it says."""
    found = []
    for key in point.looks_at:
        material, question = desk.file.rules.material(key), desk.file.rules.question(key)
        if material is not None and (key in desk.file.handed_in or key in desk.listed):
            found.append(Glance(name=material.name, link=f"#{paper_id(key)}"))
        elif question is not None and key in desk.file.answers:
            found.append(Glance(name=question.label, link=f"#{answer_id(key)}"))
    return found


def answered(case: Case, task: Tasks, move: str, posted: QueryDict) -> tuple[Checked, ...]:
    """The points of a task as they were sent; a note without an answer waits for it."""
    return tuple(
        Checked(
            key=point.key,
            text=point.text,
            clause=point.clause or "",
            answer=_answer(posted.get(f"point.{name_of(move, point)}", "")),
            note=posted.get(f"note.{name_of(move, point)}", "").strip()[:LONGEST_NOTE],
        )
        for point in points_of_task(case.rules, task)
    )


def _answer(text: str) -> str:
    return text if text in _ANSWERS else ""


def problems(checked: Sequence[Checked], move: str) -> list[FieldProblem]:
    """One per point without an answer, and per "no" that does not say what is wrong."""
    found = []
    for point in checked:
        place = f"{move}.{point.key}"
        if not point.answer:
            found.append(FieldProblem(place, "required", gettext("请选符合或不符合。")))
        elif point.answer == "no" and not point.note:
            found.append(FieldProblem(place, "note", gettext("请写哪里不符合。")))
    return found


def as_given(checked: Sequence[Checked]) -> dict[str, str]:
    """What the operation takes: review point → yes or no."""
    return {point.key: point.answer for point in checked}

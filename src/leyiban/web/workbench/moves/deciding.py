"""The decision: in the ordinary way, or everything in one sitting (R6)."""

from typing import Final

from leyiban.cases import operations as cases
from leyiban.cases.models import Case
from leyiban.cases.rules.review import decide_task
from leyiban.cases.states import Decision
from leyiban.web.parts.fields import Choice
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.moves import points, sentences
from leyiban.web.workbench.moves.errors import TickedAndAccepted
from leyiban.web.workbench.moves.forms import (
    Act,
    DefectLine,
    Desk,
    MoveForm,
    OnDesk,
    Press,
    check,
    choice,
    lines_of,
    long_text,
    missing,
    not_among,
)
from leyiban.web.workbench.moves.intake import correction_lines, problems_of

ON_SPOT: Final = ("decide_on_spot", "notify_correction")
"""What is decided there and then, or has its defects told: one form, two buttons."""


def _decide(desk: Desk) -> MoveForm:
    shortens = desk.case.task != decide_task(desk.case)["key"]
    return _form(
        desk,
        "decide",
        "decide",
        lead=gettext("不等前面各步,现在就决定。") if shortens else "",
        presses=(Press(label=gettext("作出决定"), action=desk.action("decide"), key="s"),),
    )


def _decide_on_spot(desk: Desk) -> MoveForm:
    lines: tuple[DefectLine, ...] = ()
    presses = [Press(label=gettext("当场决定,一张文书办完"), action=desk.action("decide_on_spot"), key="s")]
    if desk.may("notify_correction"):
        lines = correction_lines(desk, *ON_SPOT)
    if lines:
        presses.append(
            Press(
                label=gettext("告知补正(勾出的)"),
                action=desk.action("notify_correction"),
                key="b",
                quiet=True,
            )
        )
    return _form(
        desk,
        "decide_on_spot",
        *ON_SPOT,
        lead=gettext("受理、审查、决定一次办完。"),
        defects=lines,
        presses=tuple(presses),
    )


def _form(
    desk: Desk,
    move: str,
    *moves: str,
    lead: str,
    presses: tuple[Press, ...],
    defects: tuple[DefectLine, ...] = (),
) -> MoveForm:
    shown = points.drawn(desk, looked_at(desk.case, move), move, *moves)
    decisions = tuple(Choice(value=each.value, label=speak(each.label)) for each in Decision)
    fields = (
        choice(desk, f"{move}.decision", gettext("决定"), decisions, *moves),
        long_text(
            desk, f"{move}.reasons", gettext("理由"), *moves, hint=gettext("会写进决定书,申请人会看到。")
        ),
    )
    return MoveForm(
        move=move,
        title=gettext("决定"),
        lead=lead,
        points=shown,
        defects=defects,
        fields=fields,
        presses=presses,
        suggest=desk.suggest(move),
        suggestion_for=f"{move}.reasons",
        sentence=desk.sentence(*moves),
        problems=lines_of(desk, fields, shown, move) or problems_of(desk, defects, *moves),
    )


def looked_at(case: Case, move: str) -> tuple[str, ...]:
    """The tasks whose points are answered with a decision: in one sitting, those of the whole chain (R6)."""
    if move == "decide_on_spot":
        return tuple(task["key"] for task in case.tasks)
    return (decide_task(case)["key"],)


def _make_decision(act: Act) -> None:
    _make(act, "decide")


def _make_decision_on_spot(act: Act) -> None:
    if act.posted.getlist("defect"):
        raise TickedAndAccepted
    _make(act, "decide_on_spot")


def _make(act: Act, move: str) -> None:
    checked = points.answered(act.case, looked_at(act.case, move), move, act.posted)
    check(
        *points.problems(checked, move),
        *not_among(act, f"{move}.decision", Decision.values, gettext("请选准予或不予。")),
        *missing(act, f"{move}.reasons", gettext("请写理由,申请人会看到。")),
    )
    cases.decide_case(
        case_id=act.case.pk,
        version=act.version,
        decision=Decision(act.text(f"{move}.decision")),
        points=points.as_given(checked),
        reasons=sentences.with_notes(act.text(f"{move}.reasons"), checked),
        actor=act.visit.actor,
        now=act.visit.now,
    )


DECIDE: Final = OnDesk(_decide, _make_decision)
DECIDE_ON_SPOT: Final = OnDesk(_decide_on_spot, _make_decision_on_spot)

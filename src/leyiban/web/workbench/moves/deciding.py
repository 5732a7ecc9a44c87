"""The decision: in the ordinary way, or everything in one sitting (R6)."""

from typing import Final

from leyiban.cases import operations as cases
from leyiban.cases.models import Case
from leyiban.cases.rules.bars import last_barred_day
from leyiban.cases.rules.joint import dissents
from leyiban.cases.rules.review import decide_task
from leyiban.cases.states import BarGround, Decision
from leyiban.kernel.moments import city_date
from leyiban.web import formats
from leyiban.web.parts.fields import Choice, Field
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
        *_dissent(desk, move, *moves),
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


def _dissent(desk: Desk, move: str, *moves: str) -> tuple[Field, ...]:
    """Where another office did not agree, the decision answers it."""
    if not dissents(desk.case):
        return ()
    hint = gettext("有单位不同意。采不采纳,为什么,会写进决定书。")
    return (long_text(desk, f"{move}.dissent", gettext("怎么回应不同意见"), *moves, hint=hint),)


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
        *(missing(act, f"{move}.dissent", gettext("请回应不同意见。")) if dissents(act.case) else ()),
    )
    cases.decide_case(
        case_id=act.case.pk,
        version=act.version,
        decision=Decision(act.text(f"{move}.decision")),
        points=points.as_given(checked),
        reasons=sentences.with_notes(act.text(f"{move}.reasons"), checked),
        dissent=act.text(f"{move}.dissent"),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _warn(desk: Desk) -> MoveForm:
    move = "warn"
    fields = (
        long_text(
            desk,
            "warn.reasons",
            gettext("哪些材料不实,怎么查出来的"),
            move,
            hint=gettext("会写进警告决定书,申请人会看到。"),
        ),
    )
    return MoveForm(
        move=move,
        title=gettext("认定材料不实,给予警告"),
        lead=_consequence(desk),
        fields=fields,
        presses=(Press(label=gettext("认定不实,出警告决定书"), action=desk.action(move), danger=True),),
        sentence=desk.sentence(move),
        problems=lines_of(desk, fields, (), move),
    )


def _consequence(desk: Desk) -> str:
    """What follows of it: for the case, and where safety is at stake for the applicant (R14)."""
    bans = desk.case.limits.get("bans")
    only = gettext("认定后,这件事只能不予受理或不予许可。")
    if bans is None:
        return only
    until = last_barred_day(bans[BarGround.FALSE_MATERIALS.value], city_date(desk.visit.now))
    return only + gettext("申请人到%(day)s为止不得再次申请。") % {"day": formats.date(until)}


def _make_warning(act: Act) -> None:
    check(*missing(act, "warn.reasons", gettext("请写哪些材料不实,依据是什么。")))
    cases.warn_applicant(
        case_id=act.case.pk,
        version=act.version,
        reasons=act.text("warn.reasons"),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _withdraw_warning(desk: Desk) -> MoveForm:
    move = "withdraw_warning"
    fields = (long_text(desk, "unwarn.reasons", gettext("为什么收回"), move, hint=gettext("申请人会看到。")),)
    return MoveForm(
        move=move,
        title=gettext("收回材料不实的认定"),
        lead=gettext("收回后接着办,申请限制一并撤销。"),
        fields=fields,
        presses=(Press(label=gettext("收回认定"), action=desk.action(move)),),
        sentence=desk.sentence(move),
        problems=lines_of(desk, fields, (), move),
    )


def _make_withdrawal(act: Act) -> None:
    check(*missing(act, "unwarn.reasons", gettext("请写为什么收回。")))
    cases.withdraw_warning(
        case_id=act.case.pk,
        version=act.version,
        reasons=act.text("unwarn.reasons"),
        actor=act.visit.actor,
        now=act.visit.now,
    )


WARN: Final = OnDesk(_warn, _make_warning)
WITHDRAW_WARNING: Final = OnDesk(_withdraw_warning, _make_withdrawal)
DECIDE: Final = OnDesk(_decide, _make_decision)
DECIDE_ON_SPOT: Final = OnDesk(_decide_on_spot, _make_decision_on_spot)

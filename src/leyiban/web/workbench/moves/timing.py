"""What changes a case's time or ends it without a decision: special procedures, extension, termination."""

from typing import Final

from leyiban.cases import operations as cases
from leyiban.cases.states import ClosingGround
from leyiban.web.formats import span_in_words
from leyiban.web.parts.fields import Choice, Field
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.moves.forms import (
    Act,
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


def _start_special(desk: Desk) -> MoveForm:
    move = "start_special"
    listed = tuple(
        Choice(
            value=each.kind.value,
            label=each.kind.words,
            hint=gettext("最多%(span)s")
            % {"span": span_in_words(each.max_duration.amount, each.max_duration.unit.value)},
        )
        for each in desk.file.rules.special_procedures
    )
    fields = (choice(desk, "special.procedure", gettext("哪一种"), listed, move),)
    return MoveForm(
        move=move,
        title=gettext("启动特别程序"),
        lead=gettext("先出告知书,再停时限。") if listed else gettext("这件事的规则里没有特别程序。"),
        fields=fields if listed else (),
        presses=(Press(label=gettext("告知并暂停时限"), action=desk.action(move)),) if listed else (),
        sentence=desk.sentence(move),
        problems=lines_of(desk, fields, (), move),
    )


def _make_start_special(act: Act) -> None:
    check(*missing(act, "special.procedure", gettext("请选哪一种特别程序。")))
    cases.start_special(
        case_id=act.case.pk,
        version=act.version,
        procedure=act.text("special.procedure"),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _end_special(desk: Desk) -> MoveForm:
    move = "end_special"
    return MoveForm(
        move=move,
        title=gettext("特别程序结束"),
        lead=gettext("从明天起,时限接着算。"),
        presses=(Press(label=gettext("结束,时限接着算"), action=desk.action(move), key="s"),),
        sentence=desk.sentence(move),
        is_open=True,
    )


def _make_end_special(act: Act) -> None:
    cases.end_special(case_id=act.case.pk, version=act.version, actor=act.visit.actor, now=act.visit.now)


def _extend(desk: Desk) -> MoveForm:
    move = "extend"
    fields: tuple[Field, ...] = (
        long_text(desk, "extend.reason", gettext("为什么延期"), move, hint=gettext("会写进告知书。")),
    )
    return MoveForm(
        move=move,
        title=gettext("批准延期"),
        lead=_extension_lead(desk),
        fields=fields,
        presses=(Press(label=gettext("批准延期,出告知书"), action=desk.action(move), danger=True),),
        sentence=desk.sentence(move),
        problems=lines_of(desk, fields, (), move),
    )


def _extension_lead(desk: Desk) -> str:
    by = desk.case.limits.get("extension")
    if by is None:
        return gettext("这件事的规则里没有延期。")
    return gettext("只能延一次,延%(span)s。") % {"span": span_in_words(by["amount"], by["unit"])}


def _make_extend(act: Act) -> None:
    check(*missing(act, "extend.reason", gettext("请写为什么延期。")))
    cases.extend_case(
        case_id=act.case.pk,
        version=act.version,
        reason=act.text("extend.reason"),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _terminate(desk: Desk) -> MoveForm:
    move = "terminate"
    grounds = tuple(Choice(value=each.value, label=speak(each.label)) for each in ClosingGround)
    fields = (
        choice(desk, "end.ground", gettext("为什么终止"), grounds, move),
        long_text(desk, "end.reasons", gettext("理由"), move, hint=gettext("会写进通知书,申请人会看到。")),
    )
    return MoveForm(
        move=move,
        title=gettext("终止办理"),
        lead=gettext("终止后不能再办,会出通知书。"),
        fields=fields,
        presses=(Press(label=gettext("终止,出通知书"), action=desk.action(move), danger=True),),
        sentence=desk.sentence(move),
        problems=lines_of(desk, fields, (), move),
    )


def _make_terminate(act: Act) -> None:
    check(
        *not_among(act, "end.ground", ClosingGround.values, gettext("请选为什么终止。")),
        *missing(act, "end.reasons", gettext("请写理由。")),
    )
    cases.terminate_case(
        case_id=act.case.pk,
        version=act.version,
        ground=ClosingGround(act.text("end.ground")),
        reasons=act.text("end.reasons"),
        actor=act.visit.actor,
        now=act.visit.now,
    )


START_SPECIAL: Final = OnDesk(_start_special, _make_start_special)
END_SPECIAL: Final = OnDesk(_end_special, _make_end_special)
EXTEND: Final = OnDesk(_extend, _make_extend)
TERMINATE: Final = OnDesk(_terminate, _make_terminate)

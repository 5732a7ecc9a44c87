"""Opinions on an accepted case, and sending it back."""

from typing import Final

from leyiban.cases import operations as cases
from leyiban.web.jinja import plain
from leyiban.web.parts.fields import Choice
from leyiban.web.wording import gettext
from leyiban.web.workbench.moves import points, sentences
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
from leyiban.web.workbench.rows import task_name

AGREE, DISAGREE = "agree", "disagree"


def _opinion(desk: Desk) -> MoveForm:
    move = "give_opinion"
    shown = points.drawn(desk, desk.case.task, move, move)
    fields = (
        choice(desk, "opinion.conclusion", gettext("结论"), _conclusions(), move),
        long_text(desk, "opinion.text", gettext("意见"), move),
    )
    return MoveForm(
        move=move,
        title=gettext("意见"),
        lead=_goes_to(desk),
        points=shown,
        fields=fields,
        presses=(Press(label=gettext("提交意见"), action=desk.action(move), key="s"),),
        suggest=desk.suggest(move),
        suggestion_for="opinion.text",
        sentence=desk.sentence(move),
        problems=lines_of(desk, fields, shown, move),
        is_open=True,
    )


def _conclusions() -> tuple[Choice, ...]:
    return (
        Choice(value=AGREE, label=gettext("同意")),
        Choice(value=DISAGREE, label=gettext("不同意")),
    )


def _goes_to(desk: Desk) -> str:
    """The task that follows, whatever the conclusion."""
    keys = [task["key"] for task in desk.case.tasks]
    following = keys[keys.index(desk.case.task) + 1 :]
    if not following:
        return ""
    return gettext("不管同不同意,都送下一步:%(task)s") % {
        "task": plain(task_name(desk.file.rules, following[0]))
    }


def _make_opinion(act: Act) -> None:
    checked = points.answered(act.case, act.case.task, "give_opinion", act.posted)
    check(
        *points.problems(checked, "give_opinion"),
        *not_among(act, "opinion.conclusion", (AGREE, DISAGREE), gettext("请选同意或不同意。")),
        *missing(act, "opinion.text", gettext("请写意见,或按要点生成一句。")),
    )
    cases.give_opinion(
        case_id=act.case.pk,
        version=act.version,
        conclusion=act.text("opinion.conclusion"),
        points=points.as_given(checked),
        text=sentences.with_notes(act.text("opinion.text"), checked),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _send_back(desk: Desk) -> MoveForm:
    move = "send_back"
    earlier = _earlier(desk)
    fields = (
        choice(desk, "back.task", gettext("退到哪一步"), earlier, move),
        long_text(desk, "back.text", gettext("为什么退回"), move),
    )
    return MoveForm(
        move=move,
        title=gettext("退回上一步"),
        lead=gettext("时限不停,也不重算。"),
        fields=fields,
        presses=(Press(label=gettext("退回"), action=desk.action(move), danger=True),),
        sentence=desk.sentence(move),
        problems=lines_of(desk, fields, (), move),
    )


def _earlier(desk: Desk) -> tuple[Choice, ...]:
    keys = [task["key"] for task in desk.case.tasks]
    return tuple(
        Choice(value=key, label=task_name(desk.file.rules, key)) for key in keys[: keys.index(desk.case.task)]
    )


def _make_send_back(act: Act) -> None:
    check(
        *missing(act, "back.task", gettext("请选退到哪一步。")),
        *missing(act, "back.text", gettext("请写为什么退回。")),
    )
    cases.send_back(
        case_id=act.case.pk,
        version=act.version,
        to_task=act.text("back.task"),
        text=act.text("back.text"),
        actor=act.visit.actor,
        now=act.visit.now,
    )


GIVE_OPINION: Final = OnDesk(_opinion, _make_opinion)
SEND_BACK: Final = OnDesk(_send_back, _make_send_back)

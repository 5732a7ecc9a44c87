"""The office's answer to a submission: take in hand, accept, ask for correction, refuse."""

from typing import Final

from django.urls import reverse

from leyiban.cases import operations as cases
from leyiban.cases.queries import changed_by_supplement, other_offices
from leyiban.cases.states import RefusalGround
from leyiban.kernel.moments import city_date
from leyiban.web.parts.fields import Choice, Field
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.moves import defects
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

INTAKE: Final = ("accept", "notify_correction")
"""The two answers that share one form: whoever looks the papers over gives one or the other."""


def _take(desk: Desk) -> MoveForm:
    return MoveForm(
        move="take",
        title=gettext("接手"),
        lead=gettext("接手后,申请人看到是您在办。"),
        presses=(Press(label=gettext("我来办"), action=desk.action("take"), key="t"),),
        sentence=desk.sentence("take"),
    )


def _make_take(act: Act) -> None:
    cases.take_case(case_id=act.case.pk, version=act.version, actor=act.visit.actor, now=act.visit.now)


def intake(desk: Desk) -> MoveForm:
    """Looking the papers over: everything in order, or a tick at whatever must be put right."""
    presses = []
    if desk.may("accept"):
        presses.append(Press(label=gettext("材料齐全,受理"), action=desk.action("accept"), key="a"))
    lines: tuple[DefectLine, ...] = ()
    if desk.may("notify_correction"):
        lines = correction_lines(desk)
        if lines:
            presses.append(
                Press(
                    label=gettext("告知补正(勾出的)"),
                    action=desk.action("notify_correction"),
                    key="b",
                    quiet=bool(presses),
                )
            )
    return MoveForm(
        move="accept",
        title=gettext("受理还是补正") if desk.may("accept") else gettext("要不要补正"),
        lead=_intake_lead(desk, bool(lines)),
        presses=tuple(presses),
        defects=lines,
        sentence=desk.sentence(*INTAKE),
        problems=problems_of(desk, lines, *INTAKE),
        is_open=True,
    )


def correction_lines(desk: Desk, *moves: str) -> tuple[DefectLine, ...]:
    """What may be asked for: everything the first time, later only what the supplement brought in (R2)."""
    only = changed_by_supplement(desk.case) if desk.case.round > 1 else None
    return defects.lines_for(desk, *(moves or INTAKE), only=only)


def problems_of(desk: Desk, lines: tuple[DefectLine, ...], *moves: str) -> tuple[tuple[str, str], ...]:
    """Problems of ticked lines, each with the id of its line."""
    if desk.trouble is None or desk.refused not in moves:
        return ()
    ids = {f"defect.{line.target}": line.id for line in lines}
    return tuple((ids.get(name, ""), problem) for name, problem in desk.trouble.at.items())


def _intake_lead(desk: Desk, tickable: bool) -> str:
    if not tickable:
        return gettext("一次性告知已用过,不能再要求补。")
    if desk.case.round > 1:
        return gettext("只能要求补这次补交带来的问题。")
    if not desk.may("accept"):
        return gettext("有问题的打勾,一次说全。")
    return gettext("有问题的打勾,一次说全。没有就直接受理。")


def _make_accept(act: Act) -> None:
    if act.posted.getlist("defect"):
        raise TickedAndAccepted
    cases.accept_case(case_id=act.case.pk, version=act.version, actor=act.visit.actor, now=act.visit.now)


def _make_correction(act: Act) -> None:
    changed = changed_by_supplement(act.case) if act.case.round > 1 else frozenset()
    cases.notify_correction(
        case_id=act.case.pk,
        version=act.version,
        defects=defects.defects_in(act.posted, changed=changed),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _again(desk: Desk) -> MoveForm:
    lines = defects.lines_for(desk, "request_again")
    reason = long_text(
        desk, "again.reason", gettext("为什么第一次没有要"), "request_again", hint=gettext("这会公开。")
    )
    return MoveForm(
        move="request_again",
        title=gettext("再次要求补正"),
        lead=gettext("会公开,时限不停。"),
        defects=lines,
        fields=(reason,),
        presses=(Press(label=gettext("再次要求,并公开"), action=desk.action("request_again"), danger=True),),
        sentence=desk.sentence("request_again"),
        problems=problems_of(desk, lines, "request_again"),
    )


def _make_again(act: Act) -> None:
    cases.request_again(
        case_id=act.case.pk,
        version=act.version,
        defects=defects.defects_in(act.posted),
        reason=act.text("again.reason"),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _take_back(desk: Desk) -> MoveForm:
    return MoveForm(
        move="withdraw_correction",
        title=gettext("收回补正告知"),
        lead=gettext("告知错了才收回。申请人不会少一天。"),
        presses=(
            Press(label=gettext("收回这份告知"), action=desk.action("withdraw_correction"), danger=True),
        ),
        sentence=desk.sentence("withdraw_correction"),
    )


def _make_take_back(act: Act) -> None:
    cases.withdraw_correction(
        case_id=act.case.pk, version=act.version, actor=act.visit.actor, now=act.visit.now
    )


def _refuse(desk: Desk) -> MoveForm:
    grounds = tuple(Choice(value=each.value, label=speak(each.label)) for each in RefusalGround)
    fields = (
        choice(desk, "refuse.ground", gettext("为什么不受理"), grounds, "refuse"),
        _right_agency(desk),
        long_text(
            desk, "refuse.reasons", gettext("理由"), "refuse", hint=gettext("会写进通知书,申请人会看到。")
        ),
    )
    return MoveForm(
        move="refuse",
        title=gettext("不予受理"),
        lead=gettext("会出通知书,写明去找谁、怎么申诉。"),
        fields=fields,
        presses=(Press(label=gettext("不予受理,出通知书"), action=desk.action("refuse"), danger=True),),
        sentence=desk.sentence("refuse"),
        problems=lines_of(desk, fields, (), "refuse"),
    )


def _right_agency(desk: Desk) -> Field:
    return choice(
        desk,
        "refuse.agency",
        gettext("该找哪个部门"),
        tuple(
            Choice(value=each.uscc, label=each.name)
            for each in other_offices(desk.case, on=city_date(desk.visit.now))
        ),
        "refuse",
        required=False,
    )


def _make_refuse(act: Act) -> None:
    ground, agency = act.text("refuse.ground"), act.text("refuse.agency")
    elsewhere = ground == RefusalGround.NOT_COMPETENT
    check(
        *not_among(act, "refuse.ground", RefusalGround.values, gettext("请选为什么不受理。")),
        *(missing(act, "refuse.agency", gettext("请选该找哪个部门。")) if elsewhere else ()),
        *missing(act, "refuse.reasons", gettext("请写理由。")),
    )
    cases.refuse_case(
        case_id=act.case.pk,
        version=act.version,
        ground=RefusalGround(ground),
        reasons=act.text("refuse.reasons"),
        right_agency=agency or None,
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _spot(desk: Desk) -> MoveForm:
    """Its fields fill a page of their own; from here there is only the way to it."""
    return MoveForm(
        move="correct_on_spot",
        title=gettext("当场更正"),
        lead=gettext("申请人在场,能当场改的当场改。"),
        presses=(),
        link=reverse("web:workbench_spot", kwargs={"number": desk.case.number}),
        link_text=gettext("打开更正页"),
    )


TAKE: Final = OnDesk(_take, _make_take)
ACCEPT: Final = OnDesk(intake, _make_accept)
NOTIFY_CORRECTION: Final = OnDesk(intake, _make_correction)
REQUEST_AGAIN: Final = OnDesk(_again, _make_again)
WITHDRAW_CORRECTION: Final = OnDesk(_take_back, _make_take_back)
REFUSE: Final = OnDesk(_refuse, _make_refuse)
CORRECT_ON_SPOT: Final = OnDesk(_spot)

"""Handing the result over, and what the applicant asks for at the counter."""

from typing import BinaryIO, Final, cast

from django.urls import reverse

from leyiban.cases import operations as cases
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.errors import FieldProblem
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.papers.operations import store
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext
from leyiban.web.workbench.moves.forms import (
    Act,
    Desk,
    MoveForm,
    OnDesk,
    Press,
    check,
    choice,
    lines_of,
    not_among,
)

SLIP: Final = "deliver.slip"  # the file input
_LONGEST_CODE = 40
_BY_HAND = (DeliveryWay.WINDOW, DeliveryWay.POST)


def _deliver(desk: Desk) -> MoveForm:
    move = "deliver"
    ways = tuple(Choice(value=way.value, label=_way(way)) for way in _BY_HAND)
    asked = choice(desk, "deliver.way", gettext("怎么交"), ways, move)
    chosen = (
        asked
        if asked.value
        else Field(
            kind=asked.kind,
            name=asked.name,
            label=asked.label,
            choices=ways,
            value=desk.case.delivery_way,
            problem=asked.problem,
        )
    )
    code = Field(
        kind=FieldKind.TEXT,
        name="deliver.code",
        label=gettext("邮单号"),
        hint=gettext("邮寄时填。法律文书用邮政寄。"),
        value=desk.text("deliver.code", move),
        problem=desk.problem("deliver.code", move),
        required=False,
        max_length=_LONGEST_CODE,
    )
    slip = Field(
        kind=FieldKind.TEXT,
        name=SLIP,
        label=gettext("签过字的送达回证"),
        hint=gettext("当面交时,扫描或拍照。"),
        problem=desk.problem(SLIP, move),
        required=False,
    )
    fields = (chosen, code)
    return MoveForm(
        move=move,
        title=gettext("交给申请人(送达)"),
        lead=gettext("先打印送达回证,请收件人签字。"),
        fields=fields,
        file=slip,
        presses=(Press(label=gettext("已送达"), action=desk.action(move), key="s"),),
        sentence=desk.sentence(move),
        problems=lines_of(desk, (*fields, slip), (), move),
        is_open=True,
    )


def _way(way: DeliveryWay) -> str:
    return gettext("当面交,收件人签字") if way is DeliveryWay.WINDOW else gettext("邮寄")


def _make_deliver(act: Act) -> None:
    check(*not_among(act, "deliver.way", [way.value for way in _BY_HAND], gettext("请选怎么交。")))
    way = DeliveryWay.of(act.text("deliver.way"))
    slip = _slip(act)
    code = act.text("deliver.code")[:_LONGEST_CODE]
    if way is DeliveryWay.WINDOW and slip is None:
        check(FieldProblem(SLIP, "required", gettext("请扫描签过字的送达回证。")))
    if way is DeliveryWay.POST and not code:
        check(FieldProblem("deliver.code", "required", gettext("请填邮单号。")))
    cases.deliver_case(
        case_id=act.case.pk,
        version=act.version,
        way=way,
        evidence=code,
        slip=slip,
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _slip(act: Act) -> Paper | None:
    upload = act.visit.request.FILES.get(SLIP)
    if upload is None:
        return None
    return store(
        stream=cast("BinaryIO", upload),
        name=upload.name or SLIP,
        limits=Limits(),
        actor=act.visit.actor,
        now=act.visit.now,
    )


def _withdraw(desk: Desk) -> MoveForm:
    return MoveForm(
        move="withdraw",
        title=gettext("申请人要求撤回"),
        lead=gettext("本人在场、核对过证件才能办。"),
        presses=(Press(label=gettext("替申请人撤回"), action=desk.action("withdraw"), danger=True),),
        sentence=desk.sentence("withdraw"),
    )


def _make_withdraw(act: Act) -> None:
    cases.withdraw_case(case_id=act.case.pk, version=act.version, actor=act.visit.actor, now=act.visit.now)


def _supplement(desk: Desk) -> MoveForm:
    """Filling in and scanning has pages of its own, at the counter."""
    return MoveForm(
        move="supplement",
        title=gettext("申请人来补材料"),
        lead=gettext("在窗口替他改、替他扫描。"),
        presses=(),
        link=reverse("web:counter_correction", kwargs={"number": desk.case.number}),
        link_text=gettext("到窗口补"),
    )


DELIVER: Final = OnDesk(_deliver, _make_deliver)
WITHDRAW: Final = OnDesk(_withdraw, _make_withdraw)
SUPPLEMENT: Final = OnDesk(_supplement)

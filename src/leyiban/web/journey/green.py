"""申请走绿色通道: which class, what proof, why; and what became of it (F4.1)."""

from collections.abc import Mapping
from typing import BinaryIO, Final, cast

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Case, GreenGrant
from leyiban.cases.models.green import GREEN_OPEN
from leyiban.cases.operations import ask_for_green
from leyiban.cases.queries import green_of_case, my_green_case
from leyiban.cases.states import BEFORE_DECISION
from leyiban.catalogue.greenfile import Proof
from leyiban.catalogue.queries import green_classes
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Trouble, Visit, attempt, new_once, page, send_once
from leyiban.web.openness.green import state_of
from leyiban.web.openness.green_test import proof_label
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext

CLASS, PROOF, WHY, FILE, PROMISED = "class", "proof", "why", "file", "promised"
_LONGEST: Final = 500


@page(SIGNED_IN, "GET", "POST")
def green(visit: Visit, number: str) -> HttpResponseBase:
    """Ask once; afterwards see what was asked and answered."""
    case = my_green_case(visit.actor, number)
    if visit.request.method != "POST":
        return _show(visit, case)
    made = attempt(lambda: send_once(visit, lambda: _ask(visit, case)))
    return _show(visit, case, made) if isinstance(made, Trouble) else made


def _ask(visit: Visit, case: Case) -> str:
    posted, upload = visit.request.POST, visit.request.FILES.get(FILE)
    needed = (
        (CLASS, posted.get(CLASS, ""), gettext("请选属于哪一类。")),
        (PROOF, posted.get(PROOF, ""), gettext("请选有哪样证明。")),
        (FILE, upload, gettext("请附上证明。")),
        (WHY, posted.get(WHY, "").strip(), gettext("请写为什么急。")),
    )
    problems = tuple(FieldProblem(name, "required", said) for name, value, said in needed if not value)
    if problems or upload is None:
        raise InvalidInput(problems=problems)
    ask_for_green(
        number=case.number,
        green_class_key=posted[CLASS],
        proof=posted[PROOF],
        statement=posted[WHY][:_LONGEST],
        stream=cast(BinaryIO, upload),
        name=upload.name or "",
        promised=posted.get(PROMISED, "")[:400],
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:case_green", kwargs={"number": case.number})


def _show(visit: Visit, case: Case, trouble: Trouble | None = None) -> HttpResponseBase:
    grant, at = green_of_case(case), {} if trouble is None else trouble.at
    may_ask = case.state in BEFORE_DECISION and (grant is None or grant.state not in GREEN_OPEN)
    fields = _fields(visit, case, at) if may_ask else ()
    return visit.show(
        "journey/green.html",
        {
            "case": case,
            "item": case.item_version.words,
            "grant": grant,
            "state": state_of(grant) if grant else "",
            "answer": _answer(grant),
            "fields": fields,
            "file_problem": at.get(FILE, ""),
            "lines": [(field.first_id, field.problem) for field in fields if field.problem]
            + ([("f-file", at[FILE])] if FILE in at else []),
            "sentence": trouble.sentence if trouble and not at else "",
            "once": new_once(),
        },
        status=trouble.status if trouble else 200,
    )


def _answer(grant: GreenGrant | None) -> str:
    """The officer's reasons; those of a withdrawal, once there is one."""
    if grant is None:
        return ""
    said = grant.end_reasons or grant.reasons
    return "" if said is None else said.reveal()


def _fields(visit: Visit, case: Case, problems: Mapping[str, str]) -> tuple[Field, ...]:
    posted = visit.request.POST
    classes = green_classes(case.item_version.item.city, on=city_date(visit.now))
    takes = [each for each in classes if not each.items or case.item_version.item.code in each.items]
    return (
        Field(
            kind=FieldKind.CHOICE,
            name=CLASS,
            label=gettext("属于哪一类?"),
            choices=tuple(Choice(value=each.key, label=each.name, hint=each.about) for each in takes),
            value=posted.get(CLASS, ""),
            problem=problems.get(CLASS, ""),
        ),
        Field(
            kind=FieldKind.CHOICE,
            name=PROOF,
            label=gettext("有哪样证明?"),
            choices=tuple(Choice(value=each.value, label=proof_label(each)) for each in Proof),
            value=posted.get(PROOF, ""),
            problem=problems.get(PROOF, ""),
        ),
        Field(
            kind=FieldKind.LONG_TEXT,
            name=WHY,
            label=gettext("为什么急,办什么用?"),
            value=posted.get(WHY, ""),
            max_length=_LONGEST,
            problem=problems.get(WHY, ""),
        ),
        Field(
            kind=FieldKind.TEXT,
            name=PROMISED,
            label=gettext("测试答复的编号"),
            hint=gettext("做过“能不能走”测试的,把编号贴在这里。"),
            required=False,
            value=posted.get(PROMISED, ""),
        ),
    )

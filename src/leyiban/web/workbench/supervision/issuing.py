"""督办: ask an office something about a case of mine to oversee, by when."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.joins.supervisor_issues_slip import issue_on_case, overseen_case
from leyiban.kernel.actors import Role
from leyiban.supervision.operations.saying import LONGEST
from leyiban.supervision.states import SlipKind
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import called, gettext, speak
from leyiban.web.workbench.desk import SUPERVISES, at_desk, show
from leyiban.web.workbench.supervision.slip import days_field, days_of
from leyiban.web.workbench.supervision.wrongs import DAYS, WORDS, complaint, wrongs

KIND, CARD = "kind", "card"


@at_desk(SUPERVISES, "GET", "POST")
def new_slip(visit: Visit, number: str) -> HttpResponseBase:
    """What is asked, and within how many working days."""
    overseen_case(visit.actor, number)
    if visit.request.method != "POST":
        return _show(visit, number)
    made = attempt(lambda: send_once(visit, lambda: _issue(visit, number)))
    return _show(visit, number, made) if isinstance(made, Trouble) else made


def _issue(visit: Visit, number: str) -> str:
    posted = visit.request.POST
    kind = posted.get(KIND, SlipKind.SLIP.value)
    slip = issue_on_case(
        number=number,
        slip_kind=SlipKind(kind) if kind in SlipKind.values else SlipKind.SLIP,
        words=posted.get(WORDS, ""),
        days=days_of(posted, posted.get(WORDS, "")),
        card_number=posted.get(CARD, ""),
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_slip", kwargs={"number": slip.number})


def _show(visit: Visit, number: str, trouble: Trouble | None = None) -> HttpResponseBase:
    posted, about = visit.request.POST, overseen_case(visit.actor, number)
    at = wrongs(trouble)
    fields = [
        Field(
            kind=FieldKind.LONG_TEXT,
            name=WORDS,
            label=gettext("请他们办什么"),
            hint=gettext("会印在督办通知单上。不写申请人的姓名和号码。"),
            value=posted.get(WORDS, ""),
            max_length=LONGEST,
            problem=at.get(WORDS, ""),
        ),
        days_field(posted.get(DAYS, "2"), at.get(DAYS, "")),
    ]
    if visit.actor.holds(Role.LEADER):
        kinds = tuple(Choice(value=each.value, label=speak(each.label)) for each in SlipKind)
        fields.insert(
            0,
            Field(
                kind=FieldKind.CHOICE,
                name=KIND,
                label=gettext("用哪一种"),
                value=posted.get(KIND, SlipKind.SLIP.value),
                choices=kinds,
            ),
        )
    return show(
        visit,
        "workbench/supervision/new_slip.html",
        {
            "about": about,
            "office": called(about.agency),
            "fields": fields,
            "card": posted.get(CARD, "") or visit.request.GET.get(CARD, ""),
            "once": new_once(),
            **complaint(trouble, fields),
        },
        here="supervision",
        status=trouble.status if trouble else 200,
    )

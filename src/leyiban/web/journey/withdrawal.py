"""撤回: asked once, then done; while the law allows it (R24)."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.operations import withdraw_case
from leyiban.cases.queries import case_for
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Trouble, Visit, attempt, new_once, page, send_once, version_of


@page(SIGNED_IN, "GET", "POST")
def withdraw(visit: Visit, number: str) -> HttpResponseBase:
    """Say what it means, then take the application back."""
    if visit.request.method != "POST":
        return _show(visit, number)
    made = attempt(lambda: send_once(visit, lambda: _withdraw(visit, number)))
    return _show(visit, number, made) if isinstance(made, Trouble) else made


def _withdraw(visit: Visit, number: str) -> str:
    case = case_for(visit.actor, number)
    withdraw_case(case_id=case.pk, version=version_of(visit.request), actor=visit.actor, now=visit.now)
    return reverse("web:case", kwargs={"number": number})


def _show(visit: Visit, number: str, trouble: Trouble | None = None) -> HttpResponseBase:
    case = case_for(visit.actor, number)
    return visit.show(
        "journey/withdraw.html",
        {
            "case": case,
            "item": case.item_version.words,
            "once": new_once(),
            "sentence": "" if trouble is None else trouble.sentence,
        },
        status=trouble.status if trouble else 200,
    )

"""The person who stands there: for whom he applies, what he has with us, and what he wants to do."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Case
from leyiban.cases.operations import open_correction
from leyiban.cases.queries import case_for, visible_to
from leyiban.cases.states import CLOSED, CaseState
from leyiban.kernel.errors import NotFound
from leyiban.people.models import Mandate, Party, Representation
from leyiban.people.queries import card_of
from leyiban.web.counter.desk import applicant_of, apply_for, at_counter, show, standing
from leyiban.web.edge import Visit, see_other
from leyiban.web.wording import gettext, speak

_MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """A case of the person or of whom he applies for, as far as this window may see it."""

    number: str
    title: str
    applicant: str
    state: str
    link: str
    correction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Somebody he may apply for, and why."""

    key: str
    name: str
    why: str
    chosen: bool


@at_counter("GET", "POST")
def person(visit: Visit) -> HttpResponseBase:
    """Choose for whom; then choose what."""
    here = standing(visit)
    if here is None:
        return see_other(reverse("web:counter"))
    if visit.request.method == "POST":
        chosen = _party(here, visit, visit.request.POST.get("for", ""))
        apply_for(visit, chosen)
        return see_other(reverse("web:counter_items"))
    return show(
        visit,
        "counter/person.html",
        {
            "card": card_of(here),
            "choices": _choices(visit, here),
            "mine": _cases(visit, here),
        },
    )


def _choices(visit: Visit, here: Party) -> tuple[Choice, ...]:
    """Himself, the bodies he heads, and whoever authorised him online."""
    chosen = applicant_of(visit)
    own = [(here, gettext("本人"))]
    heads = Representation.objects.current().filter(person=here).select_related("body").order_by("body__name")
    own += [(head.body, head.body.head_title) for head in heads]
    given = (
        Mandate.objects.in_force(visit.now)
        .filter(agent=here)
        .select_related("principal")
        .order_by("principal__name")
    )
    own += [(mandate.principal, mandate.get_capacity_display()) for mandate in given]
    if chosen is not None and chosen not in [party for party, _ in own]:
        own.append((chosen, gettext("刚登记的")))
    return tuple(
        Choice(key=party.pseudonym, name=party.name, why=why, chosen=party == (chosen or here))
        for party, why in dict(own).items()
    )


def _party(here: Party, visit: Visit, key: str) -> Party:
    """One of those that were offered.

    Raises:
        NotFound.
    """
    offered = {choice.key for choice in _choices(visit, here)}
    found = Party.objects.filter(pseudonym=key).first() if key in offered else None
    if found is None:
        raise NotFound
    return found


def _cases(visit: Visit, here: Party) -> tuple[Mine, ...]:
    """What he, or whom he applies for, has open here."""
    parties = {here.pk, *(party.pk for party in (applicant_of(visit),) if party is not None)}
    found = (
        visible_to(visit.actor)
        .filter(Q(applicant_id__in=parties) | Q(operator_id__in=parties))
        .exclude(state__in=CLOSED)
        .select_related("applicant")
        .order_by("-pk")[:_MOST]
    )
    return tuple(_mine(case) for case in found)


def _mine(case: Case) -> Mine:
    waits = case.state == CaseState.CORRECTION_NOTIFIED
    return Mine(
        number=case.number,
        title=case.title,
        applicant=case.applicant.name,
        state=speak(CaseState(case.state).label),
        link=reverse("web:workbench_case", kwargs={"number": case.number}),
        correction=reverse("web:counter_correction", kwargs={"number": case.number}) if waits else "",
    )


@at_counter("GET", "POST")
def correction(visit: Visit, number: str) -> HttpResponseBase:
    """Put right at the counter what a notice asked for: the case's own draft, filled in by the clerk."""
    case = case_for(visit.actor, number)
    if visit.request.method != "POST":
        return show(visit, "counter/correction.html", {"case": case, "item": case.item_version.words})
    draft = open_correction(case_id=case.pk, actor=visit.actor, now=visit.now)
    return see_other(reverse("web:counter_draft", kwargs={"key": draft.key}))

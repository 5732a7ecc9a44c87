"""An issued licence at the desk of who decides: suspend, restore, revoke, cancel (R14)."""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.queries.hearings import hearings_on_licence
from leyiban.credentials.models import Licence
from leyiban.credentials.operations import change_licence
from leyiban.credentials.queries import licence_for_office
from leyiban.credentials.revoking import announce_revocation, standing_intent
from leyiban.credentials.states import CHANGES, Change
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import ANSWERS, at_desk, show

CHANGE, FRAUD, REASONS = "change", "fraud", "reasons"
ANNOUNCES, INTENDED_FRAUD, FACTS = "announces", "intended_fraud", "facts"
_LONGEST: Final = 2000


@at_desk(ANSWERS, "GET", "POST")
def licence(visit: Visit, identifier: str) -> HttpResponseBase:
    """What the licence is now, what was done to it, and what may be done next."""
    found = licence_for_office(visit.actor, identifier)
    if visit.request.method != "POST":
        return _show(visit, found)
    act = _announce if visit.request.POST.get(ANNOUNCES) else _change
    made = attempt(lambda: send_once(visit, lambda: act(visit, found)))
    return _show(visit, found, made) if isinstance(made, Trouble) else made


def _announce(visit: Visit, found: Licence) -> str:
    """Tell the holder that it is to be revoked, and why; he is heard first (R12)."""
    posted = visit.request.POST
    facts = posted.get(FACTS, "").strip()
    if not facts:
        raise InvalidInput(problems=(FieldProblem(FACTS, "required", gettext("请写事实、理由和依据。")),))
    announce_revocation(
        identifier=found.identifier,
        reasons=facts[:_LONGEST],
        fraud=posted.get(INTENDED_FRAUD) == "yes",
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_licence", kwargs={"identifier": found.identifier})


def _change(visit: Visit, found: Licence) -> str:
    posted = visit.request.POST
    chosen, reasons = posted.get(CHANGE, ""), posted.get(REASONS, "").strip()
    problems = []
    if chosen not in Change.values:
        problems.append(FieldProblem(CHANGE, "required", gettext("请选要做什么。")))
    if not reasons:
        problems.append(FieldProblem(REASONS, "required", gettext("请写事实、理由和依据。")))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    change_licence(
        identifier=found.identifier,
        change=Change(chosen),
        reasons=reasons[:_LONGEST],
        fraud=posted.get(FRAUD) == "yes",
        actor=visit.actor,
        now=visit.now,
    )
    return reverse("web:workbench_licence", kwargs={"identifier": found.identifier})


def _show(visit: Visit, found: Licence, trouble: Trouble | None = None) -> HttpResponseBase:
    at = {} if trouble is None else trouble.at
    posted, status = visit.request.POST, found.status_on(city_date(visit.now))
    intent = standing_intent(found)
    possible = [change for change, (sources, _) in CHANGES.items() if status in sources]
    to_announce = Change.REVOKE in possible and intent is None
    if intent is None or intent.heard_at is None:
        possible = [change for change in possible if change is not Change.REVOKE]
    fields = (
        Field(
            kind=FieldKind.CHOICE,
            name=CHANGE,
            label=gettext("要做什么"),
            value=posted.get(CHANGE, ""),
            choices=tuple(Choice(value=each.value, label=speak(each.label)) for each in possible),
            problem=at.get(CHANGE, ""),
        ),
        Field(
            kind=FieldKind.YES_NO,
            name=FRAUD,
            label=gettext("是用欺骗、贿赂等手段取得的吗"),
            hint=gettext("撤销时选。选“是”,持证人一段时间内不得再申请。只限涉及安全健康的许可。"),
            value=posted.get(FRAUD, "no"),
            problem=at.get(FRAUD, ""),
        ),
        Field(
            kind=FieldKind.LONG_TEXT,
            name=REASONS,
            label=gettext("事实、理由和依据"),
            hint=gettext("持证人会看到;撤销的会写进决定书。"),
            value=posted.get(REASONS, ""),
            max_length=_LONGEST,
            problem=at.get(REASONS, ""),
        ),
    )
    announcing = (
        Field(
            kind=FieldKind.YES_NO,
            name=INTENDED_FRAUD,
            label=gettext("是用欺骗、贿赂等手段取得的吗"),
            value=posted.get(INTENDED_FRAUD, "no"),
        ),
        Field(
            kind=FieldKind.LONG_TEXT,
            name=FACTS,
            label=gettext("打算撤销的事实、理由和依据"),
            hint=gettext("会写进告知书,持证人会看到。"),
            value=posted.get(FACTS, ""),
            max_length=_LONGEST,
            problem=at.get(FACTS, ""),
        ),
    )
    return show(
        visit,
        "workbench/licence.html",
        {
            "licence": found,
            "status": speak(status.label),
            "changes": [
                (speak(Change(each.change).label), each.changed_at, each.reasons.reveal())
                for each in sorted(found.changes.all(), key=lambda each: each.pk)
            ],
            "fields": fields if possible else (),
            "announcing": announcing if to_announce else (),
            "intent": intent,
            "hearings": hearings_on_licence(found.identifier),
            "lines": [(field.first_id, field.problem) for field in (*fields, *announcing) if field.problem],
            "sentence": trouble.sentence if trouble and not at else "",
            "once": new_once(),
        },
        here="list",
        status=trouble.status if trouble else 200,
    )

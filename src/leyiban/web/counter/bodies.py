"""An enterprise that somebody at the counter applies for: found by its credit code, or as the register says.

Only what neither we nor the register know is typed by hand, so that no slip of the keyboard renames a firm or
changes who heads it.
"""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.people.errors import IdentityServiceDown
from leyiban.people.identity_service import IdentityService
from leyiban.people.models import Party
from leyiban.people.operations import register_body
from leyiban.people.ports import EnterpriseFacts
from leyiban.people.rules.inputs import Inputs
from leyiban.web.counter.desk import apply_for, at_counter, show, standing
from leyiban.web.edge import Trouble, Visit, attempt, new_once, see_other, send_once
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.wording import gettext

_BY_HAND = "by_hand"


@at_counter("GET", "POST")
def enterprise(visit: Visit) -> HttpResponseBase:
    """One box first; more only where nobody knows the code."""
    if standing(visit) is None:
        return see_other(reverse("web:counter"))
    if visit.request.method != "POST":
        return _ask(visit)
    code = attempt(lambda: _code(visit))
    if isinstance(code, Trouble):
        return _ask(visit, trouble=code, by_hand=_BY_HAND in visit.request.POST)
    if _BY_HAND in visit.request.POST:
        return _register_by_hand(visit, code)
    known = Party.objects.legal().filter(uscc=code).first()
    if known is not None:
        return _chosen(visit, known)
    return _ask_register(visit, code)


def _code(visit: Visit) -> str:
    """The typed credit code in stored form.

    Raises:
        InvalidInput.
    """
    inputs = Inputs()
    code = inputs.uscc("uscc", visit.request.POST.get("uscc", ""))
    inputs.done()
    return code


def _chosen(visit: Visit, body: Party) -> HttpResponseBase:
    apply_for(visit, body)
    return see_other(reverse("web:counter_items"))


def _ask_register(visit: Visit, code: str) -> HttpResponseBase:
    """The register's word; where it has none, the clerk copies the business licence."""
    try:
        entry = IdentityService().enterprise(uscc=code, now=visit.now)
    except IdentityServiceDown:
        return _ask(visit, by_hand=True, note=gettext("登记机关暂时没回答。请照营业执照填。"))
    if entry is None:
        return _ask(visit, by_hand=True, note=gettext("登记机关没有这个代码。请照证照填。"))
    registered = attempt(lambda: _register(visit, entry))
    if isinstance(registered, Trouble):
        return _ask(visit, trouble=registered, by_hand=True)
    return _chosen(visit, registered)


def _register(visit: Visit, entry: EnterpriseFacts) -> Party:
    return register_body(
        uscc=entry.uscc,
        name=entry.name,
        representative=entry.representative_name,
        address=entry.address,
        actor=visit.actor,
        now=visit.now,
    )


def _register_by_hand(visit: Visit, code: str) -> HttpResponseBase:
    posted = visit.request.POST

    def act() -> str:
        body = Party.objects.legal().filter(uscc=code).first() or register_body(
            uscc=code,
            name=posted.get("name", ""),
            representative=posted.get("representative", ""),
            address=posted.get("address", ""),
            actor=visit.actor,
            now=visit.now,
        )
        apply_for(visit, body)
        return reverse("web:counter_items")

    made = attempt(lambda: send_once(visit, act))
    return _ask(visit, trouble=made, by_hand=True) if isinstance(made, Trouble) else made


def _ask(
    visit: Visit, *, trouble: Trouble | None = None, by_hand: bool = False, note: str = ""
) -> HttpResponseBase:
    fields = _fields(visit, trouble, by_hand)
    return show(
        visit,
        "counter/enterprise.html",
        {
            "fields": fields,
            "lines": tuple((field.first_id, field.problem) for field in fields if field.problem),
            "sentence": "" if trouble is None or trouble.at else trouble.sentence,
            "by_hand": by_hand,
            "note": note,
            "once": new_once(),
        },
        status=200 if trouble is None else trouble.status,
    )


def _fields(visit: Visit, trouble: Trouble | None, by_hand: bool) -> tuple[Field, ...]:
    asked = [(FieldKind.USCC, "uscc", gettext("统一社会信用代码"), True)]
    if by_hand:
        asked += [
            (FieldKind.TEXT, "name", gettext("名称"), True),
            (FieldKind.PERSON_NAME, "representative", gettext("法定代表人(经营者、负责人)"), True),
            (FieldKind.ADDRESS, "address", gettext("住所"), False),
        ]
    at = {} if trouble is None else trouble.at
    return tuple(
        Field(
            kind=kind,
            name=name,
            label=label,
            value=visit.request.POST.get(name, ""),
            problem=at.get(name, ""),
            required=required,
        )
        for kind, name, label, required in asked
    )

"""实名认证: name and number (level 2), then the authority's face check (level 3)."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.kernel.rights import SIGNED_IN, real_name
from leyiban.kernel.throttles.operations import count_try
from leyiban.people.identity_service import IdentityService
from leyiban.people.models import Account, IdKind
from leyiban.people.operations import PersonFacts, order_face_check, prove_by_face, prove_by_registry
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.parts.screens import Way
from leyiban.web.signin import face_checks
from leyiban.web.signin.ask import Ask, lines_of, problem_at, sentence_of, tried
from leyiban.web.signin.where import remember_next, take_next
from leyiban.web.wording import gettext

_PROVEN = 2


@page(SIGNED_IN, "GET", "POST")
def real_name_check(visit: Visit) -> HttpResponseBase:
    """Level 2. What was typed stays on the page whatever the authority answers."""
    remember_next(visit.request)
    if visit.actor.level >= _PROVEN:
        return see_other(take_next(visit.request) or reverse("web:mine"))
    if visit.request.method != "POST":
        return _ask(visit, "", "")
    name, number = visit.request.POST.get("name", ""), visit.request.POST.get("id_number", "")
    proven = tried(lambda: _prove(visit, name, number))
    if isinstance(proven, Trouble):
        return _ask(visit, name, number, proven)
    return see_other(take_next(visit.request) or reverse("web:mine"))


@page(real_name(_PROVEN), "POST")
def face(visit: Visit) -> HttpResponseBase:
    """Leave for the authority's face check."""
    return face_checks.leave(
        visit,
        face_checks.Purpose.LEVEL,
        lambda back: order_face_check(
            account=_account(visit), check=IdentityService(), return_url=back, now=visit.now
        ),
        whose=face_checks.ones_own(visit),
        back="web:face_return",
    )


@page(real_name(_PROVEN))
def face_return(visit: Visit) -> HttpResponseBase:
    """Back from the face check that this session ordered."""
    checked = face_checks.came_back(visit, face_checks.Purpose.LEVEL)
    prove_by_face(
        account=_account(visit),
        reference=checked.reference,
        ordered_for=checked.party_id,
        check=IdentityService(),
        actor=visit.actor,
        now=visit.now,
    )
    face_checks.done(visit)
    return see_other(take_next(visit.request) or reverse("web:mine"))


def _prove(visit: Visit, name: str, number: str) -> None:
    count_try(throttle="identity.by_account", subject=visit.actor.pseudonym, now=visit.now)
    prove_by_registry(
        account=_account(visit),
        person=PersonFacts(name=name, id_kind=IdKind.RESIDENT_ID, number=number),
        check=IdentityService(),
        actor=visit.actor,
        now=visit.now,
    )


def _account(visit: Visit) -> Account:
    account = visit.request.user
    assert isinstance(account, Account)
    return account


def _ask(visit: Visit, name: str, number: str, trouble: Trouble | None = None) -> HttpResponseBase:
    questions = (
        Field(
            kind=FieldKind.PERSON_NAME,
            name="name",
            label=gettext("姓名"),
            value=name,
            hint=gettext("和身份证上的一样。"),
            problem=problem_at(trouble, "name"),
        ),
        Field(
            kind=FieldKind.RESIDENT_ID,
            name="id_number",
            label=gettext("身份证号码"),
            value=number,
            hint=gettext("18位。只用来核对身份,加密保存。"),
            problem=problem_at(trouble, "id_number"),
        ),
    )
    ask = Ask(
        title=gettext("实名认证"),
        lead=gettext("办事要先知道您是谁。核对一次,以后不再问。"),
        questions=questions,
        button=gettext("核对"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        ways=(Way(label=gettext("没有身份证?请到窗口核对"), link=reverse("web:help")),),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)

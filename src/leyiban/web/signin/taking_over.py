"""接管企业的事: the legal representative takes the firm's whole dossier to himself, by face check and register.

Before both have spoken, nothing is told of the firm, not even whether it is known here.
"""

from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.queries import my_drafts, visible_to
from leyiban.cases.states import CLOSED
from leyiban.credentials.models import Licence
from leyiban.joins.firm_is_taken_over import take_over_firm
from leyiban.kernel.rights import real_name
from leyiban.kernel.throttles.operations import count_try
from leyiban.messages.queries import unread_count
from leyiban.people.errors import IdentityServiceDown
from leyiban.people.identity_service import IdentityService
from leyiban.people.models import Account, Party
from leyiban.people.operations import TakenOver, order_face_check
from leyiban.people.operations.bodies import checked_uscc
from leyiban.web.edge import Trouble, Visit, page, see_other
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.parts.screens import Way
from leyiban.web.signin import face_checks, sessions
from leyiban.web.signin.ask import Ask, lines_of, problem_at, sentence_of, tried
from leyiban.web.wording import gettext

_KNOWN_PERSON, _HEAD = 2, 3
_BODY: Final = "take_over_body"  # in the session: the credit code asked about
_FORMER: Final = "took_over_from"  # in the session: how many could act before


@page(real_name(_KNOWN_PERSON), "GET", "POST")
def take_over(visit: Visit) -> HttpResponseBase:
    """Which firm? Then the face check, whoever asks and however he signed in."""
    if visit.request.method != "POST":
        return _ask(visit)
    left = tried(lambda: _leave(visit))
    return _ask(visit, left) if isinstance(left, Trouble) else left


@page(real_name(_KNOWN_PERSON))
def back(visit: Visit) -> HttpResponseBase:
    """Back from the face check: the register is asked, and everything moves at once or nothing does."""
    uscc = visit.request.session.get(_BODY, "")
    if not uscc:
        return see_other(reverse("web:take_over"))
    taken = tried(lambda: _take(visit, uscc))
    if isinstance(taken, Trouble):
        if taken.code == IdentityServiceDown.code:
            return face_checks.authority_silent(visit, again=visit.request.get_full_path())
        return _ask(visit, taken)
    face_checks.done(visit)
    del visit.request.session[_BODY]
    visit.request.session[sessions.ACTING_FOR] = taken.body.pk
    visit.request.session[_FORMER] = len(taken.former)
    return see_other(reverse("web:taken_over"))


@page(real_name(_HEAD))
def taken_over(visit: Visit) -> HttpResponseBase:
    """What is in his hands now: counts, and where to go on."""
    mine = visit.actor.own_parties & {visit.actor.on_behalf_of}
    body = Party.objects.legal().filter(pk__in=mine).first()
    former = visit.request.session.get(_FORMER)
    if body is None or former is None:
        return see_other(reverse("web:acting"))
    return visit.show(
        "signin/taken_over.html",
        {
            "body": body.name,
            "former": former,
            "drafts": sum(draft.applicant_id == body.pk for draft in my_drafts(visit.actor)),
            "cases": visible_to(visit.actor).filter(applicant=body).exclude(state__in=CLOSED).count(),
            "licences": Licence.objects.filter(holder=body).count(),
            "unread": unread_count(actor=visit.actor),
        },
    )


def _leave(visit: Visit) -> HttpResponseBase:
    uscc = checked_uscc(visit.request.POST.get("uscc", ""))
    count_try(throttle="identity.by_account", subject=visit.actor.pseudonym, now=visit.now)
    visit.request.session[_BODY] = uscc
    return face_checks.leave(
        visit,
        face_checks.Purpose.TAKE_OVER,
        lambda back: order_face_check(
            account=_account(visit), check=IdentityService(), return_url=back, now=visit.now
        ),
        whose=face_checks.ones_own(visit),
        back="web:take_over_return",
    )


def _take(visit: Visit, uscc: str) -> TakenOver:
    checked = face_checks.came_back(visit, face_checks.Purpose.TAKE_OVER)
    return take_over_firm(
        uscc=uscc,
        account=_account(visit),
        reference=checked.reference,
        ordered_for=checked.party_id,
        check=IdentityService(),
        actor=visit.actor,
        now=visit.now,
    )


def _account(visit: Visit) -> Account:
    account = visit.request.user
    assert isinstance(account, Account)
    return account


def _ask(visit: Visit, trouble: Trouble | None = None) -> HttpResponseBase:
    questions = (
        Field(
            kind=FieldKind.USCC,
            name="uscc",
            label=gettext("统一社会信用代码"),
            value=visit.request.POST.get("uscc", "") or visit.request.session.get(_BODY, ""),
            hint=gettext("营业执照上的18位。"),
            problem=problem_at(trouble, "uscc"),
        ),
    )
    ask = Ask(
        title=gettext("接管企业的事"),
        lead=gettext("经办人走了,或换了法定代表人?您做人脸核验,我们问登记机关。几分钟就接过来。"),
        questions=questions,
        button=gettext("下一步:人脸核验"),
        sentence=sentence_of(trouble),
        lines=lines_of(trouble, questions),
        note=gettext(
            "接管后:草稿、在办的事、证照和消息都归您;原来的授权全部停止。原经办人马上看不到,会收到通知。他自己的事不受影响。"
        ),
        ways=(
            Way(label=gettext("只收回一个人的授权"), link=reverse("web:mandates")),
            Way(label=gettext("返回"), link=reverse("web:acting")),
        ),
    )
    return visit.show("signin/ask.html", {"ask": ask}, status=trouble.status if trouble else 200)

"""Who stands at the counter: by card, by number, by a handover code, or registered there and then (FX.2)."""

import datetime as dt
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Draft
from leyiban.cases.operations import take_over_draft
from leyiban.cases.queries import my_drafts
from leyiban.kernel.identifiers import normalise
from leyiban.kernel.throttles.operations import count_try
from leyiban.people.errors import PersonNotFound
from leyiban.people.models import IdKind, Party
from leyiban.people.operations import PersonFacts, register_person_at_counter
from leyiban.people.queries import find_person_at_counter
from leyiban.web.counter.card_reader import READER, CardRead
from leyiban.web.counter.desk import at_counter, farewell, show, welcome
from leyiban.web.edge import Trouble, Visit, attempt, new_once, see_other, send_once
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.signin.ask import tried
from leyiban.web.wording import gettext, speak

_CARD = "card"
_CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A draft of mine that is still open."""

    item: Words
    applicant: str
    saved_at: dt.datetime
    link: str


@at_counter("GET", "POST")
def counter(visit: Visit) -> HttpResponseBase:
    """The first question: who is it? One box that a card reader types into, or a clerk.

    Looking at it sends nobody away (a page opened beside, a step back): who stands here stays until the next one comes
    or the clerk says good-bye.
    """
    if visit.request.method != "POST":
        return _ask(visit)
    farewell(visit)
    kind = _kind(visit.request.POST.get("id_kind", ""))
    typed = visit.request.POST.get(_CARD, "")
    read = READER.read(typed) if kind is IdKind.RESIDENT_ID else CardRead(number=typed.strip())
    try:
        found = attempt(
            lambda: find_person_at_counter(id_kind=kind, number=read.number, actor=visit.actor, now=visit.now)
        )
    except PersonNotFound:
        return _ask_to_register(visit, kind, read)
    if isinstance(found, Trouble):
        return _ask(visit, found)
    if read.name and read.name != found.name:  # the card says otherwise: the clerk compares
        return _ask_to_register(visit, kind, read, _differs())
    return _come(visit, found)


def _kind(text: str) -> IdKind:
    return next((kind for kind in IdKind if kind.value == text), IdKind.RESIDENT_ID)


def _come(visit: Visit, person: Party) -> HttpResponseBase:
    welcome(visit, person)
    return see_other(reverse("web:counter_person"))


def _ask(
    visit: Visit, trouble: Trouble | None = None, code_trouble: Trouble | None = None
) -> HttpResponseBase:
    status = trouble or code_trouble
    typed = visit.request.POST
    card = Field(
        kind=FieldKind.RESIDENT_ID,
        name=_CARD,
        label=gettext("刷身份证,或输入证件号码"),
        hint=gettext("读卡器会自己填好、自己提交。"),
        value=typed.get(_CARD, ""),
        problem=_problem(trouble),
    )
    code = Field(
        kind=FieldKind.TEXT,
        name=_CODE,
        label=gettext("交接码"),
        hint=gettext("申请人在网上填了一半,出示10位数字。"),
        value=typed.get(_CODE, ""),
        problem=_problem(code_trouble),
    )
    return show(
        visit,
        "counter/arrive.html",
        {
            "card": card,
            "code": code,
            "kinds": _kinds(),
            "kind": _kind(typed.get("id_kind", "")).value,
            "begun": tuple(_begun(draft) for draft in my_drafts(visit.actor)),
        },
        status=status.status if status else 200,
    )


def _problem(trouble: Trouble | None) -> str:
    if trouble is None:
        return ""
    return next(iter(trouble.at.values()), trouble.sentence)


def _kinds() -> tuple[Choice, ...]:
    return tuple(Choice(value=kind.value, label=speak(kind.label)) for kind in IdKind)


def _begun(draft: Draft) -> Begun:
    return Begun(
        item=draft.item_version.words,
        applicant=draft.applicant.name,
        saved_at=draft.saved_at,
        link=reverse("web:counter_draft", kwargs={"key": draft.key}),
    )


@at_counter("POST")
def take_over(visit: Visit) -> HttpResponseBase:
    """Go on with what the applicant began online; the code he shows says that he wants it (F1.3)."""
    code = normalise(visit.request.POST.get(_CODE, "")).replace("-", "")

    def take() -> Draft:
        count_try(throttle="handover.by_clerk", subject=visit.actor.pseudonym, now=visit.now)
        return take_over_draft(code=code, actor=visit.actor)

    taken = tried(take)
    if isinstance(taken, Trouble):
        return _ask(visit, code_trouble=taken)
    farewell(visit)
    return see_other(reverse("web:counter_draft", kwargs={"key": taken.key}))


@at_counter("POST")
def leave(visit: Visit) -> HttpResponseBase:
    """The next one, please."""
    farewell(visit)
    return see_other(reverse("web:counter"))


@at_counter("GET", "POST")
def register(visit: Visit) -> HttpResponseBase:
    """Somebody who never was here: name and number as the document says; a phone only if he has one."""
    if visit.request.method != "POST":
        return _ask_to_register(visit, IdKind.RESIDENT_ID, CardRead(number=""))
    posted = visit.request.POST
    kind = _kind(posted.get("id_kind", ""))
    facts = PersonFacts(
        name=posted.get("name", ""),
        id_kind=kind,
        number=posted.get("id_number", ""),
        phone=posted.get("phone", ""),
        address=posted.get("address", ""),
    )

    def act() -> str:
        person = register_person_at_counter(
            person=facts,
            region=None,
            correct_name="correct_name" in posted,
            actor=visit.actor,
            now=visit.now,
        )
        welcome(visit, person)
        return reverse("web:counter_person")

    made = attempt(lambda: send_once(visit, act))
    if not isinstance(made, Trouble):
        return made
    read = CardRead(number=facts.number, name=facts.name, address=facts.address)
    return _ask_to_register(visit, kind, read, made)


def _differs() -> Trouble:
    """The name on the card is not the one on record: the clerk compares, and says so."""
    told = gettext("登记的名字不一样。请照证件核对。")
    return Trouble(
        status=HTTPStatus.UNPROCESSABLE_ENTITY, code="name_differs", sentence=told, at={"name": told}
    )


def _ask_to_register(
    visit: Visit, kind: IdKind, read: CardRead, trouble: Trouble | None = None
) -> HttpResponseBase:
    at = {} if trouble is None else trouble.at
    fields = (
        Field(
            kind=FieldKind.CHOICE,
            name="id_kind",
            label=gettext("证件"),
            choices=_kinds(),
            value=kind.value,
        ),
        Field(
            kind=FieldKind.RESIDENT_ID,
            name="id_number",
            label=gettext("证件号码"),
            value=read.number,
            problem=at.get("id_number", ""),
        ),
        Field(
            kind=FieldKind.PERSON_NAME,
            name="name",
            label=gettext("姓名(照证件)"),
            hint=gettext("生僻字、间隔号、外文名都能写。"),
            value=read.name,
            problem=at.get("name", ""),
        ),
        Field(
            kind=FieldKind.MOBILE,
            name="phone",
            label=gettext("手机号"),
            hint=gettext("没有手机也能办,结果用纸告诉他。"),
            value=visit.request.POST.get("phone", ""),
            problem=at.get("phone", ""),
            required=False,
        ),
        Field(
            kind=FieldKind.ADDRESS,
            name="address",
            label=gettext("住址"),
            value=read.address,
            problem=at.get("address", ""),
            required=False,
        ),
    )
    return show(
        visit,
        "counter/register.html",
        {
            "fields": fields,
            "lines": tuple((field.first_id, field.problem) for field in fields if field.problem),
            "sentence": "" if trouble is None or trouble.at else trouble.sentence,
            "differs": bool(read.name) and "name" in at,
            "new": trouble is None and bool(read.number),
            "once": new_once(),
        },
        status=200 if trouble is None else trouble.status,
    )

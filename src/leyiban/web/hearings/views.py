"""听证: the door with number and code, and the page of whoever is heard (R12).

Who has entered a code is known to his session for this one hearing (``entered``); he may leave at any time.
"""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from leyiban.cases.hearing.rights import is_heard
from leyiban.cases.models import HearingParticipant
from leyiban.cases.queries.hearings import (
    actor_by_code,
    heard_as_applicant,
    heard_by_code,
    hearing_documents,
    participants_of,
    voice_of_session,
)
from leyiban.kernel.actors import Actor, ActorKind, Channel
from leyiban.kernel.errors import Kind, NotFound, Refusal
from leyiban.kernel.identifiers import normalise
from leyiban.kernel.rights import ANYONE
from leyiban.kernel.throttles.operations import count_try
from leyiban.kernel.throttles.origins import origin_of
from leyiban.web import failures
from leyiban.web.edge import (
    Trouble,
    Visit,
    attempt,
    keep_out_of_searches,
    new_once,
    page,
    see_other,
    send_once,
)
from leyiban.web.hearings import entered
from leyiban.web.hearings.acts import do, forms_for
from leyiban.web.hearings.shown import hearing_shown, name_shown, signing_shown, view_shown
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.serving import document_response
from leyiban.web.wording import gettext

NUMBER, CODE = "hearing_no", "hearing_code"
_LONGEST: Final = 40
_SAID_HERE: Final = frozenset({Kind.NOT_FOUND, Kind.TOO_MANY, Kind.INVALID})


@page(ANYONE, "GET", "POST")
def door(visit: Visit) -> HttpResponseBase:
    """Number and code, as they stand in the letter and in the message. Nothing of them goes into an address."""
    if visit.request.method != "POST":
        return _ask(visit, visit.request.GET.get(NUMBER, "")[:_LONGEST], None)
    number = visit.request.POST.get(NUMBER, "").strip()[:_LONGEST]
    code = visit.request.POST.get(CODE, "").strip()[:_LONGEST]
    problems = _missing(number, code)
    if problems:
        return _ask(visit, number, None, problems)
    try:
        voice = _let_in(visit, number, code)
    except Refusal as refusal:
        if refusal.kind not in _SAID_HERE:
            raise
        return _ask(visit, number, Trouble.of(refusal))
    entered.enter(visit, voice)
    return see_other(reverse("web:hearing", kwargs={"number": voice.hearing.number}))


def _missing(number: str, code: str) -> dict[str, str]:
    """By field, what has to be written first."""
    asked = {NUMBER: (number, gettext("请写听证编号。")), CODE: (code, gettext("请写查询码。"))}
    return {name: told for name, (typed, told) in asked.items() if not typed}


def _let_in(visit: Visit, number: str, code: str) -> HearingParticipant:
    """A code is guarded by the number of tries, too, per machine and per hearing."""
    count_try(throttle="hearings.by_origin", subject=origin_of(visit.request.META), now=visit.now)
    count_try(throttle="hearings.by_number", subject=normalise(number), now=visit.now)
    return heard_by_code(number, code)


@page(ANYONE, "GET", "POST")
def hearing(visit: Visit, number: str) -> HttpResponseBase:
    """How it stands, what I may do now, what I said and what was answered."""
    found = _who(visit, number)
    if found is None:
        return see_other(f"{reverse('web:hearings')}?{NUMBER}={number}")
    voice, actor = found
    if visit.request.method != "POST":
        return _show(visit, voice, actor)
    here = reverse("web:hearing", kwargs={"number": number})

    def act() -> str:
        do(voice, actor, visit)
        return f"{here}?done=1"

    made = attempt(lambda: send_once(visit, act))
    return _show(visit, voice, actor, made) if isinstance(made, Trouble) else made


@page(ANYONE, "POST")
def leave(visit: Visit) -> HttpResponseBase:
    """Forget on this machine who came by code."""
    entered.leave(visit)
    return see_other(reverse("web:hearings"))


@page(ANYONE)
def paper(visit: Visit, number: str, document_id: int) -> HttpResponseBase:
    """One of my papers of this hearing, to keep.

    Raises:
        NotFound.
    """
    found = _who(visit, number)
    if found is None:
        raise NotFound
    voice, _ = found
    return document_response(hearing_documents(voice.hearing, voice=voice), document_id)


def _who(visit: Visit, number: str) -> tuple[HearingParticipant, Actor] | None:
    """As whom the reader is heard here; None: he has to show a code first."""
    if visit.actor.kind is ActorKind.PERSON:
        try:
            voice = heard_as_applicant(visit.actor, number)
        except NotFound:
            voice = None
        if voice is not None and is_heard(visit.actor, voice.hearing):
            return voice, visit.actor
    key = entered.entered(visit)
    by_code = None if key is None else voice_of_session(key, number)
    return None if by_code is None else (by_code, actor_by_code(by_code, channel=Channel.PORTAL))


def _show(
    visit: Visit, voice: HearingParticipant, actor: Actor, trouble: Trouble | None = None
) -> HttpResponse:
    found = voice.hearing
    shown = hearing_shown(found, now=visit.now)
    forms = forms_for(voice, shown, actor, visit, trouble)
    mine = voice.views.select_related("participant__party").order_by("number")
    said_in_a_box = any(form.field is not None and form.field.problem for form in forms)
    response = visit.show(
        "hearings/hearing.html",
        {
            "shown": shown,
            "item": found.case.item_version.words,
            "voice": voice,
            "forms": [form for form in forms if not form.folded],
            "folded": [form for form in forms if form.folded],
            "views": [view_shown(view) for view in mine],
            "signers": [(name_shown(each), signing_shown(each)) for each in participants_of(found)]
            if shown.record
            else (),
            "papers": [each for each in hearing_documents(found, voice=voice) if each.paper],
            "challenges": list(voice.challenges.order_by("pk")),
            "once": new_once(),
            "done": visit.request.GET.get("done") == "1",
            "told": _told(voice),
            "lines": [
                (form.field.first_id, form.field.problem)
                for form in forms
                if form.field is not None and form.field.problem
            ],
            "sentence": trouble.sentence if trouble is not None and not said_in_a_box else "",
        },
        status=trouble.status if trouble else 200,
    )
    response.headers["Cache-Control"] = "private, no-store"
    keep_out_of_searches(response)
    return response


def _told(voice: HearingParticipant) -> str:
    """How he hears of what follows: an interested person without a phone by letter."""
    if voice.is_applicant or voice.phone is not None:
        return gettext("已经记下来。有进展,短信告诉您。")
    return gettext("已经记下来。有进展,寄信告诉您。")


def _ask(
    visit: Visit, number: str, trouble: Trouble | None, problems: Mapping[str, str] = MappingProxyType({})
) -> HttpResponse:
    fields = (
        Field(
            kind=FieldKind.TEXT,
            name=NUMBER,
            label=gettext("听证编号"),
            hint=gettext("在告知书和短信里,T开头。"),
            value=number,
            problem=problems.get(NUMBER, ""),
        ),
        Field(
            kind=FieldKind.TEXT,
            name=CODE,
            label=gettext("查询码"),
            hint=gettext("8位数字,和编号写在一起。"),
            problem=problems.get(CODE, ""),
        ),
    )
    response = visit.show(
        "hearings/door.html",
        {
            "fields": fields,
            "lines": tuple((each.first_id, each.problem) for each in fields if each.problem),
            "sentence": "" if trouble is None else trouble.sentence,
        },
        status=trouble.status if trouble else HTTPStatus.UNPROCESSABLE_ENTITY if problems else 200,
    )
    if trouble is not None and trouble.status == failures.STATUS[Kind.TOO_MANY]:
        response.headers["Retry-After"] = str(failures.RETRY_SECONDS)
    return response

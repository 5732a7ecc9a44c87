"""我的办件: what I have begun, what is being handled, what is done; and the first lines of it on the home page."""

import datetime as dt
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import Case, Draft
from leyiban.cases.queries import my_cases, my_drafts, progress_of, visible_to
from leyiban.cases.states import CLOSED, CaseState
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.rights import SIGNED_IN
from leyiban.messages.queries import unread_count
from leyiban.web.edge import Visit, page
from leyiban.web.journey.shown import CaseLine, DraftLine
from leyiban.web.journey.standing import Standing, standing_of
from leyiban.web.journey.steps import draft_link
from leyiban.web.parts.lights import Light
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.portal.shown import OpenCase
from leyiban.web.wording import gettext

_A_PAGE: Final = 20
_AT_HOME: Final = 3
BEFORE: Final = "before"


@page(SIGNED_IN)
def cases(visit: Visit) -> HttpResponseBase:
    """Drafts first, because they wait for me; then my cases, the newest first."""
    before = visit.request.GET.get(BEFORE, "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    found = my_cases(visit.actor, before=place, limit=_A_PAGE + 1)
    drafts = my_drafts(visit.actor) if place is None and visit.actor.kind is ActorKind.PERSON else []
    return visit.show(
        "journey/cases.html",
        {
            "drafts": tuple(draft_line(draft) for draft in drafts),
            "cases": tuple(case_line(case, now=visit.now) for case in found[:_A_PAGE]),
            "older": f"{reverse('web:my_cases')}?{BEFORE}={found[_A_PAGE - 1].pk}"
            if len(found) > _A_PAGE
            else "",
            "first": place is None,
            "unread": unread_count(actor=visit.actor),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("您还没有在办的事"),
                now=gettext("在首页搜一搜,马上能办。"),
                ways=(Way(label=gettext("看看能办什么"), link=reverse("web:items")),),
            ),
        },
    )


def draft_line(draft: Draft) -> DraftLine:
    return DraftLine(
        name=draft.item_version.words,
        applicant=draft.applicant.name,
        saved_at=draft.saved_at,
        link=draft_link(draft.key),
        corrects=draft.case.number if draft.case is not None else "",
    )


def case_line(case: Case, *, now: dt.datetime) -> CaseLine:
    """One case with its first sentence. At most five queries."""
    standing = standing_of(progress_of(case), now=now)
    return CaseLine(
        name=case.item_version.words,
        number=case.number,
        applicant=case.party_label,
        sentence=standing.sentence,
        light=standing.light,
        link=reverse("web:case", kwargs={"number": case.number}),
        received_at=case.received_at,
        act=_act(case, standing),
    )


def _act(case: Case, standing: Standing) -> str:
    """What the applicant himself must do now; empty when it is nothing."""
    if standing.must_act:
        return gettext("去补材料")
    if case.state == CaseState.READY and case.delivery_way == DeliveryWay.WINDOW:
        return gettext("看去哪里拿")
    return ""


def open_cases(actor: Actor, *, now: dt.datetime) -> tuple[OpenCase, ...]:
    """For the home page: what waits for me, then what others are busy with. Nothing for guests and staff."""
    if actor.kind is not ActorKind.PERSON:
        return ()
    drafts = [_open_draft(draft) for draft in my_drafts(actor)[:_AT_HOME]]
    rows = visible_to(actor).select_related("item_version", "agency").exclude(state__in=CLOSED)
    mine = [
        _open_case(case, now=now)
        for case in rows.exclude(state=CaseState.DELIVERED).order_by("-pk")[:_AT_HOME]
    ]
    waiting = [case for case in mine if case.act]
    return (*waiting, *drafts, *(case for case in mine if not case.act))[:_AT_HOME]


def _open_draft(draft: Draft) -> OpenCase:
    return OpenCase(
        item=draft.item_version.words,
        sentence=gettext("填到一半,还没交。"),
        light=Light.NONE,
        link=draft_link(draft.key),
        act=gettext("接着填"),
    )


def _open_case(case: Case, *, now: dt.datetime) -> OpenCase:
    line = case_line(case, now=now)
    return OpenCase(item=line.name, sentence=line.sentence, light=line.light, link=line.link, act=line.act)


def draft_of(actor: Actor, version: ItemVersion) -> str:
    """Where the reader's own draft of this item is; empty when there is none."""
    if actor.kind is not ActorKind.PERSON:
        return ""
    mine = (draft for draft in my_drafts(actor) if draft.item_id == version.item_id and draft.case_id is None)
    found = next(mine, None)
    return "" if found is None else draft_link(found.key)

"""Cards and slips as lines of a list: what it is about, why, how long still, and with whom it lies."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from leyiban.kernel.docket.models import OpenMatter
from leyiban.people.models import Post
from leyiban.supervision.models import Card, Slip, Supervised
from leyiban.supervision.states import CardEnd, CardKind, SlipKind, SlipState
from leyiban.web.parts import Words
from leyiban.web.parts.lights import Light
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import as_written, called, speak


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """``what`` is the reason of a card or the kind of a slip; ``state`` is how it stands; ``office`` and ``post`` answer
    now, and are empty once nobody does."""

    key: int
    number: str
    title: Words
    agency: Words
    what: str
    state: str
    office: Words
    post: str
    light: Light
    left: str
    link: str


def card_lines(found: Sequence[Card], *, now: dt.datetime) -> list[Line]:
    """Three queries, however many."""
    rows = _Rows(found, now)
    return [
        rows.line(
            each,
            what=speak(CardKind(each.reason).label),
            state=speak(CardEnd(each.end).label) if each.end else "",
            address="web:workbench_card",
        )
        for each in found
    ]


def slip_lines(found: Sequence[Slip], *, now: dt.datetime) -> list[Line]:
    """Three queries, however many."""
    rows = _Rows(found, now)
    return [
        rows.line(
            each,
            what=speak(SlipKind(each.slip_kind).label),
            state=speak(SlipState(each.state).label),
            address="web:workbench_slip",
        )
        for each in found
    ]


class _Rows:
    """What the docket and the posts say of all lines at once."""

    def __init__(self, found: Sequence[Supervised], now: dt.datetime) -> None:
        self._now, self._left = now, TimeLeft(now)
        kinds = {each.KIND for each in found}
        rows = OpenMatter.objects.filter(kind__in=kinds, key__in=[each.pk for each in found])
        self._docket = {(row.kind, row.key): row for row in rows}
        posts = {each.owner_post_id for each in found if each.owner_post_id}
        self._posts = {post.pk: post for post in Post.objects.filter(pk__in=posts).select_related("agency")}

    def line(self, each: Supervised, *, what: str, state: str, address: str) -> Line:
        row = self._docket.get((each.KIND, each.pk))
        post = self._posts.get(each.owner_post_id or 0)
        red_at = None if row is None else row.red_at
        return Line(
            key=each.pk,
            number=each.number,
            title=as_written(each.title),
            agency=called(each.agency),
            what=what,
            state=state,
            office="" if post is None else called(post.agency),
            post="" if post is None else post.name,
            light=light_of(
                amber_at=None if row is None else row.amber_at, red_at=red_at, paused=False, now=self._now
            ),
            left=self._left.words(red_at, region=each.region),
            link=reverse(address, kwargs={"number": each.number}),
        )

"""Bars (R14): whether somebody may apply, which bars are mine, and which objections wait for my answer."""

import datetime as dt
from typing import Final

from django.db.models import QuerySet

from leyiban.cases.bar.errors import BarGone
from leyiban.cases.models import Bar
from leyiban.cases.queries.duties import log_look
from leyiban.cases.states import BarState
from leyiban.catalogue.rulefile import RuleFile
from leyiban.kernel.actors import Actor, Role
from leyiban.people.models import Party
from leyiban.people.rules.divisions import covers

BAR_READ: Final = "bar"
"""What a look at a bar is called in the access log; it stands under the case of the bar."""


def bar_against(party: Party, rules: RuleFile, *, on: dt.date) -> Bar | None:
    """What keeps ``party`` from applying for this licence on this day; the longest, if there are several.

    No query for an item that guards no safety.
    """
    if rules.guards_safety is None:
        return None
    bars = Bar.objects.in_force(on).filter(party=party, catalog_code=rules.catalog_code)
    return bars.select_related("case").order_by("until").last()


def my_bars(actor: Actor) -> list[Bar]:
    """Every bar of mine and of those for whom I act in all matters, the newest first. One query."""
    return list(_whole(_mine(actor)).order_by("-pk"))


def my_bar(actor: Actor, number: str) -> Bar:
    """Raises :class:`~leyiban.cases.bar.errors.BarGone` for one that is not mine."""
    return _one(_mine(actor).filter(number=number))


def bars_to_answer(actor: Actor) -> list[Bar]:
    """Objections that the actor's posts decide on, the oldest first. One query. Who shows their words, logs the look."""
    return [bar for bar in _whole(_of_office(actor)).order_by("objected_at") if _in_area(actor, bar)]


def bar_for_office(actor: Actor, number: str, *, now: dt.datetime) -> Bar:
    """A bar that the actor's posts decide on; that he reads it is written down, where its party sees it.

    Raises:
        BarGone.
    """
    bar = _one(Bar.objects.filter(number=number, agency_id__in=_agencies(actor)))
    if not _in_area(actor, bar):
        raise BarGone
    log_look(actor, bar.case, BAR_READ, now=now)
    return bar


def _mine(actor: Actor) -> QuerySet[Bar]:
    """He who may hand in for one item only neither reads a bar nor spends its one objection."""
    return Bar.objects.filter(party_id__in=actor.parties_in_all_matters)


def _of_office(actor: Actor) -> QuerySet[Bar]:
    return Bar.objects.filter(agency_id__in=_agencies(actor), state=BarState.OBJECTED)


def _agencies(actor: Actor) -> set[int]:
    return {post.agency_id for post in actor.posts if post.role is Role.DECIDER}


def _in_area(actor: Actor, bar: Bar) -> bool:
    return any(
        post.role is Role.DECIDER and post.agency_id == bar.agency_id and covers(post.region, bar.region)
        for post in actor.posts
    )


def _whole(bars: QuerySet[Bar]) -> QuerySet[Bar]:
    return bars.select_related("case", "party", "agency")


def _one(bars: QuerySet[Bar]) -> Bar:
    bar = _whole(bars).first()
    if bar is None:
        raise BarGone
    return bar

"""Who looked at whose data: for the person it is about, by office and post; for an auditor, by name."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from leyiban.cases.models import Case
from leyiban.cases.queries.duties import Duty
from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.kernel.moments import CITY_TIME
from leyiban.kernel.privacy.looks import digest_of_day
from leyiban.kernel.privacy.models import Look, LookDay
from leyiban.people.models import Party
from leyiban.people.queries import display_names, posts_of
from leyiban.people.rules.divisions import significant

_PARTY: Final = "party"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLine:
    """One look. ``by`` is agency and post, never a name; ``paper`` the slot where ``what`` is a paper; ``case``
    empty where it was the person's own record. ``who`` is empty unless an auditor reads."""

    key: int
    at: dt.datetime
    by: str
    what: str
    paper: str
    duty: str
    case: str
    title: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCheck:
    """A day of the access log held against the digest that went to the ledger; None while it is not closed."""

    looks: int
    bound: bool
    holds: bool | None


def looks_at_me(actor: Actor, *, before: int | None = None, limit: int = 50) -> list[SeenLine]:
    """Every look of staff at the actor's own data, newest first: his cases, those he filed for others, his record.

    He who acts under a mandate sees nothing of his principal's. Four queries.
    """
    if actor.kind is not ActorKind.PERSON:
        return []
    mine = actor.own_parties
    cases = Case.objects.filter(Q(applicant_id__in=mine) | Q(operator_id__in=mine))
    parties = Party.objects.filter(pk__in=mine)
    found = Look.objects.filter(
        Q(subject_kind=Case.KIND, subject_key__in=cases.values("number"))
        | Q(subject_kind=_PARTY, subject_key__in=parties.values("pseudonym"))
    )
    return _lines(_page(found, before, limit))


def looks_for_audit(
    actor: Actor,
    *,
    case: str = "",
    day: dt.date | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[SeenLine]:
    """Looks at cases of the area that the actor audits, newest first, each with the name of who looked.

    Args:
        case: only those at this case. day: only those of this civil day.
    """
    here = Q(pk__in=[])
    for post in actor.posts:
        if post.role is Role.AUDITOR:
            here |= Q(region__startswith=significant(post.region))
    cases = Case.objects.filter(here)
    if case:
        cases = cases.filter(number=case)
    found = Look.objects.filter(subject_kind=Case.KIND, subject_key__in=cases.values("number"))
    if day is not None:
        begin = dt.datetime.combine(day, dt.time.min, CITY_TIME)
        found = found.filter(looked_at__gte=begin, looked_at__lt=begin + dt.timedelta(days=1))
    looks = _page(found, before, limit)
    return _lines(looks, names=display_names(look.actor for look in looks))


def check_day(day: dt.date) -> DayCheck:
    """Whether the log of a day is still the one whose digest the ledger holds."""
    looks, digest = digest_of_day(day)
    closed = LookDay.objects.filter(day=day).first()
    holds = None if closed is None else (closed.looks, closed.digest) == (looks, digest)
    return DayCheck(looks=looks, bound=closed is not None, holds=holds)


def _page(found: QuerySet[Look], before: int | None, limit: int) -> list[Look]:
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:limit])


def _lines(looks: Iterable[Look], *, names: Mapping[str, str] | None = None) -> list[SeenLine]:
    rows = list(looks)
    posts = posts_of((look.actor, look.looked_at) for look in rows)
    numbers = {look.subject_key for look in rows if look.subject_kind == Case.KIND}
    titles = dict(Case.objects.filter(number__in=numbers).values_list("number", "title"))
    return [_line(look, posts, titles, names or {}) for look in rows]


def _line(
    look: Look,
    posts: Mapping[tuple[str, dt.datetime], str],
    titles: Mapping[str, str],
    names: Mapping[str, str],
) -> SeenLine:
    of_case = look.subject_kind == Case.KIND
    what, _, slot = look.what.partition(":")
    known = {duty.value for duty in Duty}
    return SeenLine(
        key=look.pk,
        at=look.looked_at,
        by=posts[look.actor, look.looked_at],
        what=what,
        paper=slot,
        duty=look.duty if look.duty in known else Duty.OFFICE.value,
        case=look.subject_key if of_case else "",
        title=titles.get(look.subject_key, "") if of_case else "",
        who=names.get(look.actor, ""),
    )

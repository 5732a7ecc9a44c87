"""An office that handles outside the system and enters it afterwards (体外循环) comes before its leader."""

import datetime as dt
from typing import Final

from leyiban.cases.clock_names import ACCEPTANCE, of_round
from leyiban.cases.models import Case
from leyiban.joins.supervision_follows_cases import about_case
from leyiban.kernel.actors import system_actor
from leyiban.kernel.clocks.events import EventKind
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date, end_of_day
from leyiban.supervision.operations import open_card
from leyiban.supervision.queries import opened_since
from leyiban.supervision.states import CardKind

_SHARE: Final = "supervision.entered_afterwards_share"
_LEAST: Final = "supervision.entered_afterwards_least"


@reaction("case.submitted/1", follower="joins.afterwards_entered_is_watched", from_now=True)
def watch_share(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Of what the office took in since the month began; one card a month, about the case that passed the line."""
    if entry.happened_at >= entry.entered_at:
        return
    about = about_case(entry.subject_key)
    assert about is not None  # the entry is about it
    since = end_of_day(city_date(entry.entered_at).replace(day=1) - dt.timedelta(days=1))
    if opened_since(about.agency.pk, CardKind.ENTERED_AFTERWARDS, since=since):
        return
    if _is_too_much(about.agency.pk, about.region, since, entry.entered_at):
        open_card(
            about=about,
            reason=CardKind.ENTERED_AFTERWARDS,
            occasion=f"{city_date(entry.entered_at):%Y-%m}",
            actor=system_actor(),
            now=now,
        )


def _is_too_much(agency: int, region: str, since: dt.datetime, until: dt.datetime) -> bool:
    """Whether more was entered afterwards than the city allows; a city without the rules allows everything."""
    on = city_date(until)
    try:
        share = int(lawbook.rule(_SHARE, on=on, region=region).value)
        least = int(lawbook.rule(_LEAST, on=on, region=region).value)
    except RuleUnknown:
        return False
    entered = Case.objects.filter(
        agency_id=agency,
        clock_events__clock=of_round(ACCEPTANCE, 1),
        clock_events__kind=EventKind.START.value,
        clock_events__entered_at__gte=since,
        clock_events__entered_at__lte=until,
    )
    late = entered.filter(entered_afterwards=True).count()
    return late >= least and 100 * late > share * entered.count()

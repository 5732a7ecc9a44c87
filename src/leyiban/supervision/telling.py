"""Who is told of cards, slips and reports: members of staff, on the phone of their account."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django.utils import translation

from leyiban.kernel.actors import Role
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.table import Flow
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.messages.templates import Fact, Template
from leyiban.people.models import Account
from leyiban.people.queries import holders_of, members_of
from leyiban.supervision.flow import CARD_FLOW, SLIP_FLOW
from leyiban.supervision.models import Card, Slip, Supervised
from leyiban.supervision.states import CardKind

CARDS = ("supervision_card.opened/1", "supervision_card.escalated/1")
SLIPS = ("supervision_slip.issued/1", "supervision_slip.returned/1")


def tell_of_card(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """At its opening whoever the city's rule names; later whoever answers now."""
    card = Card.objects.get(number=entry.subject_key)
    with translation.override("zh-hans"):
        what = str(CardKind(card.reason).label)
    if entry.kind == "supervision_card.opened/1":
        roles: Collection[Role] = [Role(word) for word in card.told]
        people = members_of(card.agency_id, roles=roles, now=now)
        facts: dict[str, Fact] = {"matter": card.title, "what": what, "by": _due(CARD_FLOW, card)}
        _tell(people, standard.SUPERVISION_CARD, card, facts, entry, now)
    else:
        people = holders_of(card.ladder[entry.facts.level], now=now)
        facts = {"matter": card.title, "what": what}
        _tell(people, standard.SUPERVISION_RAISED, card, facts, entry, now)


def tell_of_slip(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The office's post that answers, until when."""
    slip = Slip.objects.get(number=entry.subject_key)
    issued = entry.kind == "supervision_slip.issued/1"
    template = standard.SUPERVISION_SLIP if issued else standard.SUPERVISION_RETURNED
    people = holders_of(slip.answering_post_id, now=now)
    _tell(people, template, slip, {"matter": slip.title, "by": _due(SLIP_FLOW, slip)}, entry, now)


def tell_of_report(
    *, people: Iterable[Account], region: str, day: dt.date, key: int, now: dt.datetime
) -> None:
    """A day's report is there."""
    for account in people:
        if account.phone is not None:
            notify(
                template=standard.SUPERVISION_REPORT,
                to=Recipient(party_id=None, phone=account.phone.reveal()),
                matter=MatterRef(kind="supervision_report", key=key, number=day.isoformat(), region=region),
                facts={"by": day},
                cause=f"report:{region}:{day.isoformat()}:{account.pseudonym}",
                now=now,
            )


def _due(flow: Flow[Any], matter: Supervised) -> dt.date | str:
    """The last day of the clock that runs; in words where the calendar does not know it."""
    reading = matter_clocks(flow, matter).get(flow.main_clock(matter))
    return "期限" if reading is None or reading.due_at is None else city_date(reading.due_at)


def _tell(
    people: Iterable[Account],
    template: Template,
    matter: Supervised,
    facts: dict[str, Fact],
    entry: LedgerEntry,
    now: dt.datetime,
) -> None:
    """A colleague without a phone number finds it on his page."""
    for account in people:
        if account.phone is not None:
            notify(
                template=template,
                to=Recipient(party_id=None, phone=account.phone.reveal()),
                matter=MatterRef(
                    kind=matter.KIND,
                    key=matter.pk,
                    number=matter.number,
                    region=matter.region,
                    agency_id=matter.agency_id,
                ),
                facts=facts,
                cause=f"entry:{entry.entry_id}:{account.pseudonym}",
                now=now,
            )

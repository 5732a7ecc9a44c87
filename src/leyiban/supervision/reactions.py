"""What cards and slips do by themselves after their own moves: tell whoever must look, ask for the notice."""

import datetime as dt

from leyiban.kernel.flows.recounting import recount_later
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.supervision.flow import CARD_FLOW, SLIP_FLOW
from leyiban.supervision.paperwork import ISSUED, request_notice
from leyiban.supervision.telling import CARDS, SLIPS, tell_of_card, tell_of_slip


@reaction(*CARDS, *SLIPS, follower="supervision.messages")
def tell(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """F5.1, F5.6: by message; without a phone, on his page."""
    if entry.kind in CARDS:
        tell_of_card(entry, now=now)
    else:
        tell_of_slip(entry, now=now)


@reaction(ISSUED, follower="supervision.papers")
def ask_for_notice(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """督办通知单, sealed by the office that asks."""
    request_notice(entry, now=now)


@reaction("calendar.published/1", follower="supervision.calendar")
def count_again(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """A changed calendar moves due moments: the worker counts what is open again from the same events."""
    recount_later(CARD_FLOW, entry)
    recount_later(SLIP_FLOW, entry)

"""What publications and objections do by themselves after something happened elsewhere."""

import datetime as dt

from leyiban.kernel.flows.recounting import recount_later
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.publicity.flow import OBJECTION_FLOW, PUBLICATION_FLOW


@reaction("calendar.published/1", follower="publicity.calendar")
def count_again(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """A changed calendar moves due moments: the worker counts what is open again from the same events."""
    recount_later(PUBLICATION_FLOW, entry)
    recount_later(OBJECTION_FLOW, entry)

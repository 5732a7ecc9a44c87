"""A case's trail for export: its entries, the calendar they count by, and the proofs."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.models import Case
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.calendar.working import WorkCalendar
from leyiban.kernel.ledger.canonical import canonical_json
from leyiban.kernel.ledger.queries import LedgerEntry, trail
from leyiban.kernel.ledger.trails import export_trail


@dataclass(frozen=True, slots=True)
class CaseTrail:
    """``content`` is ``trail.json``; ``files`` are the exact bytes its entries bind by digest."""

    content: dict[str, object]
    files: dict[str, bytes]


def case_trail(case: Case, *, now: dt.datetime) -> CaseTrail:
    """The trail of a case that the caller was allowed to load.

    Raises:
        HeadNotReady: its newest entry is not under a signed head yet.
    """
    calendar = calendar_of(case.region)
    entries = trail(Case.KIND, case.number)
    return CaseTrail(
        content=export_trail(entries=entries, context=_publications(calendar), now=now),
        files={"calendar.json": canonical_json(calendar.canonical())},
    )


def _publications(calendar: WorkCalendar) -> list[LedgerEntry]:
    """The ledger entries that published the calendar's layers, so that its file is bound to the ledger."""
    return [
        entry
        for layer in calendar.layers
        for entry in trail("calendar", layer.scope)
        if entry.facts.digest == layer.digest
    ]

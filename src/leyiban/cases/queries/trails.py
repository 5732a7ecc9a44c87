"""A case's trail for export: its entries, the calendar they count by, and the proofs."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.models import Case
from leyiban.kernel.calendar.queries import calendar_of, published_layers
from leyiban.kernel.ledger.canonical import canonical_json
from leyiban.kernel.ledger.queries import trail
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
    return CaseTrail(
        content=export_trail(
            entries=trail(Case.KIND, case.number), context=published_layers(calendar), now=now
        ),
        files={"calendar.json": canonical_json(calendar.canonical())},
    )

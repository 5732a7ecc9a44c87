"""What everyone may see of how an office keeps its limits (F1.5, F5.1): counts and numbers, nobody's name."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from leyiban.cases.models import Case, SpecialProcedure
from leyiban.cases.states import AcceptanceMode
from leyiban.catalogue.models import City
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.queries import LedgerEntry, public_entries

_REPEATED = "case.repeated_request"


@dataclass(frozen=True, slots=True)
class OfficeRecord:
    """One office since a day: cases filed, paused, accepted by silence, late, and entered afterwards (R24)."""

    name: Bilingual
    filed: int
    paused: int
    deemed: int
    late: int
    entered_afterwards: int

    @property
    def paused_percent(self) -> int:
        return 100 * self.paused // self.filed if self.filed else 0


def office_records(*, region: str, since: dt.datetime) -> list[OfficeRecord]:
    """Every office of a region that took cases since ``since``, the busiest first. One query."""
    rows = (
        Case.objects.filter(region__startswith=region, received_at__gte=since)
        .values("agency__name", "agency__name_en")
        .annotate(
            filed=Count("pk"),
            # No join: that would multiply rows, and telling them apart again sorts every case of the city.
            paused=Count("pk", filter=Q(pk__in=SpecialProcedure.objects.values("case"))),
            deemed=Count("pk", filter=Q(acceptance_mode=AcceptanceMode.DEEMED)),
            late=Count("pk", filter=Q(light__in=[Light.RED, Light.BLACK])),
            entered_afterwards=Count("pk", filter=Q(entered_afterwards=True)),
        )
        .order_by("-filed", "agency__name")
    )
    return [
        OfficeRecord(
            name=Bilingual(zh=row["agency__name"], en=row["agency__name_en"] or None),
            filed=row["filed"],
            paused=row["paused"],
            deemed=row["deemed"],
            late=row["late"],
            entered_afterwards=row["entered_afterwards"],
        )
        for row in rows
    ]


def filed_by_item(*, city: City) -> dict[str, int]:
    """How many cases were ever filed under versions that say what was asked before them, by the item's code. One query."""
    rows = (
        Case.objects.filter(item_version__item__city=city, item_version__parsed__has_key="before")
        .order_by()
        .values_list("item_version__item__code")
        .annotate(Count("pk"))
    )
    return dict(rows)


def repeated_requests(*, limit: int = 50) -> list[LedgerEntry]:
    """The public record of requests that broke the one-notice guarantee, newest first."""
    return public_entries(Entry.objects.filter(kind=_REPEATED), limit=limit)

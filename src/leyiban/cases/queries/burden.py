"""How papers were really handed in, so that the next one to abolish is chosen by use and not by guess (F3.8).

Counts only: nobody's name, number or file.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from leyiban.cases.models import Case, CasePaper
from leyiban.catalogue.models import City
from leyiban.kernel.papers.models import Trust


@dataclass(frozen=True, slots=True)
class PaperUse:
    """Of an item's cases, in how many a paper was handed in: taken ``from_registers``, or brought ``by_hand``."""

    by_hand: int
    from_registers: int


NOT_USED = PaperUse(by_hand=0, from_registers=0)


@dataclass(frozen=True, slots=True)
class ItemUse:
    """``papers`` by the material's key."""

    cases: int
    papers: Mapping[str, PaperUse]

    def of(self, material: str) -> PaperUse:
        return self.papers.get(material, NOT_USED)


NEVER_APPLIED_FOR = ItemUse(cases=0, papers={})


def item_uses(*, city: City, since: dt.datetime) -> dict[str, ItemUse]:
    """Every item of ``city`` that cases were filed for since a moment, by its code. Two queries."""
    of_city = Case.objects.filter(item_version__item__city=city, received_at__gte=since)
    counted = of_city.order_by().values("item_version__item__code").annotate(cases=Count("pk"))
    papers: dict[str, dict[str, PaperUse]] = {}
    rows = (
        CasePaper.objects.handed_in()
        .filter(case__in=of_city)
        .order_by()
        .values("case__item_version__item__code", "slot")
        .annotate(
            by_hand=Count("case", distinct=True, filter=~Q(trust=Trust.A)),
            from_registers=Count("case", distinct=True, filter=Q(trust=Trust.A)),
        )
    )
    for row in rows:
        papers.setdefault(row["case__item_version__item__code"], {})[row["slot"]] = PaperUse(
            by_hand=row["by_hand"], from_registers=row["from_registers"]
        )
    return {
        row["item_version__item__code"]: ItemUse(
            cases=row["cases"], papers=papers.get(row["item_version__item__code"], {})
        )
        for row in counted
    }

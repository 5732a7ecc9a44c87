"""What became of the same matter before, and what denials rested on (F3.12).

Counts only, over many cases: nobody can be recognised, and nothing is told of fewer than a handful.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

from leyiban.cases.models import Case, Opinion
from leyiban.cases.states import CaseState, Decision
from leyiban.catalogue.models import HandlingItem

FEWEST: Final = 5  # cases; of fewer nothing is told
_TOLD_POINTS: Final = 3
_A_YEAR: Final = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class PastDecisions:
    """Decisions of the last year on the same item. ``points``: review points that denials found not met, with how
    many denials did, the most frequent first."""

    granted: int
    denied: int
    refused: int
    points: tuple[tuple[str, int], ...]


def past_decisions(item: HandlingItem, *, now: dt.datetime) -> PastDecisions | None:
    """None while there are too few to tell anything. At most three queries."""
    recent = Case.objects.filter(item_version__item=item)
    decisions = Counter(recent.filter(decided_at__gte=now - _A_YEAR).values_list("decision", flat=True))
    refused = recent.filter(state=CaseState.REFUSED, closed_at__gte=now - _A_YEAR).count()
    if decisions.total() + refused < FEWEST:
        return None
    return PastDecisions(
        granted=decisions[Decision.GRANT],
        denied=decisions[Decision.DENY],
        refused=refused,
        points=_points_not_met(item, now),
    )


def _points_not_met(item: HandlingItem, now: dt.datetime) -> tuple[tuple[str, int], ...]:
    """Each denial counts once per point, whoever in the chain found it."""
    rows = Opinion.objects.filter(
        case__item_version__item=item,
        case__decision=Decision.DENY,
        case__decided_at__gte=now - _A_YEAR,
    ).values_list("case_id", "points")
    found = {(case_id, key) for case_id, points in rows for key, answer in points.items() if answer == "no"}
    return tuple(Counter(key for _, key in sorted(found)).most_common(_TOLD_POINTS))

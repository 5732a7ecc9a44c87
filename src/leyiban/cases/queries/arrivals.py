"""As of which day an answer is judged: the day on which it arrived, whatever day it is now.

A planned opening that lay ahead when it was written is not wrong because the office took its time.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from leyiban.cases.answers import changed_keys, read_answers
from leyiban.cases.models import Case
from leyiban.kernel.ledger.queries import LedgerEntry, trail
from leyiban.kernel.moments import city_date

_FORM = "form."


@dataclass(frozen=True, slots=True)
class Judging:
    """``day`` is that of the application; ``arrived`` names answers that came on another one."""

    day: dt.date
    arrived: Mapping[str, dt.date] = field(default_factory=dict)


def judging(case: Case | None, answers: Mapping[str, object], *, now: dt.datetime) -> Judging:
    """As of which days ``answers`` are judged: those of a new application today; in a correction of ``case`` what is
    not changed as of the day it arrived. One query for a correction, none else."""
    today = city_date(now)
    if case is None:
        return Judging(today)
    entries = trail(Case.KIND, case.number)
    changed = changed_keys(read_answers(case.answers), answers)
    return Judging(
        city_date(entries[0].happened_at),
        {**_came_later(entries), **dict.fromkeys(changed, today)},
    )


def _came_later(entries: list[LedgerEntry]) -> dict[str, dt.date]:
    days: dict[str, dt.date] = {}
    for entry in entries:
        day = city_date(entry.happened_at)
        match entry.kind:
            case "case.supplemented/1":
                keys = [name.removeprefix(_FORM) for name in entry.facts.changed if name.startswith(_FORM)]
            case "case.corrected_on_spot/1":
                keys = list(entry.facts.fields)
            case _:
                continue
        days |= dict.fromkeys(keys, day)
    return days

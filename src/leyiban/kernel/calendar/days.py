"""What a calendar is made of: days that depart from the week, known years, office hours. Pure values."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from leyiban.kernel.ledger.canonical import canonical_json

# The same zone as moments.CITY_TIME, written again because commands that must start fast read this module,
# and moments needs the settings.
CITY_TIME = ZoneInfo("Asia/Shanghai")

NATION = "CN"
"""The scope of the national table, above every region."""


class DayKind(StrEnum):
    HOLIDAY = "holiday"
    WORKDAY = "workday"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When offices open and close, from the day ``since`` until the next such row."""

    since: dt.date
    opens: dt.time
    closes: dt.time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"an office that opens at {self.opens} cannot close at {self.closes}")


@dataclass(frozen=True, slots=True, repr=False)
class CalendarLayer:
    """What one scope has published: the nation, a division, or an agency.

    ``scope``: ``CN``, a division code (6, 9 or 12 digits), a functional zone's code, or an agency's credit
    code. ``years``: the years whose holidays it has announced completely; a layer that only adds single
    days leaves this empty. ``hours``: its own office hours, if it sets any. ``late_counts_next_day``:
    whether what arrives after closing counts as received on the next working day; None where the layer
    does not say.
    """

    scope: str
    days: Mapping[dt.date, DayKind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    hours: tuple[OfficeHours, ...] = ()
    late_counts_next_day: bool | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", MappingProxyType(dict(self.days)))
        object.__setattr__(self, "hours", tuple(sorted(self.hours, key=lambda each: each.since)))

    def __repr__(self) -> str:
        return f"<CalendarLayer {self.scope}: {len(self.days)} days, years {sorted(self.years)}>"

    def canonical(self) -> dict[str, object]:
        """The published form: strings and integers only, the same for the same content."""
        form: dict[str, object] = {
            "days": {day.isoformat(): kind.value for day, kind in sorted(self.days.items())},
            "hours": [
                [each.since.isoformat(), f"{each.opens:%H:%M}", f"{each.closes:%H:%M}"] for each in self.hours
            ],
            "scope": self.scope,
            "years": sorted(self.years),
        }
        if self.late_counts_next_day is not None:
            form["late_counts_next_day"] = int(self.late_counts_next_day)
        return form

    @classmethod
    def from_canonical(cls, form: Mapping[str, object]) -> "CalendarLayer":
        """The layer whose :meth:`canonical` form this is."""
        days, hours, years = form["days"], form["hours"], form["years"]
        if not (isinstance(days, Mapping) and isinstance(hours, list) and isinstance(years, list)):
            raise ValueError("not the published form of a calendar")
        late = form.get("late_counts_next_day")
        return cls(
            scope=str(form["scope"]),
            days={dt.date.fromisoformat(day): DayKind(kind) for day, kind in days.items()},
            years=frozenset(years),
            hours=tuple(
                OfficeHours(
                    dt.date.fromisoformat(since), dt.time.fromisoformat(opens), dt.time.fromisoformat(closes)
                )
                for since, opens, closes in hours
            ),
            late_counts_next_day=None if late is None else bool(late),
        )

    @property
    def digest(self) -> str:
        """``sha256:<hex>`` over the canonical bytes: what the ledger records."""
        return "sha256:" + hashlib.sha256(canonical_json(self.canonical())).hexdigest()

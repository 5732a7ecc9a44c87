"""How long a clock runs: an amount of one of the five units that guides use."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The units of a guide's time limit (办结时限单位); the dictionary's codes are 1 to 5 in this order."""

    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    HOUR = "hour"  # of sixty minutes each, day and night [Civil Code art. 201]
    MINUTE = "minute"
    MONTH = "month"  # to the day with the same number, else the month's last [Civil Code art. 202]


ELAPSING = frozenset({Unit.HOUR, Unit.MINUTE})
"""Units that run on the wall clock; the others count whole days and end at close of business."""


@dataclass(frozen=True, slots=True)
class Limit:
    """``amount`` units. Zero working or natural days: by closing time of the very day (即办件)."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a limit has no negative length")
        if self.amount == 0 and self.unit not in (Unit.WORKING_DAY, Unit.NATURAL_DAY):
            raise ValueError(f"a limit of no {self.unit} at all is no limit")

    def plus(self, other: "Limit") -> "Limit":
        """This limit made longer by another of the same unit."""
        if other.unit is not self.unit:
            raise ValueError(f"{self.unit} and {other.unit} do not add up")
        return Limit(self.amount + other.amount, self.unit)

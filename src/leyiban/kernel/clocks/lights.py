"""Supervision lights (红黄灯): how near a matter is to its limits."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from leyiban.kernel.clocks.readings import ClockReading, ClockState


class Light(StrEnum):
    GREEN = "green"  # 正常
    AMBER = "amber"  # 临期
    RED = "red"  # 超期: the promised limit is over
    BLACK = "black"  # the statutory limit is over
    BLUE = "blue"  # 暂停


@dataclass(frozen=True, slots=True)
class LightRule:
    """When amber comes on. The thresholds are a city's own setting, handed in from its dated rules.

    Attributes:
        percent: of the limit that may be left when the light turns amber.
        at_least: days; a short limit turns amber no later than with this many left.
        instant_minutes: before closing time, for a limit that ends on its own day.
    """

    percent: int
    at_least: int
    instant_minutes: int

    def days_left_at_amber(self, total: int) -> int:
        return max(self.at_least, total * self.percent // 100)


def light(now: dt.datetime, *, promised: ClockReading, statutory: ClockReading | None = None) -> Light:
    """The light at ``now``; for a stopped clock, the light under which it stopped.

    A limit that was exceeded stays exceeded: a later pause does not turn red into blue.
    """
    moment = now if promised.stopped_at is None else min(now, promised.stopped_at)
    if statutory is not None and statutory.is_over(moment):
        return Light.BLACK
    if promised.is_over(moment):
        return Light.RED
    if promised.state is ClockState.PAUSED:
        return Light.BLUE
    if promised.amber_at is not None and moment >= promised.amber_at:
        return Light.AMBER
    return Light.GREEN

"""Hours in which a phone does not ring for us. Pure."""

import datetime as dt
from dataclasses import dataclass

from leyiban.kernel.moments import CITY_TIME


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` (included) to ``end`` in city time, usually over midnight. Equal: never quiet."""

    start: dt.time
    end: dt.time

    @classmethod
    def of(cls, start: str, end: str) -> "QuietHours":
        """From ``HH:MM`` texts. Raises ValueError for anything else."""
        return cls(dt.time.fromisoformat(start), dt.time.fromisoformat(end))

    def holds_at(self, moment: dt.datetime) -> bool:
        clock = moment.astimezone(CITY_TIME).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def next_loud(self, moment: dt.datetime) -> dt.datetime:
        """``moment`` itself, or the end of the quiet hours it falls into."""
        if not self.holds_at(moment):
            return moment
        local = moment.astimezone(CITY_TIME)
        end = local.replace(hour=self.end.hour, minute=self.end.minute, second=0, microsecond=0)
        return (end if end > local else end + dt.timedelta(days=1)).astimezone(dt.UTC)

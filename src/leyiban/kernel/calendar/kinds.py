"""What the ledger records of calendars."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("calendar.published", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPublished:
    """A scope's calendar changed. ``digest`` is of its canonical form, which every trail that was counted
    with it carries; ``years`` are the years it announces completely."""

    scope: str
    digest: str
    days: int
    years: tuple[int, ...]

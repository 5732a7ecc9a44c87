"""Where a reader is in a long list: the last row's place, written into an address and read back."""

import datetime as dt

from leyiban.cases.queries import Place


def written(place: Place) -> str:
    """``2026-03-09T09:30:00+00:00~2026-03-09T09:30:00+00:00~17``."""
    at, by, key = place
    return f"{at.isoformat()}~{by.isoformat()}~{key}"


def read(text: str) -> Place | None:
    """The place, or None for the first page; what cannot be read is the first page."""
    at, _, rest = text.partition("~")
    by, _, key = rest.partition("~")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    try:
        moments = [dt.datetime.fromisoformat(each) for each in (at, by)]
        if any(each.tzinfo is None for each in moments):
            return None
        first, second = (each.astimezone(dt.UTC) for each in moments)
    except (ValueError, OverflowError):
        return None
    return first, second, int(key)

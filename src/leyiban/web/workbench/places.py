"""Where a reader is in a long list: the last row's place, written into an address and read back."""

import datetime as dt

from leyiban.cases.queries import Place


def written(place: Place) -> str:
    """``2026-03-09T09:30:00+00:00~17``; ``~17`` where the row has no end."""
    red_at, key = place
    return f"{red_at.isoformat() if red_at is not None else ''}~{key}"


def read(text: str) -> Place | None:
    """The place, or None for the first page; what cannot be read is the first page."""
    moment, separator, key = text.partition("~")
    if not separator or not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    if not moment:
        return None, int(key)
    try:
        red_at = dt.datetime.fromisoformat(moment)
        return (red_at.astimezone(dt.UTC), int(key)) if red_at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None

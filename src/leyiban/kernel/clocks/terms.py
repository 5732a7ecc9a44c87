"""The terms of a matter's clocks, written down when it begins: the rule in force that day, kept with it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from leyiban.kernel.clocks.limits import Limit, Unit
from leyiban.kernel.lawbook.rules import Rulebook

_LIGHT_RULES: Final = {
    "percent": "lights.percent_left",
    "at_least": "lights.days_left_at_least",
    "instant_minutes": "lights.instant_minutes",
}


def term(book: Rulebook, key: str, *, on: dt.date, regions: Sequence[str]) -> dict[str, Any]:
    """{amount, unit, rule} of the limit that ``key`` sets; its unit must be one of time.

    Raises:
        RuleUnknown.
    """
    found = book.rule(key, on=on, regions=regions)
    return {"amount": int(found.value), "unit": Unit(found.unit).value, "rule": found.key}


def light_terms(book: Rulebook, *, on: dt.date, regions: Sequence[str]) -> dict[str, int]:
    """When amber comes on: the fields of a :class:`~leyiban.kernel.clocks.lights.LightRule`.

    Raises:
        RuleUnknown.
    """
    return {name: int(book.rule(key, on=on, regions=regions).value) for name, key in _LIGHT_RULES.items()}


def limit_of(written: Mapping[str, Any]) -> Limit:
    """The limit that :func:`term` wrote down."""
    return Limit(written["amount"], Unit(written["unit"]))

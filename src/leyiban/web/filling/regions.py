"""The region picker: 县 → 乡镇 → 村, each list opened by the one above it.

All lists of one question have the question's name, so a browser sends ``["511102", "511102004"]``, the widest
first; :func:`narrowest` says which of them is meant.
"""

from collections.abc import Sequence
from typing import Final

from leyiban.catalogue.words import Bilingual
from leyiban.people.models import Region
from leyiban.people.models.region import Level
from leyiban.people.rules.divisions import covers
from leyiban.web.parts.fields import Choice, RegionStep
from leyiban.web.wording import speak

_LEVELS: Final = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


def region_steps(*, name: str, city: str, level: str, chosen: str) -> tuple[RegionStep, ...]:
    """The lists down to ``level`` below the city's code; a list is empty until one above it is chosen.

    At most three queries.
    """
    steps = []
    above = city
    for each in _LEVELS[: _LEVELS.index(Level(level)) + 1]:
        options = _below(above) if above else ()
        here = next((option.value for option in options if covers(option.value, chosen)), "")
        steps.append(RegionStep(name=name, label=speak(each.label), options=options, chosen=here))
        above = here
    return tuple(steps)


def narrowest(chosen: Sequence[str]) -> str:
    """The code that is meant by what several lists sent: the last that lies in the one before it."""
    meant = ""
    for code in chosen:
        if not code or (meant and not covers(meant, code)):
            break
        meant = code
    return meant


def _below(code: str) -> tuple[Choice, ...]:
    rows = Region.objects.filter(parent__code=code).order_by("code")
    return tuple(Choice(value=row.code, label=Bilingual(zh=row.name, en=row.name_en or None)) for row in rows)

"""What every part of a rule file is made of: strict frozen models and a few exact kinds of text."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from leyiban.catalogue.rulefile import dates
from leyiban.catalogue.vocabulary import Mark
from leyiban.catalogue.words import Bilingual, Miswritten
from leyiban.kernel.identifiers import Invalid, check_phone


class Part(BaseModel):
    """Nothing unknown, nothing converted, nothing changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _day_bound(text: str) -> str:
    if not dates.is_bound(text):
        raise Miswritten(
            "日期这样写:2026-03-01、today、today-18y、today+3m 或 today-10d。",
            "A day is written 2026-03-01, today, today-18y, today+3m or today-10d.",
        )
    return text


def _phone(text: str) -> str:
    checked = check_phone(text)
    if isinstance(checked, Invalid):
        raise Miswritten(checked.message("zh"), checked.message("en"))
    return checked.value


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
"""A name inside one file: a field, a material, a task."""

Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=64)]
"""A name inside one city: an item, an agency, an outlet, a theme. Part of web addresses."""

DivisionCode = Annotated[str, Field(pattern=r"^[0-9]{6}([0-9]{3}|[0-9]{6}|[A-Z]{2,6})?$")]
"""A region's code: 6 digits (city, county), 9 (township), 12 (village), or a host's code and letters (zone)."""

DayBound = Annotated[str, AfterValidator(_day_bound)]
"""A fixed day or one relative to the day of application (``dates.py``)."""

Fen = Annotated[int, Field(ge=0, le=10**14)]
"""Money in fen."""

RuleKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$", max_length=80)]
"""The key of a dated rule in the city's lawbook."""

Phone = Annotated[str, Field(max_length=24), AfterValidator(_phone)]
"""A number that can be called: with area code, the hotline dialled with it, or a national short number."""


class Demand(StrEnum):
    """Who demands a task or a paper: the law, or the city of its own accord (本市自己加的)."""

    LAW = "law"
    CITY = "city"


class Legal(Part):
    """One legal basis (设定依据): which text, which article, what it says, and when it is in force.

    ``valid_to`` is the last day in force.
    """

    law: Bilingual
    article: str = Field(min_length=1, max_length=60)
    document_no: str | None = Field(default=None, max_length=60)
    text: str = Field(min_length=1, max_length=1200)
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    mark: Mark

    def in_force(self, on: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class SampleRow(Part):
    label: Bilingual
    value: str = Field(min_length=1, max_length=200)


class Sample(Part):
    """A filled specimen, told as data so that every screen and paper can draw it."""

    title: Bilingual
    rows: tuple[SampleRow, ...] = Field(min_length=1, max_length=30)


class Blank(Part):
    """An empty form, told as data: what it says, and the lines to fill in."""

    title: Bilingual
    text: tuple[Bilingual, ...] = Field(default=(), max_length=12)
    lines: tuple[Bilingual, ...] = Field(min_length=1, max_length=30)

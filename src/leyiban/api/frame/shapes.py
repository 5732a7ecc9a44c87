"""What all shapes of requests and answers are made of.

Moments are RFC 3339 in UTC, days ISO 8601, money whole fen, enumerations stable codes (their names in both
languages: ``GET /codes``). A request may hold nothing that its shape does not name.
"""

import datetime as dt
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from leyiban.catalogue.words import Lang

MOST_PER_PAGE: Final = 100
_FORMAT: Final = "%Y-%m-%dT%H:%M:%S"


def moment_text(moment: dt.datetime) -> str:
    """``2026-03-09T01:30:00Z``, with fractions of a second only where there are any."""
    utc = moment.astimezone(dt.UTC)
    fraction = f".{utc.microsecond:06}".rstrip("0") if utc.microsecond else ""
    return f"{utc:{_FORMAT}}{fraction}Z"


Moment = Annotated[
    dt.datetime,
    PlainSerializer(moment_text, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


def _only_text(value: object) -> object:
    """Pydantic would take a number for seconds since 1970."""
    if isinstance(value, int | float):
        raise PydanticCustomError("datetime_parsing", "not a text")
    return value


def _only_a_day(value: object) -> object:
    """Pydantic would take a number, or the digits of one, for seconds since 1970."""
    if isinstance(value, dt.date) or (isinstance(value, str) and len(value) == len("2026-03-09")):
        return value
    raise PydanticCustomError("date_parsing", "not a day")


AskedMoment = Annotated[
    AwareDatetime,
    BeforeValidator(_only_text),
    Field(ge=dt.datetime(1900, 1, 1, tzinfo=dt.UTC), lt=dt.datetime(2200, 1, 1, tzinfo=dt.UTC)),
    AfterValidator(lambda moment: moment.astimezone(dt.UTC)),  # the database takes no offset of 16 hours
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-12-31T15:59:59Z"]}),
]
Day = Annotated[
    dt.date,
    PlainSerializer(dt.date.isoformat, return_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]
AskedDay = Annotated[
    dt.date,
    BeforeValidator(_only_a_day),
    Field(ge=dt.date(1900, 1, 1), lt=dt.date(2200, 1, 1)),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-03-09"]}),
]
Fen = Annotated[int, Field(ge=0, description="Whole fen.")]
Digest = Annotated[str, Field(description="`sha256:` and 64 hexadecimal digits.")]

RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
ItemCode = Annotated[str, Field(max_length=64, pattern=r"^[-a-zA-Z0-9_]+$", examples=["food-business-new"])]
CaseNumber = Annotated[
    str, Field(max_length=40, pattern=r"^[-A-Za-z0-9]+$", examples=["LS51110220260309000001K"])
]
Key = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[-_a-zA-Z0-9]+$")]
RegionCode = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{6}([0-9]{3}){0,2}$|^[0-9]{6}[A-Z]{2,6}$",
        description="Division code of 6, 9 or 12 digits (GB/T 2260), or a functional zone.",
        examples=["511102"],
    ),
]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
Limit = Annotated[int, Field(ge=1, le=MOST_PER_PAGE)]
Cursor = Annotated[str, Field(min_length=1, max_length=400, description="From `next` of the page before.")]


class Shape(BaseModel):
    """Something that is answered; made from whatever has attributes of these names."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Asked(BaseModel):
    """Something that is asked; a field that it does not name is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(Shape):
    """One page of a list. ``next`` is the address of the page behind it."""

    next: str | None = Field(description="Address of the page behind this one; null on the last.")


class PageAsked(Asked):
    """Which page of a list."""

    after: Cursor | None = None
    limit: Limit = 20


class Text(Shape):
    """A text of the city. `lang` differs from what was asked for where there is no translation."""

    text: str
    lang: Lang


class Label(Shape):
    """A code with its names."""

    code: str
    zh: str
    en: str

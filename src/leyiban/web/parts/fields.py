"""One question of a form, as it is drawn: kinds are those of the rule file."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from leyiban.web.parts import Words

RADIOS_AT_MOST: Final = 7  # more choices than this are a list to pick from


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    PERSON_NAME = "person_name"
    RESIDENT_ID = "resident_id"
    USCC = "uscc"
    MOBILE = "mobile"
    ADDRESS = "address"
    REGION = "region"
    DATE = "date"
    INTEGER = "integer"
    MONEY = "money"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: Words
    hint: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionStep:
    """One list of the region picker (县 → 乡镇 → 村); ``options`` is empty until the list above is chosen."""

    name: str
    label: str
    options: tuple[Choice, ...]
    chosen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Where a filled-in answer comes from, and where to say that it is wrong (不对?)."""

    source: Words
    since: dt.date | None = None
    wrong_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A question with its present answer.

    ``name`` is the input's name; ``value`` what the person typed, also when it is wrong; ``values`` the same
    for several-choice questions. ``minimum`` and ``maximum`` are written as the input expects them (a date as
    ``yyyy-mm-dd``, money in yuan). ``locked`` shows a known answer that only its source can change.
    """

    kind: FieldKind
    name: str
    label: Words
    value: str = ""
    values: tuple[str, ...] = ()
    hint: Words = ""
    example: str = ""
    problem: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    regions: tuple[RegionStep, ...] = ()
    unit: Words = ""
    minimum: str = ""
    maximum: str = ""
    max_length: int | None = None
    known: Known | None = None
    locked: bool = False

    @property
    def id(self) -> str:
        """The element's id, to which the error summary links."""
        return "f-" + self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        """The ids of hint, source and error, in reading order, for ``aria-describedby``."""
        present = (("hint", self.hint or self.example), ("known", self.known), ("error", self.problem))
        return " ".join(f"{self.id}-{part}" for part, there in present if there)

    @property
    def first_id(self) -> str:
        """The id of what takes the focus: the first of several inputs, else the input itself."""
        if self.grouped:
            return f"{self.id}-1"
        return f"{self.id}-1" if self.kind is FieldKind.REGION else self.id

    @property
    def grouped(self) -> bool:
        """Whether the question is a fieldset with a legend rather than one labelled input."""
        if self.kind in (FieldKind.YES_NO, FieldKind.MULTI_CHOICE):
            return True
        return self.kind is FieldKind.CHOICE and len(self.choices) <= RADIOS_AT_MOST

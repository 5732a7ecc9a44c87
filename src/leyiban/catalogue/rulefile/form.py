"""The form of an item: pages of at most seven questions, in reading order (``look.md`` 4)."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.parts import DayBound, Fen, Key, Part
from leyiban.catalogue.words import Bilingual


class KnownFact(StrEnum):
    """What the city already holds about the party or the operator; such a field comes filled in."""

    PERSON_NAME = "person.name"
    PERSON_RESIDENT_ID = "person.resident_id"
    PERSON_MOBILE = "person.mobile"
    PERSON_ADDRESS = "person.address"
    PERSON_BIRTH_DATE = "person.birth_date"
    PERSON_SEX = "person.sex"
    ORGANISATION_NAME = "organisation.name"
    ORGANISATION_USCC = "organisation.uscc"
    ORGANISATION_ADDRESS = "organisation.address"
    ORGANISATION_REPRESENTATIVE = "organisation.legal_representative"
    OPERATOR_NAME = "operator.name"
    OPERATOR_RESIDENT_ID = "operator.resident_id"
    OPERATOR_MOBILE = "operator.mobile"


class Choice(Part):
    value: Key
    label: Bilingual


Choices = Annotated[tuple[Choice, ...], Field(min_length=2, max_length=40)]


class FieldBase(Part):
    """What every question has. ``when`` hides it unless the condition over earlier answers holds.

    ``from_licence``: it comes filled in with what the licence that is to be renewed or changed was granted on.
    """

    key: Key
    label: Bilingual
    hint: Bilingual | None = None
    example: str | None = Field(default=None, min_length=1, max_length=120)
    required: bool = True
    known_from: KnownFact | None = None
    from_licence: bool = False
    when: Logic | None = None


class TextField(FieldBase):
    """One line (``text``) or several (``long_text``). Lengths count characters."""

    type: Literal["text", "long_text"]
    min_length: int = Field(default=1, ge=1, le=4000)
    max_length: int = Field(default=100, ge=1, le=4000)
    pattern: str | None = Field(default=None, max_length=200)
    pattern_hint: Bilingual | None = None


class PlainField(FieldBase):
    """Answers with a fixed shape: numbers of people and organisations, names, yes or no."""

    type: Literal["person_name", "resident_id", "uscc", "mobile", "address", "yes_no"]


class RegionField(FieldBase):
    """A division chosen in the picker, down to ``level``."""

    type: Literal["region"]
    level: Literal["county", "township", "village"] = "township"


class DateField(FieldBase):
    type: Literal["date"]
    min: DayBound | None = None
    max: DayBound | None = None


class IntegerField(FieldBase):
    type: Literal["integer"]
    min: int | None = Field(default=None, ge=-(10**12), le=10**12)
    max: int | None = Field(default=None, ge=-(10**12), le=10**12)
    unit: Bilingual | None = None


class MoneyField(FieldBase):
    """An amount in fen; people type yuan."""

    type: Literal["money"]
    min: Fen | None = None
    max: Fen | None = None


class ChoiceField(FieldBase):
    type: Literal["choice"]
    choices: Choices


class MultiChoiceField(FieldBase):
    type: Literal["multi_choice"]
    choices: Choices
    max_chosen: int | None = Field(default=None, ge=1, le=40)


FormField = Annotated[
    TextField
    | PlainField
    | RegionField
    | DateField
    | IntegerField
    | MoneyField
    | ChoiceField
    | MultiChoiceField,
    Field(discriminator="type"),
]

FIELDS_PER_PAGE = 7


class Page(Part):
    key: Key
    title: Bilingual
    intro: Bilingual | None = None
    fields: tuple[FormField, ...] = Field(min_length=1, max_length=FIELDS_PER_PAGE)


class Form(Part):
    """The pages in reading order."""

    pages: tuple[Page, ...] = Field(min_length=1, max_length=12)

    def fields(self) -> Iterator[FormField]:
        for page in self.pages:
            yield from page.fields


class Situation(Part):
    """A question whose answer decides which materials are needed (情形), asked before the form."""

    key: Key
    question: Bilingual
    hint: Bilingual | None = None
    options: Choices
    when: Logic | None = None

    def as_field(self) -> ChoiceField:
        """The same question as a form field."""
        return ChoiceField(
            type="choice",
            key=self.key,
            label=self.question,
            hint=self.hint,
            choices=self.options,
            when=self.when,
        )

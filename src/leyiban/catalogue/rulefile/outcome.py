"""What comes out of an item, how it reaches the applicant, and what he can do against it."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from leyiban.catalogue.rulefile.parts import Key, Part, RuleKey, Sample
from leyiban.catalogue.rulefile.terms import PaidBy
from leyiban.catalogue.vocabulary import DeliveryDate, DeliveryWay, Mark, ResultKind
from leyiban.catalogue.words import Bilingual

SurfaceSource = Literal[
    "party.name",
    "party.number",
    "party.legal_representative",
    "licence.number",
    "licence.issued_on",
    "licence.valid_from",
    "licence.valid_until",
    "agency.name",
    "case.number",
    "item.name",
]
"""Facts the platform itself puts on a licence."""


class FromForm(Part):
    """A surface field (照面信息) that shows an answer of the form."""

    label: Bilingual
    field: Key


class FromPlatform(Part):
    """A surface field that the platform knows."""

    label: Bilingual
    fact: SurfaceSource


class Fixed(Part):
    """A surface field that always says the same."""

    label: Bilingual
    text: Bilingual


def _which_surface(value: Any) -> str:
    names = value if isinstance(value, dict) else type(value).model_fields
    return next((kind for kind in ("fact", "text") if kind in names), "field")


SurfaceField = Annotated[
    Annotated[FromForm, Tag("field")] | Annotated[FromPlatform, Tag("fact")] | Annotated[Fixed, Tag("text")],
    Discriminator(_which_surface),
]


class Validity(Part):
    """How long the licence is valid: years, months, until a date of the form, or long-term. Exactly one."""

    years: int | None = Field(default=None, ge=1, le=100)
    months: int | None = Field(default=None, ge=1, le=1200)
    until_field: Key | None = None
    long_term: bool = False
    basis: str = Field(min_length=1, max_length=200)
    mark: Mark


class LicenceForm(Part):
    """The e-licence that a grant issues. ``number_prefix`` starts the licence number (证照编号)."""

    type_code: str = Field(pattern=r"^[0-9A-Z]{18}[0-9]{3}$")
    name: Bilingual
    number_prefix: str = Field(pattern=r"^[0-9A-Z\u4e00-\u9fff]{1,12}$")
    validity: Validity
    surface: tuple[SurfaceField, ...] = Field(min_length=1, max_length=20)


class Result(Part):
    """``licence`` is present exactly when ``kind`` is licence; ``sample`` whenever there is a result."""

    kind: ResultKind
    name: Bilingual
    licence: LicenceForm | None = None
    sample: Sample | None = None


class Delivery(Part):
    """One way to receive the result, and which date counts as delivered (R21)."""

    way: DeliveryWay
    counts: DeliveryDate
    paid_by: PaidBy | None = None
    explain: Bilingual | None = None


class Remedies(Part):
    """Keys of dated rules: who hears a reconsideration, which court, and within what time (R22)."""

    reconsideration_body: RuleKey
    reconsideration_limit: RuleKey
    litigation_court: RuleKey
    litigation_limit: RuleKey

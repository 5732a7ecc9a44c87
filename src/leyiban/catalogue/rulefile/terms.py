"""Time and money of an item: limits, special procedures, extension, fees."""

from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Field, Tag

from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.parts import Fen, Part, RuleKey
from leyiban.catalogue.vocabulary import Mark, SpecialProcedureKind, TimeUnit
from leyiban.catalogue.words import Bilingual


class RuleReference(Part):
    """The number stands in the city's lawbook, dated; a case takes the one in force when it was filed."""

    rule: RuleKey
    note: Bilingual | None = None


class StatedLimit(Part):
    """The number stands here. ``amount`` 0 means at once: on the day itself, before closing."""

    amount: int = Field(ge=0, le=3650)
    unit: TimeUnit
    basis: str = Field(min_length=1, max_length=200)
    note: Bilingual | None = None
    mark: Mark


def _which_limit(value: Any) -> str:
    names = value if isinstance(value, dict) else type(value).model_fields
    return "rule" if "rule" in names else "stated"


LimitClaim = Annotated[
    Annotated[RuleReference, Tag("rule")] | Annotated[StatedLimit, Tag("stated")],
    Discriminator(_which_limit),
]


class Limits(Part):
    """All limits of the case, each by lawbook key or stated with its basis (R1, R4, R5, R7, R9, R17)."""

    first_answer: LimitClaim
    completeness_check: LimitClaim
    supplement: LimitClaim
    statutory: LimitClaim
    promised: LimitClaim
    delivery: LimitClaim


class SpecialProcedure(Part):
    """A procedure that stops the clock, allowed for this item (R10). ``max_duration`` is told in writing."""

    kind: SpecialProcedureKind
    basis: str = Field(min_length=1, max_length=200)
    max_duration: StatedLimit
    explain: Bilingual
    mark: Mark


class Extension(Part):
    """The one extension the head of the office may approve (R7)."""

    by: LimitClaim
    approver: Bilingual
    basis: str = Field(min_length=1, max_length=200)
    mark: Mark


BAN_RULES: Final = {"false_materials": "licence.false_material_ban", "fraud": "licence.fraud_ban"}
"""Per ground, the dated rule that says for how long nobody may apply again (ALL art. 78, 79)."""


class SafetyMatter(Part):
    """The licence bears directly on public safety, people's health or the safety of life and property, so false
    papers cost the right to apply again for a time (R14). ``basis`` says why it does."""

    basis: str = Field(min_length=1, max_length=200)
    mark: Mark


HEARING_RULES: Final = ("hearing.apply_within", "hearing.held_within", "hearing.notice_ahead")
"""The dated rules of a hearing before a decision (ALL art. 47, 48)."""


class OthersTouched(Part):
    """The licence bears directly on major interests of others, who are heard before it is decided (R12). ``whom`` says of
    whom, for people who read; ``clause`` is the article it rests on."""

    whom: Bilingual
    clause: str = Field(min_length=1, max_length=200)
    mark: Mark


class Reduction(Part):
    explain: Bilingual
    basis: str = Field(min_length=1, max_length=200)


class Fee(Part):
    """A fee that law or State Council regulation allows (R15). ``fen`` per ``unit``.

    ``when`` (over answers) says who pays it; without it everybody does.
    """

    name: Bilingual
    fen: Fen
    unit: Bilingual
    standard: Bilingual
    basis: str = Field(min_length=1, max_length=200)
    reduction: Reduction | None = None
    when: Logic | None = None
    mark: Mark


class Fees(Part):
    """``charged: false`` with nothing else, or the complete list."""

    charged: bool
    items: tuple[Fee, ...] = ()
    pay_online: bool = False


PaidBy = Literal["office", "applicant", "collect"]

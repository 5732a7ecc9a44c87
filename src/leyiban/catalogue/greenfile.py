"""The green channel's classes as a city writes them (M4.1, F4.1): dated, each with what it asks and what it allows."""

import datetime as dt
from enum import StrEnum
from typing import Final, Literal

from pydantic import Field

from leyiban.catalogue.rulefile.parts import Key, Part, Phone, Slug
from leyiban.catalogue.vocabulary import Mark
from leyiban.catalogue.words import Bilingual

NAMED: Final = frozenset(
    {
        "epidemic_control",
        "energy_supply",
        "transport_logistics",
        "medical_supplies",
        "daily_necessities",
        "major_works",
        "major_projects",
    }
)
"""The seven kinds that measure 4 names; any other needs a recorded decision."""


class Proof(StrEnum):
    """What stands beside the applicant's own statement (service-items §9)."""

    ORDER = "order"
    PROJECT_LIST = "project_list"
    HEADQUARTERS_LETTER = "headquarters_letter"


class Allows(Part):
    """What a class asks for and gives.

    ``limit_percent``: share of the promised limit within which such a case is handled, rounded up to whole units; the
    limits of law run beside it, untouched. ``may_pass`` and ``firm_percent`` bound what others lose (``docket.precedence``).
    ``lasts_days``: for how many natural days a grant holds at most.
    """

    proof: tuple[Proof, ...] = Field(min_length=1)
    limit_percent: int = Field(ge=1, le=100)
    omissions: bool
    may_pass: int = Field(ge=0, le=100)
    firm_percent: int = Field(ge=0, le=100)
    lasts_days: int = Field(ge=1, le=366)


class ClassDecision(Part):
    """Why a matter of like importance was added: who decided, under what number, on which day, and why."""

    by: Bilingual
    number: str = Field(min_length=2, max_length=60)
    on: dt.date
    why: Bilingual


class GreenClassEntry(Part):
    """``valid_to`` is the last day. ``items``: only these; without them, every item that can be applied for."""

    key: Key
    name: Bilingual
    about: Bilingual
    basis: Bilingual
    valid_from: dt.date
    valid_to: dt.date | None = None
    items: tuple[str, ...] = ()
    allows: Allows
    decision: ClassDecision | None = None
    mark: Mark


class GreenContact(Part):
    """Whom to ring at an office about the green channel: a person by name, answering for it."""

    agency: Slug
    name: Bilingual
    phone: Phone


class GreenFile(Part):
    """``green.yaml``. A city without this file has no green channel."""

    format: Literal["leyiban-green/1"]
    classes: tuple[GreenClassEntry, ...] = Field(min_length=1, max_length=40)
    contacts: tuple[GreenContact, ...] = ()

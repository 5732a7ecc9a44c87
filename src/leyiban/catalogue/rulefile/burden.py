"""The form-burden meter: how much an item asks of people, and who holds the answer already (F3.8). Pure."""

from dataclasses import dataclass
from enum import StrEnum

from leyiban.catalogue.rulefile.form import FormField, KnownFact
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.vocabulary import MaterialSource, Necessity
from leyiban.catalogue.words import Bilingual


class Holder(StrEnum):
    """Who in the city holds a fact of the applicant or of whoever acts for him."""

    IDENTITY = "identity"  # the proven identity of the account
    ACCOUNT = "account"  # what the account's owner told once
    ENTERPRISE_REGISTER = "enterprise_register"
    LICENCE = "licence"  # what the licence to be renewed or changed was granted on


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAnswer:
    """A question that comes filled in."""

    key: str
    label: Bilingual
    holder: Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPaper:
    """A paper of the item. ``register`` is where the city takes it from; empty where people bring it.

    ``obtainable``: an office issued it, so that it could be taken from there; ``by_law`` is the basis for asking.
    """

    key: str
    name: Bilingual
    by_law: str
    necessity: Necessity
    register: str
    licence_type_code: str
    obtainable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Burden:
    """``questions_least`` are asked of everybody, ``questions_most`` count those of every situation. ``held`` of
    these come filled in."""

    questions_least: int
    questions_most: int
    held: tuple[HeldAnswer, ...]
    papers: tuple[AskedPaper, ...]
    trips: int

    @property
    def papers_least(self) -> int:
        return sum(paper.necessity is Necessity.REQUIRED for paper in self.papers)

    @property
    def papers_held(self) -> int:
        return sum(bool(paper.register) for paper in self.papers)


def is_held(material: Material) -> bool:
    """Whether the city can take the paper from a licence or a register itself."""
    return material.licence_type_code is not None or material.share_source is not None


def burden(rulefile: RuleFile) -> Burden:
    """What the item asks, as its rule file says."""
    questions = rulefile.questions()
    return Burden(
        questions_least=sum(question.required and question.when is None for question in questions),
        questions_most=len(questions),
        held=tuple(
            HeldAnswer(key=question.key, label=question.label, holder=holder)
            for question in questions
            if (holder := _holder(question)) is not None
        ),
        papers=tuple(_paper(material) for material in rulefile.materials),
        trips=rulefile.trips.count,
    )


def _holder(question: FormField) -> Holder | None:
    if question.known_from is not None:
        return holder_of(question.known_from)
    return Holder.LICENCE if question.from_licence else None


def holder_of(fact: KnownFact) -> Holder:
    """Who holds the fact."""
    if fact.value.startswith("organisation."):
        return Holder.ENTERPRISE_REGISTER
    return Holder.ACCOUNT if fact in _TOLD_ONCE else Holder.IDENTITY


_TOLD_ONCE = frozenset({KnownFact.PERSON_MOBILE, KnownFact.PERSON_ADDRESS, KnownFact.OPERATOR_MOBILE})


def _paper(material: Material) -> AskedPaper:
    return AskedPaper(
        key=material.key,
        name=material.name,
        by_law=material.by_law,
        necessity=material.necessity,
        register=(material.share_source or "licence") if is_held(material) else "",
        licence_type_code=material.licence_type_code or "",
        obtainable=material.source is MaterialSource.GOVERNMENT,
    )

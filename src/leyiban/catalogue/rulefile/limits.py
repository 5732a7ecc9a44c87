"""The limits of a case: every number with where it comes from, as the law was when the case was filed."""

from collections.abc import Callable
from dataclasses import dataclass

from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.terms import LimitClaim, RuleReference
from leyiban.catalogue.vocabulary import Mark, TimeUnit
from leyiban.kernel.clocks.limits import Limit, Unit


@dataclass(frozen=True, slots=True)
class FoundLimit:
    """``rule`` is the lawbook key, or None where the rule file itself states the number."""

    amount: int
    unit: TimeUnit
    basis: str
    mark: Mark
    rule: str | None = None

    @property
    def limit(self) -> Limit:
        """The kernel's value, ready for a clock."""
        return Limit(self.amount, Unit(self.unit.value))


@dataclass(frozen=True, slots=True)
class CaseLimits:
    first_answer: FoundLimit
    completeness_check: FoundLimit
    supplement: FoundLimit
    statutory: FoundLimit
    promised: FoundLimit
    delivery: FoundLimit
    extension: FoundLimit | None


LookUp = Callable[[str], FoundLimit]
"""The lawbook: the rule under a key, in the period and region the caller chose."""


def limits(rulefile: RuleFile, *, look_up: LookUp) -> CaseLimits:
    """All limits of ``rulefile``. Whatever ``look_up`` raises for a missing rule goes through."""
    claims = rulefile.limits
    return CaseLimits(
        first_answer=found(claims.first_answer, look_up=look_up),
        completeness_check=found(claims.completeness_check, look_up=look_up),
        supplement=found(claims.supplement, look_up=look_up),
        statutory=found(claims.statutory, look_up=look_up),
        promised=found(claims.promised, look_up=look_up),
        delivery=found(claims.delivery, look_up=look_up),
        extension=found(rulefile.extension.by, look_up=look_up) if rulefile.extension else None,
    )


def found(claim: LimitClaim, *, look_up: LookUp) -> FoundLimit:
    """One limit that a rule file claims. Whatever ``look_up`` raises for a missing rule goes through."""
    if isinstance(claim, RuleReference):
        return look_up(claim.rule)
    return FoundLimit(amount=claim.amount, unit=claim.unit, basis=claim.basis, mark=claim.mark)

"""Rule files with the law of a day: limits, guides, and the lawbook that checks ask."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile.checks import Lawbook, LawbookEntry
from leyiban.catalogue.rulefile.guide import Guide, guide
from leyiban.catalogue.rulefile.limits import CaseLimits, FoundLimit, found, limits
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.terms import LimitClaim
from leyiban.catalogue.vocabulary import Mark, TimeUnit
from leyiban.catalogue.words import Lang
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.models import Rule
from leyiban.kernel.lawbook.rules import NATION, Rulebook, RuleInForce
from leyiban.people.rules.divisions import significant

_UNITS = TimeUnit.values()


def limits_of(rulefile: RuleFile, *, region: str, on: dt.date, book: Rulebook | None = None) -> CaseLimits:
    """The limits of an application filed on ``on`` in ``region``.

    Args:
        book: the lawbook, where the caller has it at hand.

    Raises:
        RuleUnknown: the lawbook has no such rule for that day and region.
    """
    book, regions = book or lawbook.book(), lawbook.region_chain(region)

    def look_up(key: str) -> FoundLimit:
        return found_limit(book.rule(key, on=on, regions=regions, item=rulefile.code))

    return limits(rulefile, look_up=look_up)


def limit_of(claim: LimitClaim, *, rulefile: RuleFile, region: str, on: dt.date) -> FoundLimit:
    """One length that ``rulefile`` claims, as the law of that day and region has it.

    Raises:
        RuleUnknown.
    """
    book, regions = lawbook.book(), lawbook.region_chain(region)
    return found(
        claim,
        look_up=lambda key: found_limit(book.rule(key, on=on, regions=regions, item=rulefile.code)),
    )


def found_limit(rule: RuleInForce) -> FoundLimit:
    """A rule of the lawbook as a limit; its unit must be one of time."""
    return FoundLimit(
        amount=int(rule.value),
        unit=TimeUnit.of(rule.unit),
        basis=rule.basis,
        mark=Mark.of(rule.mark.value),
        rule=rule.key,
    )


def guide_of(version: ItemVersion, lang: Lang, *, region: str, on: dt.date) -> Guide:
    """The guide of a version as it holds on ``on`` for a reader in ``region`` (a city's code will do)."""
    rulefile = version.rulefile
    return guide(rulefile, lang, limits=limits_of(rulefile, region=region, on=on), region=region, on=on)


def lawbook_entries(rules: Iterable[RuleInForce]) -> Lawbook:
    """Rules of any period as the checks of a rule file want them."""
    amounts: dict[str, list[tuple[int, TimeUnit]]] = {}
    for rule in rules:
        found = amounts.setdefault(rule.key, [])
        if isinstance(rule.value, int) and rule.unit in _UNITS:
            found.append((rule.value, TimeUnit.of(rule.unit)))
    return {key: LawbookEntry(key=key, amounts=tuple(found)) for key, found in amounts.items()}


def loaded_lawbook(*, region: str) -> Lawbook:
    """Every rule that can hold in ``region`` or below it, of all periods: what a version is checked against."""
    above = Q(line__region__in=[*lawbook.region_chain(region), NATION])
    below = Q(line__region__startswith=significant(region))
    rows = Rule.objects.filter(above | below).order_by("line__key", "valid_from")
    amounts: dict[str, list[tuple[int, TimeUnit]]] = {}
    for key, number, unit in rows.values_list("line__key", "number", "unit"):
        found = amounts.setdefault(key, [])
        if number is not None and unit in _UNITS:
            found.append((number, TimeUnit.of(unit)))
    return {key: LawbookEntry(key=key, amounts=tuple(found)) for key, found in amounts.items()}

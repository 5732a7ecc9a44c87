"""The terms under which a case is filed: limits in force that day, written down once and kept."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from leyiban.cases import clock_names
from leyiban.catalogue.queries.guides import found_limit, limits_of
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.rulefile.limits import FoundLimit
from leyiban.catalogue.rulefile.plan import JOINT_PAUSES, SITE_CHECK_OFFICERS, Task, TaskKind
from leyiban.catalogue.rulefile.terms import BAN_RULES
from leyiban.kernel.clocks.terms import light_terms
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.rules import Rulebook

_ARCHIVE_RULE = "cases.archive_after"
_LINK_RULE = "cases.linked_within"
_RULE_LENGTH = 80

Terms = dict[str, Any]


def terms_of_filing(rules: RuleFile, *, book: Rulebook, on: dt.date, region: str) -> Terms:
    """Per clock {amount, unit, rule}, the listed grounds for a pause, and when lights come on; for an item
    whose plan knows a site check, how many officers it needs (R6).

    Raises:
        RuleUnknown: the lawbook has no such rule for this day and region.
    """
    chain = lawbook.region_chain(region)
    found = limits_of(rules, region=region, on=on, book=book)
    terms: Terms = {
        clock_names.FIRST_ANSWER: _term(found.first_answer),
        clock_names.ACCEPTANCE: _term(found.completeness_check),
        clock_names.SUPPLEMENT: _term(found.supplement),
        clock_names.STATUTORY: _term(found.statutory),
        clock_names.PROMISED: _term(found.promised),
        clock_names.DELIVERY: _term(found.delivery),
        clock_names.ARCHIVING: _term(found_limit(book.rule(_ARCHIVE_RULE, on=on, regions=chain))),
        "pause_grounds": sorted(procedure.kind.value for procedure in rules.special_procedures),
        "lights": light_terms(book, on=on, regions=chain),
    }
    if found.extension is not None:
        terms["extension"] = _term(found.extension)
    if any(task.kind is TaskKind.SITE_CHECK for task in rules.plan.tasks):
        terms["site_check_officers"] = int(book.rule(SITE_CHECK_OFFICERS, on=on, regions=chain).value)
    if rules.plan.joint:
        terms["joint"] = _joint_terms(rules, book, on, chain)
    if rules.guards_safety is not None:
        terms["bans"] = ban_terms(book=book, on=on, region=region)
    return terms


def _joint_terms(rules: RuleFile, book: Rulebook, on: dt.date, chain: Sequence[str]) -> Terms:
    """Which special procedures stop other offices' clocks, too, and whose silence means no objection."""
    grounds = str(book.rule(JOINT_PAUSES, on=on, regions=chain).value).split()
    return {
        "paused_by": sorted(grounds),
        "silent": [task.key for task in rules.plan.joint if _silence_agrees(task, book, on, chain)],
    }


def _silence_agrees(task: Task, book: Rulebook, on: dt.date, chain: Sequence[str]) -> bool:
    return task.silence is not None and int(book.rule(task.silence, on=on, regions=chain).value) == 1


def ban_terms(*, book: Rulebook, on: dt.date, region: str) -> Terms:
    """Per ground {amount, unit, rule}: how long who gives false papers for a licence that guards safety may not apply.

    Raises:
        RuleUnknown.
    """
    chain = lawbook.region_chain(region)
    return {ground: _ban(book, rule, on, chain) for ground, rule in BAN_RULES.items()}


def _ban(book: Rulebook, key: str, on: dt.date, chain: Sequence[str]) -> dict[str, Any]:
    rule = book.rule(key, on=on, regions=chain)
    return {"amount": int(rule.value), "unit": rule.unit, "rule": key}


def _term(found: FoundLimit) -> dict[str, Any]:
    return {
        "amount": found.amount,
        "unit": found.limit.unit.value,
        "rule": found.rule or found.basis[:_RULE_LENGTH],
    }


def linking_days(*, book: Rulebook, on: dt.date, region: str) -> int:
    """R24: within how many days a new case of the same applicant and item is linked to the earlier one."""
    return int(book.rule(_LINK_RULE, on=on, regions=lawbook.region_chain(region)).value)

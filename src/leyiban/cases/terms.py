"""The terms under which a case is filed: limits in force that day, written down once and kept."""

import datetime as dt
from typing import Any

from leyiban.cases import clock_names
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.rulefile.terms import LimitClaim, RuleReference
from leyiban.kernel.lawbook import queries as lawbook

_LIGHT_RULES = {
    "percent": "lights.percent_left",
    "at_least": "lights.days_left_at_least",
    "instant_minutes": "lights.instant_minutes",
}
_ARCHIVE_RULE = "cases.archive_after"
_LINK_RULE = "cases.linked_within"

Terms = dict[str, Any]


def terms_of_filing(rules: RuleFile, *, on: dt.date, region: str) -> Terms:
    """Per clock {amount, unit, rule}, the listed grounds for a pause, and when lights come on.

    Raises:
        RuleUnknown: the lawbook has no such rule for this day and region.
    """
    limits = rules.limits
    terms: Terms = {
        clock_names.FIRST_ANSWER: _limit(limits.first_answer, on, region),
        clock_names.ACCEPTANCE: _limit(limits.completeness_check, on, region),
        clock_names.SUPPLEMENT: _limit(limits.supplement, on, region),
        clock_names.STATUTORY: _limit(limits.statutory, on, region),
        clock_names.PROMISED: _limit(limits.promised, on, region),
        clock_names.DELIVERY: _limit(limits.delivery, on, region),
        clock_names.ARCHIVING: _of_rule(_ARCHIVE_RULE, on, region),
        "pause_grounds": sorted(procedure.kind.value for procedure in rules.special_procedures),
        "lights": {
            name: int(lawbook.rule(key, on=on, region=region).value) for name, key in _LIGHT_RULES.items()
        },
    }
    if rules.extension is not None:
        terms["extension"] = _limit(rules.extension.by, on, region)
    return terms


def _limit(claim: LimitClaim, on: dt.date, region: str) -> dict[str, Any]:
    if isinstance(claim, RuleReference):
        return _of_rule(claim.rule, on, region)
    return {"amount": claim.amount, "unit": claim.unit.value, "rule": claim.basis[:80]}


def _of_rule(key: str, on: dt.date, region: str) -> dict[str, Any]:
    rule = lawbook.rule(key, on=on, region=region)
    return {"amount": int(rule.value), "unit": rule.unit, "rule": key}


def linking_days(*, on: dt.date, region: str) -> int:
    """R24: within how many days a new case of the same applicant and item is linked to the earlier one."""
    return int(lawbook.rule(_LINK_RULE, on=on, region=region).value)

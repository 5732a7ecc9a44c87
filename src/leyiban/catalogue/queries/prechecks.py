"""The pre-check of a version as it holds on a day: the answers, what follows from them, and what would change it (F1.2)."""

import datetime as dt
from dataclasses import dataclass

from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.queries.guides import limits_of
from leyiban.catalogue.rulefile.limits import CaseLimits
from leyiban.catalogue.rulefile.model import Implementing, RuleFile
from leyiban.catalogue.rulefile.precheck import (
    NOT_MET,
    Answered,
    Change,
    Outcome,
    Picked,
    changes,
    precheck,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prechecked:
    """``body`` is the office competent in the reader's region, or None until he has chosen one.

    ``outdated``: the answers were given under another version; conditions ticked by number are not read then.
    """

    version: ItemVersion
    given: Answered
    outcome: Outcome
    changes: tuple[Change, ...]
    limits: CaseLimits
    body: Implementing | None
    outdated: bool

    @property
    def rules(self) -> RuleFile:
        return self.version.rulefile


def precheck_of(
    version: ItemVersion, picked: Picked, *, region: str, on: dt.date, under: int | None = None
) -> Prechecked:
    """What the rule file says to these answers for a reader in ``region`` (a city's code will do).

    Args:
        picked: question → options, as an address carries them; what fits no question is left out.
        under: the number of the version that the answers were given under, where it is known.

    Raises:
        RuleUnknown: the lawbook has no limit for that day and region.
    """
    rules = version.rulefile
    outdated = under is not None and under != version.number
    read = {key: values for key, values in picked.items() if not (outdated and key == NOT_MET)}
    given, found = precheck(rules, read, today=on)
    return Prechecked(
        version=version,
        given=given,
        outcome=found,
        changes=changes(rules, given, found, today=on),
        limits=limits_of(rules, region=region, on=on),
        body=rules.implementing_in(region),
        outdated=outdated,
    )

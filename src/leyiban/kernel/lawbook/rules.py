"""Rules as values, and the book that answers which of them is in force. Pure."""

import datetime as dt
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from leyiban.kernel.lawbook.errors import RulePeriodsOverlap, RuleUnknown
from leyiban.kernel.ledger.canonical import canonical_json

NATION = "CN"
"""The region of rules that hold everywhere."""

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


class Mark(StrEnum):
    """How sure a rule's source is."""

    LAW = "law"  # the article was read
    LAW_UNREAD = "law?"  # cited from memory
    STANDARD = "std"
    STANDARD_UNREAD = "std?"
    PRACTICE = "practice"  # seen in real systems or local rules
    ASSUMPTION = "assumption"  # our choice, nothing found
    DESIGN = "design"  # a proposal of this platform


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInForce:
    """One rule with its period.

    Attributes:
        key: dotted name (``acceptance.defects_told_within``).
        region: ``CN``, a division code or a functional zone.
        item: code of the item that it is for; empty: for every item.
        value: a number, or a word where the rule is no number (a time of day, a name).
        unit: ``working_day``, ``natural_day``, ``hour``, ``minute``, ``month``, ``percent``, ``fen`` …;
            empty where the value has none.
        valid_from, valid_to: first and last day in force; ``valid_to`` None: until further notice.
        basis: the source, article by article, as a person would cite it.
    """

    key: str
    value: int | str
    valid_from: dt.date
    basis: str
    mark: Mark
    region: str = NATION
    item: str = ""
    unit: str = ""
    valid_to: dt.date | None = None

    def __post_init__(self) -> None:
        if _KEY.fullmatch(self.key) is None:
            raise ValueError(f"{self.key!r} is no dotted name")
        if isinstance(self.value, bool) or (isinstance(self.value, str) and not self.value):
            raise ValueError(f"{self.key}: a value is a number or a word")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"{self.key}: ends before it begins")

    @property
    def line(self) -> tuple[str, str, str]:
        """What may have only one rule at a time: key, region and item."""
        return self.key, self.region, self.item

    def holds_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def canonical(self) -> dict[str, object]:
        """Strings and integers only; what is empty is left out."""
        form: dict[str, object] = {
            "basis": self.basis,
            "item": self.item,
            "key": self.key,
            "mark": self.mark.value,
            "region": self.region,
            "unit": self.unit,
            "valid_from": self.valid_from.isoformat(),
            "valid_to": "" if self.valid_to is None else self.valid_to.isoformat(),
        }
        return {name: value for name, value in form.items() if value} | {"value": self.value}

    @classmethod
    def from_canonical(cls, form: Mapping[str, Any]) -> "RuleInForce":
        """The rule whose :meth:`canonical` form this is."""
        dates = {
            name: dt.date.fromisoformat(form[name]) for name in ("valid_from", "valid_to") if name in form
        }
        return cls(**{**form, **dates, "mark": Mark(form["mark"]), "basis": form.get("basis", "")})


def in_order(rules: Iterable[RuleInForce]) -> list[RuleInForce]:
    """By line, then by period.

    Raises:
        RulePeriodsOverlap: two rules of one line are in force on the same day.
    """
    ordered = sorted(rules, key=lambda rule: (rule.line, rule.valid_from))
    for earlier, later in pairwise(ordered):
        if earlier.line == later.line and earlier.holds_on(later.valid_from):
            raise RulePeriodsOverlap(
                key=later.key, region=later.region, first=earlier.valid_from, second=later.valid_from
            )
    return ordered


def digest_of(rules: Sequence[RuleInForce]) -> str:
    """``sha256:<hex>`` over the canonical bytes of rules in order."""
    return "sha256:" + hashlib.sha256(canonical_json([rule.canonical() for rule in rules])).hexdigest()


class Rulebook:
    """All rules of all books, asked by key, day, region and item. Immutable."""

    def __init__(self, rules: Iterable[RuleInForce]) -> None:
        self._by_line: dict[tuple[str, str, str], list[RuleInForce]] = defaultdict(list)
        for rule in rules:
            self._by_line[rule.line].append(rule)

    def rule(self, key: str, *, on: dt.date, regions: Sequence[str], item: str = "") -> RuleInForce:
        """The rule in force on a day.

        A rule for the very item goes before a general one (the special law before the general); among
        these the nearest region's goes first, the nation's last.

        Args:
            regions: the region and those above it, nearest first, without the nation.

        Raises:
            RuleUnknown: no rule of this key is in force there on that day.
        """
        for scope in (item, "") if item else ("",):
            for region in (*regions, NATION):
                for rule in self._by_line.get((key, region, scope), ()):
                    if rule.holds_on(on):
                        return rule
        raise RuleUnknown(key=key, on=on, region=regions[0] if regions else NATION)

    def period(self, key: str, *, region: str = NATION, item: str = "") -> tuple[RuleInForce, ...]:
        """Every rule of one line, past, present and to come, in order."""
        return tuple(sorted(self._by_line.get((key, region, item), ()), key=lambda rule: rule.valid_from))

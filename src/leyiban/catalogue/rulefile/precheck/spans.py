"""An exact answer as one of a few spans: "9 March 1946 or before" instead of the day of birth.

The conditions of a rule file compare a day, a number or an amount with bounds. Two answers between the same bounds
cannot be told apart by any of them, so a span is all that need be known, and one value stands for all of it.
"""

import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from leyiban.catalogue.rulefile import dates
from leyiban.catalogue.rulefile.form import DateField, IntegerField, MoneyField
from leyiban.catalogue.rulefile.logic import Compare, In, Logic, Scalar, Value
from leyiban.catalogue.rulefile.readers import yuan
from leyiban.catalogue.words import Bilingual

SpannedField = DateField | IntegerField | MoneyField

_BETWEEN: Final = "~"
_MOST: Final = 10**15  # beyond every amount that can be written
_FEN_OF_A_MYRIAD: Final = 1_000_000
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the line of answers is cut. ``last`` is the greatest answer below; a day is its ordinal."""

    op: Literal["lt", "le"]
    bound: Scalar
    last: int

    @property
    def code(self) -> str:
        return f"{self.op}-{self.bound}"


@dataclass(frozen=True, slots=True)
class Span:
    """``code`` names the bounds as the rule file writes them, so that an old link never means another span."""

    code: str
    label: Bilingual
    stands_for: Value


def spans(question: SpannedField, conditions: Iterable[Logic], *, today: dt.date) -> tuple[Span, ...]:
    """The spans between which ``conditions`` distinguish, in rising order; those nobody can answer are left out."""
    cuts = sorted(
        {cut.last: cut for cut in _cuts(question, conditions, today)}.values(), key=lambda cut: cut.last
    )
    edges: list[_Cut | None] = [None, *cuts, None]
    least, most = _limits(question, today)
    found = []
    for low, high in itertools.pairwise(edges):
        first, last = (low.last + 1 if low else least), (high.last if high else most)
        if max(first, least) > min(last, most):
            continue
        low_end, high_end = (low if first > least else None), (high if last < most else None)
        only = first if first == last else least if least == last else most if first == most else None
        found.append(
            Span(
                code=_BETWEEN.join(edge.code if edge else "" for edge in (low, high)),
                label=_label(question, low_end, high_end, only=only),
                stands_for=_value(question, max(first, least) if low else min(last, most)),
            )
        )
    return tuple(found)


def _cuts(question: SpannedField, conditions: Iterable[Logic], today: dt.date) -> Iterable[_Cut]:
    for condition in conditions:
        for leaf in condition.comparisons():
            if isinstance(leaf, Compare) and leaf.left.name == question.key:
                yield from _cuts_of(leaf.op, leaf.right, today)
            elif isinstance(leaf, In) and leaf.needle.name == question.key:
                for bound in leaf.among:
                    yield from _cuts_of("==", bound, today)


def _cuts_of(op: str, bound: Scalar, today: dt.date) -> Iterable[_Cut]:
    """Before the bound, behind it, or on both sides where an answer is compared for being the same."""
    place = dates.resolve(bound, today).toordinal() if isinstance(bound, str) else int(bound)
    if op != "<=":
        yield _Cut("lt", bound, place - 1)
    if op != "<":
        yield _Cut("le", bound, place)


def _limits(question: SpannedField, today: dt.date) -> tuple[int, int]:
    if isinstance(question, DateField):
        low = dates.resolve(question.min, today) if question.min else dt.date.min
        high = dates.resolve(question.max, today) if question.max else dt.date.max
        return low.toordinal(), high.toordinal()
    least = 0 if isinstance(question, MoneyField) else -_MOST
    return (
        least if question.min is None else question.min,
        _MOST if question.max is None else question.max,
    )


def _value(question: SpannedField, place: int) -> Value:
    return dt.date.fromordinal(place).isoformat() if isinstance(question, DateField) else place


def _label(question: SpannedField, low: _Cut | None, high: _Cut | None, *, only: int | None) -> Bilingual:
    """Whole numbers and days by the first and last that belong to the span, amounts by their bounds.

    ``only``: the one answer of a span that holds no other.
    """
    if isinstance(question, MoneyField):
        return _amounts(low, high)
    first = only if low is None else low.last + 1
    last = only if high is None else high.last
    if isinstance(question, DateField):
        return _between(_day(first), _day(last), ("或以前", "or before"), ("或以后", "or after"))
    unit = question.unit
    ends = _number(first, unit), _number(last, unit)
    found = _between(*ends, ("或更少", "or less"), ("或更多", "or more"))
    return found if unit is None else Bilingual(zh=found.zh, en=f"{found.en} ({unit.en or unit.zh})")


def _between(
    first: Bilingual | None, last: Bilingual | None, upward: tuple[str, str], downward: tuple[str, str]
) -> Bilingual:
    if first is None and last is None:
        return Bilingual(zh="都一样", en="Any")
    if first is None and last is not None:
        return Bilingual(zh=f"{last.zh}{upward[0]}", en=f"{last.en} {upward[1]}")
    if last is None and first is not None:
        return Bilingual(zh=f"{first.zh}{downward[0]}", en=f"{first.en} {downward[1]}")
    if first == last and first is not None:
        return first
    return Bilingual(zh=f"{first}到{last}", en=f"{first and first.en} to {last and last.en}")


def _day(ordinal: int | None) -> Bilingual | None:
    if ordinal is None:
        return None
    day = dt.date.fromordinal(ordinal)
    return Bilingual(
        zh=f"{day.year}年{day.month}月{day.day}日", en=f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    )


def _number(number: int | None, unit: Bilingual | None) -> Bilingual | None:
    return None if number is None else Bilingual(zh=f"{number}{unit.zh if unit else ''}", en=f"{number:,}")


def _amounts(low: _Cut | None, high: _Cut | None) -> Bilingual:
    sides = [_AMOUNTS[cut.op, cut is low] for cut in (low, high) if cut]
    bounds = [_amount(int(cut.bound)) for cut in (low, high) if cut]
    if not bounds:
        return Bilingual(zh="都一样", en="Any")
    zh = "，".join(side[0].format(bound.zh) for side, bound in zip(sides, bounds, strict=True))
    en = " and ".join(side[1].format(bound.en) for side, bound in zip(sides, bounds, strict=True))
    return Bilingual(zh=zh, en=en[0].upper() + en[1:])


# By: which comparison, is it the lower end.
_AMOUNTS: Final[dict[tuple[str, bool], tuple[str, str]]] = {
    ("lt", False): ("不到{}", "less than {}"),
    ("lt", True): ("{}或更多", "{} or more"),
    ("le", False): ("最多{}", "at most {}"),
    ("le", True): ("超过{}", "more than {}"),
}


def _amount(fen: int) -> Bilingual:
    myriads, rest = divmod(fen, _FEN_OF_A_MYRIAD)
    zh = f"{myriads}万元" if myriads and not rest else f"{yuan(fen)}元"
    whole, cents = divmod(fen, 100)
    return Bilingual(zh=zh, en=f"{whole:,}" + (f".{cents:02d}" if cents else "") + " yuan")

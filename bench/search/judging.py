"""How well a method answers: recall among the first twenty, reciprocal rank, silence where nothing answers. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any

Answers = Sequence[frozenset[str]]
"""What a question wants: for each thing, the base items that are that thing; empty: nothing is wanted."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One question: the share of what is wanted that was shown, and 1/rank of the first of it."""

    recall: float
    reciprocal: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Over ``asked`` questions. ``silence``: of those that nothing answers, the share for which nothing was shown."""

    asked: int
    recall: float
    reciprocal: float
    silence: float

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


def judge(shown: Sequence[str], wanted: Answers) -> Judged:
    """Base items as shown, the best first."""
    ranks = [rank for rank, base in enumerate(shown, start=1) if any(base in same for same in wanted)]
    found = sum(any(base in same for base in shown) for same in wanted)
    return Judged(recall=found / len(wanted), reciprocal=1 / ranks[0] if ranks else 0.0)


def quality(judged: Sequence[Judged], silent: Sequence[bool]) -> Quality:
    """The means; at least one question has an answer, and one has none."""
    return Quality(
        asked=len(judged) + len(silent),
        recall=fmean(each.recall for each in judged),
        reciprocal=fmean(each.reciprocal for each in judged),
        silence=fmean(silent),
    )

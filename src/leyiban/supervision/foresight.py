"""Which open matters are likely to be late, and how good such predictions were. Pure.

The model is the one a section head has in mind: the step that is open and those behind it take as long as they
usually took for this item; what is used up and what is needed do not fit into the limit. Nothing else enters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_high
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An open matter, in working days: ``in_step`` since the open step began, ``left`` of the limit (negative: over).

    ``steps`` are the keys of the steps still ahead, the open one first.
    """

    used: int
    in_step: int
    left: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """``needed`` working days from now on; ``learnt_from``: the fewest earlier matters behind one of the steps."""

    needed: int
    learnt_from: int
    likely_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Matters that were decided, each counted once by its first warning, or once if it never had one.

    ``hit``: warned and late. ``false_alarm``: warned, in time. ``missed``: late without a warning. ``quiet``: neither.
    """

    hit: int
    false_alarm: int
    missed: int
    quiet: int
    pending: int

    @property
    def precision(self) -> int | None:
        """Of a hundred warnings, how many were right; None without any."""
        return _percent(self.hit, self.hit + self.false_alarm)

    @property
    def recall(self) -> int | None:
        """Of a hundred late matters, how many were warned of; None without any."""
        return _percent(self.hit, self.hit + self.missed)


MOST_STEPS: Final = 40


def outlook(course: Course, usual: Mapping[str, Sequence[int]], *, fewest: int) -> Outlook | None:
    """What is to be expected of ``course``; None while a step ahead was seen fewer than ``fewest`` times.

    Args:
        usual: per step, how many working days it took in earlier matters of the item.
    """
    lengths = [usual.get(step, ()) for step in course.steps[:MOST_STEPS]]
    if not lengths or min(map(len, lengths)) < fewest:
        return None
    first, *later = (median_high(length) for length in lengths)
    needed = max(first - course.in_step, 0) + sum(later)
    return Outlook(
        needed=needed, learnt_from=min(map(len, lengths)), likely_late=needed > max(course.left, 0)
    )


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None

"""An opinion suggested from the points that were ticked.

The words go into the file and, for a decision, onto a paper of law: they are Chinese whatever language the
clerk reads, and the clerk may change every one of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from leyiban.catalogue.words import Bilingual
from leyiban.web.wording import typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A review point with its answer: ``yes``, ``no`` or empty; ``note`` says what is wrong."""

    key: str
    text: Bilingual
    clause: str
    answer: str
    note: str


def opinion(points: Sequence[Checked], *, conclusion: str) -> str:
    """ "经核对,3项要点均符合,同意。", or what does not fit, point by point."""
    failed = [point for point in points if point.answer == "no"]
    if not failed:
        begin = f"经核对,{len(points)}项审查要点均符合" if points else "经核对,材料齐全、符合法定形式"
        return typeset(f"{begin},{_agreed(conclusion)}")
    passed = len(points) - len(failed)
    begin = f"经核对,{passed}项符合,{len(failed)}项不符合:" if passed else "经核对,以下不符合:"
    return typeset(f"{begin}{';'.join(_failing(point) for point in failed)}。{_disagreed(conclusion)}")


def reasons(points: Sequence[Checked], *, item: str, basis: Sequence[str], granted: bool) -> str:
    """The reasons of a decision: what it rests on, or why not (R11). ``basis`` names law and article."""
    if granted:
        return typeset(f"申请“{item}”的材料齐全,经审查,符合{'、'.join(basis) or '法律'}规定的条件。")
    failed = [_failing(point) for point in points if point.answer == "no"]
    return typeset(f"{';'.join(failed)}。") if failed else ""


def with_notes(text: str, points: Sequence[Checked]) -> str:
    """``text`` and, after it, every note on a failed point that it does not say yet: nothing typed is lost."""
    left_out = [point for point in points if point.answer == "no" and point.note and point.note not in text]
    if not left_out:
        return text
    return f"{text}\n{typeset(';'.join(_failing(point) for point in left_out))}。".strip()


def _failing(point: Checked) -> str:
    basis = f"({point.clause})" if point.clause else ""
    return f"“{point.text.zh}”不符合{basis}" + (f",{point.note.rstrip('。')}" if point.note else "")


def _agreed(conclusion: str) -> str:
    return "不同意。" if conclusion == "disagree" else "同意。"


def _disagreed(conclusion: str) -> str:
    return "同意,请下一步一并考虑。" if conclusion == "agree" else "不同意。"

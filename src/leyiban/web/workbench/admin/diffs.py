"""What changes between two texts, line by line, for a page that shows it without colour alone."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class LineKind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffLine:
    """``before`` and ``after`` are the line's numbers in either text; 0 where it is in only one of them."""

    kind: LineKind
    text: str = ""
    before: int = 0
    after: int = 0


_AROUND = 3  # unchanged lines shown around a change
LONGEST = 2000  # lines of a difference that a page shows


def difference(before: str, after: str) -> tuple[DiffLine, ...]:
    """The changed lines with what stands around them; empty where the texts are the same."""
    return tuple(_lines(before.splitlines(), after.splitlines()))[:LONGEST]


def _lines(before: list[str], after: list[str]) -> Iterator[DiffLine]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if number:
            yield DiffLine(kind=LineKind.GAP)
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                for shift in range(old_end - old_start):
                    yield DiffLine(
                        kind=LineKind.SAME,
                        text=before[old_start + shift],
                        before=old_start + shift + 1,
                        after=new_start + shift + 1,
                    )
                continue
            for place in range(old_start, old_end):
                yield DiffLine(kind=LineKind.REMOVED, text=before[place], before=place + 1)
            for place in range(new_start, new_end):
                yield DiffLine(kind=LineKind.ADDED, text=after[place], after=place + 1)

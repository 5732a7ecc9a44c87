"""What people ask, and which items answer it (``questions/README.md`` says how they came to be)."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "questions"
SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Question:
    """``answers`` are base items; each is the set of codes by which lists know it. None: nothing answers."""

    kind: str
    text: str
    answers: tuple[frozenset[str], ...]

    def wanted(self, base_of: Mapping[str, str]) -> tuple[frozenset[str], ...] | None:
        """The answers as base items of a catalogue; None when it does not hold all of them.

        Args:
            base_of: base item by code.
        """
        wanted = tuple(frozenset(base_of[c] for c in codes if c in base_of) for codes in self.answers)
        return wanted if all(wanted) else None


def questions(half: str) -> tuple[Question, ...]:
    """All questions of one half."""
    with (_FOLDER / f"{half}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Question(
                row["kind"], row["question"], tuple(frozenset(a.split("=")) for a in row["answers"].split())
            )
            for row in csv.DictReader(file)
        )

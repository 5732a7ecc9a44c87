"""Fewer papers and fewer steps than before, counted from the rule file (M3.3, M3.4). Pure.

Nobody types a number: a city lists what was asked and what became of each, and what stands today is the same file's
materials and flow.
"""

import datetime as dt
from dataclasses import dataclass

from leyiban.catalogue.rulefile.before import Before
from leyiban.catalogue.rulefile.burden import is_held
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.vocabulary import PaperGone, StepGone
from leyiban.catalogue.words import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A paper or step that people are spared."""

    name: Bilingual
    how: PaperGone | StepGone


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many there were and are, those of every situation counted. ``source`` is where the old ones stand."""

    before: int
    now: int
    gone: tuple[Gone, ...]
    source: str

    @property
    def saved(self) -> int:
        """Below nothing where more is asked than before; that is told, too."""
        return self.before - self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """``until`` is the last day on which it was as before."""

    until: dt.date
    papers: Count
    steps: Count


def reduction(rulefile: RuleFile) -> Reduction | None:
    """What the item spares people; None where the city says nothing of before."""
    before = rulefile.before
    if before is None:
        return None
    return Reduction(until=before.until, papers=_papers(rulefile, before), steps=_steps(rulefile, before))


def _papers(rulefile: RuleFile, before: Before) -> Count:
    """Today people bring what the city cannot take from a register itself."""
    return Count(
        before=len(before.papers.asked),
        now=sum(not is_held(material) for material in rulefile.materials),
        gone=tuple(Gone(name=paper.name, how=paper.how) for paper in before.papers.asked if paper.how),
        source=before.papers.source,
    )


def _steps(rulefile: RuleFile, before: Before) -> Count:
    return Count(
        before=len(before.steps.asked),
        now=len(rulefile.flow),
        gone=tuple(Gone(name=step.name, how=step.how) for step in before.steps.asked if step.how),
        source=before.steps.source,
    )

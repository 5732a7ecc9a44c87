"""能不能办: what a rule file says to somebody who answers a few plain questions, before anything is filed. Pure.

The questions are those that a condition, a paper, a task or a fee of the file looks at, and no others. Nobody is asked
for a day of birth or an amount: such an answer is given as one of the spans between which the file distinguishes
(:mod:`~leyiban.catalogue.rulefile.precheck.spans`). What comes out is computed by the same conditions that the form and
the review use, over answers some of which may be missing.

The pre-check advises; it never bars anyone from applying, because refusing is the office's own act.
"""

from leyiban.catalogue.rulefile.precheck.answering import Answered, Picked, Reading, answered
from leyiban.catalogue.rulefile.precheck.asking import (
    NOT_MET,
    PrecheckOption,
    PrecheckQuestion,
    precheck_questions,
)
from leyiban.catalogue.rulefile.precheck.changing import Change, changes
from leyiban.catalogue.rulefile.precheck.judging import (
    Due,
    Judged,
    Outcome,
    Verdict,
    outcome,
    precheck,
)

__all__ = [
    "NOT_MET",
    "Answered",
    "Change",
    "Due",
    "Judged",
    "Outcome",
    "Picked",
    "PrecheckOption",
    "PrecheckQuestion",
    "Reading",
    "Verdict",
    "answered",
    "changes",
    "outcome",
    "precheck",
    "precheck_questions",
]

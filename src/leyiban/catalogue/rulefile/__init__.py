"""The rule file: one versioned text per handling item, from which everything shown and checked is made."""

from leyiban.catalogue.rulefile.answers import Answers, Stage, Validated, asked_questions, validate_answers
from leyiban.catalogue.rulefile.logic import Logic, LogicError, Value, Values
from leyiban.catalogue.rulefile.model import Implementing, RuleFile
from leyiban.catalogue.rulefile.reading import Reading, read_rulefile

__all__ = [
    "Answers",
    "Implementing",
    "Logic",
    "LogicError",
    "Reading",
    "RuleFile",
    "Stage",
    "Validated",
    "Value",
    "Values",
    "asked_questions",
    "read_rulefile",
    "validate_answers",
]

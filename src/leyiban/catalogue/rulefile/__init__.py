"""The rule file: one versioned text per handling item, from which everything shown and checked is made."""

from leyiban.catalogue.rulefile.logic import Logic, LogicError, Value, Values
from leyiban.catalogue.rulefile.model import Implementing, RuleFile

__all__ = ["Implementing", "Logic", "LogicError", "RuleFile", "Value", "Values"]

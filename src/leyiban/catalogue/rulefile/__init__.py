"""The rule file: one versioned text per handling item, from which everything shown and checked is made.

The door of the pure part of the catalogue: no database, no clock, no request.
"""

from leyiban.catalogue.rulefile.answers import Answers, Stage, Validated, asked_questions, validate_answers
from leyiban.catalogue.rulefile.checklist import Checklist, PlannedTask, checklist, planned_tasks
from leyiban.catalogue.rulefile.checks import Lawbook, LawbookEntry, check_rulefile
from leyiban.catalogue.rulefile.display import ShownAnswer, SurfaceLine, licence_surface, shown, shown_answers
from leyiban.catalogue.rulefile.guide import Guide, guide
from leyiban.catalogue.rulefile.limits import CaseLimits, FoundLimit, LookUp, limits
from leyiban.catalogue.rulefile.logic import Logic, LogicError, Value, Values
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.model import Implementing, RuleFile
from leyiban.catalogue.rulefile.needed import NeededMaterial, fees_due, missing_materials, needed_materials
from leyiban.catalogue.rulefile.pages import FormPage, ShownQuestion, form_pages, shown_question
from leyiban.catalogue.rulefile.plan import ReviewPoint, Task, TaskKind
from leyiban.catalogue.rulefile.posted import answers_from_post, as_typed
from leyiban.catalogue.rulefile.reading import Reading, digest_of, read_rulefile
from leyiban.catalogue.rulefile.schema import json_schema

__all__ = [
    "Answers",
    "CaseLimits",
    "Checklist",
    "FormPage",
    "FoundLimit",
    "Guide",
    "Implementing",
    "Lawbook",
    "LawbookEntry",
    "Logic",
    "LogicError",
    "LookUp",
    "Material",
    "NeededMaterial",
    "PlannedTask",
    "Reading",
    "ReviewPoint",
    "RuleFile",
    "ShownAnswer",
    "ShownQuestion",
    "Stage",
    "SurfaceLine",
    "Task",
    "TaskKind",
    "Validated",
    "Value",
    "Values",
    "answers_from_post",
    "as_typed",
    "asked_questions",
    "check_rulefile",
    "checklist",
    "digest_of",
    "fees_due",
    "form_pages",
    "guide",
    "json_schema",
    "licence_surface",
    "limits",
    "missing_materials",
    "needed_materials",
    "planned_tasks",
    "read_rulefile",
    "shown",
    "shown_answers",
    "shown_question",
    "validate_answers",
]

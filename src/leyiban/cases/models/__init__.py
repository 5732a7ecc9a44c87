from leyiban.cases.models.case import Case, CaseClockEvent
from leyiban.cases.models.draft import Draft, DraftPaper
from leyiban.cases.models.papers import CasePaper
from leyiban.cases.models.records import CorrectionNotice, ExtensionNotice, Opinion, SpecialProcedure

__all__ = [
    "Case",
    "CaseClockEvent",
    "CasePaper",
    "CorrectionNotice",
    "Draft",
    "DraftPaper",
    "ExtensionNotice",
    "Opinion",
    "SpecialProcedure",
]

from leyiban.cases.models.bars import Bar, BarClockEvent, FalsehoodWarning
from leyiban.cases.models.case import Case, CaseClockEvent
from leyiban.cases.models.draft import Draft, DraftPaper
from leyiban.cases.models.figures import CaseTally, DayFigures, FigureCorrection, MonthFigures
from leyiban.cases.models.green import GreenClockEvent, GreenGrant
from leyiban.cases.models.hearings import (
    ChairChallenge,
    Hearing,
    HearingClockEvent,
    HearingParticipant,
    HearingView,
)
from leyiban.cases.models.notes import CaseNote, NoteLevel
from leyiban.cases.models.papers import CasePaper
from leyiban.cases.models.ranges import FinishRange
from leyiban.cases.models.receipts import ReceiptClaim, ReceiptClaimClockEvent
from leyiban.cases.models.records import CorrectionNotice, ExtensionNotice, Opinion, SpecialProcedure
from leyiban.cases.models.site_checks import SiteCheck, SiteCheckOfficer
from leyiban.cases.models.tasks import ReviewTask, TaskClockEvent
from leyiban.cases.models.voices import WithdrawalVoice
from leyiban.catalogue.models import ItemVersion

BULKY = tuple(f"item_version__{name}" for name in ItemVersion.BULKY)
"""Columns of the item's version that a query of cases or drafts leaves out (``defer``)."""

__all__ = [
    "BULKY",
    "Bar",
    "BarClockEvent",
    "Case",
    "CaseClockEvent",
    "CaseNote",
    "CasePaper",
    "CaseTally",
    "ChairChallenge",
    "CorrectionNotice",
    "DayFigures",
    "Draft",
    "DraftPaper",
    "ExtensionNotice",
    "FalsehoodWarning",
    "FigureCorrection",
    "FinishRange",
    "GreenClockEvent",
    "GreenGrant",
    "Hearing",
    "HearingClockEvent",
    "HearingParticipant",
    "HearingView",
    "MonthFigures",
    "NoteLevel",
    "Opinion",
    "ReceiptClaim",
    "ReceiptClaimClockEvent",
    "ReviewTask",
    "SiteCheck",
    "SiteCheckOfficer",
    "SpecialProcedure",
    "TaskClockEvent",
    "WithdrawalVoice",
]

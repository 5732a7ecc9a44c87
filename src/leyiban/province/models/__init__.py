"""The line, what was handed up over it, what came back, and the records that were reported."""

from leyiban.province.models.handovers import Handover, Heard, Line, Outgoing
from leyiban.province.models.records import DayChecked, Discrepancy, Record

__all__ = ["DayChecked", "Discrepancy", "Handover", "Heard", "Line", "Outgoing", "Record"]

from leyiban.supervision.models.cards import Card, CardClockEvent
from leyiban.supervision.models.reports import DailyReport, Prediction
from leyiban.supervision.models.slips import Slip, SlipClockEvent, SlipRemark
from leyiban.supervision.models.supervised import Supervised

__all__ = [
    "Card",
    "CardClockEvent",
    "DailyReport",
    "Prediction",
    "Slip",
    "SlipClockEvent",
    "SlipRemark",
    "Supervised",
]

"""The only writes of supervision."""

from leyiban.supervision.operations.cards import (
    About,
    close_card,
    note_progress,
    open_card,
    settle_cards,
)
from leyiban.supervision.operations.reports import (
    Foreseen,
    keep_predictions,
    keep_report,
    settle_predictions,
)
from leyiban.supervision.operations.slips import (
    accept_slip,
    answer_slip,
    issue_slip,
    receive_slip,
    return_slip,
    withdraw_slip,
)

__all__ = [
    "About",
    "Foreseen",
    "accept_slip",
    "answer_slip",
    "close_card",
    "issue_slip",
    "keep_predictions",
    "keep_report",
    "note_progress",
    "open_card",
    "receive_slip",
    "return_slip",
    "settle_cards",
    "settle_predictions",
    "withdraw_slip",
]

"""From a move on the ledger to the paper of law that belongs to it."""

from leyiban.cases.paperwork.hearings import WITH_HEARING_PAPERS, request_hearing_papers
from leyiban.cases.paperwork.requesting import (
    GREEN_WITH_PAPERS,
    WITH_PAPERS,
    request_green_papers,
    request_paper,
    request_papers,
)

__all__ = [
    "GREEN_WITH_PAPERS",
    "WITH_HEARING_PAPERS",
    "WITH_PAPERS",
    "request_green_papers",
    "request_hearing_papers",
    "request_paper",
    "request_papers",
]

"""From a move on the ledger to the paper of law that belongs to it."""

from leyiban.cases.paperwork.hearings import WITH_HEARING_PAPERS, request_hearing_papers
from leyiban.cases.paperwork.requesting import WITH_PAPERS, request_paper, request_papers

__all__ = [
    "WITH_HEARING_PAPERS",
    "WITH_PAPERS",
    "request_hearing_papers",
    "request_paper",
    "request_papers",
]

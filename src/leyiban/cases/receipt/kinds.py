"""What the moment of receipt writes on the ledger: confirmed, claimed otherwise, decided, corrected."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind

PARTIES = Visibility.PARTIES


@entry_kind("receipt_claim.confirmed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptConfirmed:
    """The applicant says that ``received_at`` is right."""

    case: str
    received_at: str


@entry_kind("receipt_claim.made", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptClaimed:
    """``entered``: the moment that stands in the case; ``claimed``: the one the applicant says. ``words`` commits to
    what he wrote, ``papers`` are ``sha256:…`` of what he showed."""

    case: str
    entered: str
    claimed: str
    words: str
    papers: tuple[str, ...]


@entry_kind("receipt_claim.decided", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptClaimDecided:
    """``outcome``: upheld, rejected, or deemed: nobody decided in time, so the applicant's word counts."""

    case: str
    outcome: str
    answer: str | None = None


@entry_kind("case.receipt_redated", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReceiptRedated:
    """The papers were received at ``received_at``: the clocks are replayed from there. ``accepted_on``: by the right
    moment nobody had answered in time, so that it counts as accepted since that day (R1)."""

    claim: str
    before: str
    received_at: str
    accepted_on: str | None = None

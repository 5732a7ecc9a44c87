"""What everyone may see of how an office keeps the one-notice guarantee (F1.5): numbers, nobody's name."""

from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.queries import LedgerEntry, public_entries

_REPEATED = "case.repeated_request"


def repeated_requests(*, limit: int = 50) -> list[LedgerEntry]:
    """The public record of requests that broke the one-notice guarantee, newest first."""
    return public_entries(Entry.objects.filter(kind=_REPEATED), limit=limit)

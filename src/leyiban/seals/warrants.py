"""No decision record, no seal: what is asked of the ledger before a key is touched."""

from leyiban.kernel.documents.sealing import Warrant
from leyiban.kernel.ledger.queries import has_entry
from leyiban.seals.errors import NoWarrant


def check_warrant(warrant: Warrant) -> None:
    """Hold the warrant against the ledger.

    Raises:
        NoWarrant: there is no such entry about this matter, or it is of a kind that allows no seal.
    """
    if not warrant.kinds or not has_entry(
        warrant.entry_id,
        subject_kind=warrant.matter_kind,
        subject_key=warrant.matter_key,
        kinds=sorted(warrant.kinds),
    ):
        raise NoWarrant

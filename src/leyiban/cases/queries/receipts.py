"""The receipt of what was handed in: the ledger entry, and the promise that a signed head will cover it."""

from leyiban.cases.models import Case
from leyiban.kernel.errors import NotFound
from leyiban.kernel.ledger.promises import promise
from leyiban.kernel.ledger.queries import trail

_HAND_INS = frozenset({"case.submitted/1", "case.supplemented/1"})


def newest_receipt(case: Case) -> dict[str, object]:
    """The signed promise for the case's newest submission or supplement; the same bytes whenever it is asked for.

    Raises:
        NotFound: nothing was ever handed in.
    """
    entries = [entry for entry in trail(Case.KIND, case.number) if entry.kind in _HAND_INS]
    if not entries:
        raise NotFound
    entry = entries[-1]
    return promise(entry.body, now=entry.entered_at)

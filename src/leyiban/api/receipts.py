"""The receipt of a submission: the ledger entry, and the promise that a signed head will cover it."""

from typing import Any

from pydantic import Field

from leyiban.api.frame.shapes import Shape
from leyiban.cases.models import Case
from leyiban.kernel.errors import NotFound
from leyiban.kernel.ledger.promises import promise
from leyiban.kernel.ledger.queries import trail


class ReceiptShape(Shape):
    """Keep it as it is: `verify.py` checks it offline with the public key of `GET /ledger/key`."""

    format: str
    entry: str = Field(description="The exact bytes of the ledger entry, as text.")
    promise: dict[str, Any]


def receipt_of(number: str, entry_id: int) -> ReceiptShape:
    """The receipt of one act on a case; the same bytes whenever it is asked for.

    Raises:
        NotFound: the case has no such entry.
    """
    entry = next((each for each in trail(Case.KIND, number) if each.entry_id == entry_id), None)
    if entry is None:
        raise NotFound
    signed = promise(entry.body, now=entry.entered_at)
    return ReceiptShape.model_validate(signed)

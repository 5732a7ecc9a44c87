"""A receipt's promise: this entry will be covered by a signed head within the maximum delay."""

import datetime as dt

from django.conf import settings

from leyiban.kernel.ledger.canonical import canonical_json, canonical_moment
from leyiban.kernel.ledger.keyring import desk_key
from leyiban.kernel.ledger.keys import PROMISE
from leyiban.kernel.ledger.merkle import leaf_hash


def promise(entry_body: bytes, *, now: dt.datetime) -> dict[str, object]:
    """The signed promise for an entry just committed, with the entry itself, as JSON for a receipt."""
    body = canonical_json(
        {
            "leaf": leaf_hash(entry_body).hex(),
            "maximum_delay_seconds": settings.LEDGER_MAXIMUM_DELAY_SECONDS,
            "promised_at": canonical_moment(now),
        }
    )
    return {
        "format": "leyiban-receipt/1",
        "entry": entry_body.decode(),
        "promise": desk_key().signed(PROMISE, body),
    }

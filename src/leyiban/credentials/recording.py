"""Writing on the ledger what happens to a licence; its version counts the entries."""

import datetime as dt
from typing import Final

from leyiban.credentials.models import Licence
from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.operations import Subject, append

LICENCE: Final = "licence"
"""What the ledger calls a licence as the subject of an entry."""


def record(licence: Licence, facts: object, actor: Actor, now: dt.datetime) -> None:
    """One entry, and the version that goes with it. The licence is locked."""
    licence.version += 1
    licence.save(update_fields=["version"])
    append(
        facts=facts,
        subject=Subject(LICENCE, licence.identifier, licence.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )

"""One way to put an act of people on the ledger: number it within its subject and append it."""

import datetime as dt

from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.operations import Appended, Subject, append
from leyiban.people.models import Account, Mandate, OutsideSystem, Party, Post

Recorded = Account | Party | Mandate | Post | OutsideSystem


def subject_key(about: Recorded) -> tuple[str, str]:
    """The ledger's name for the thing: a pseudonym or a code that says nothing about a person."""
    match about:
        case Account():
            return "account", about.pseudonym
        case Party():
            return "party", about.pseudonym
        case Mandate():
            return "mandate", about.key
        case Post():
            return "post", about.code
        case OutsideSystem():
            return "system", about.client_id


def record(
    about: Recorded, facts: object, *, actor: Actor, now: dt.datetime, on_behalf: Party | None = None
) -> Appended:
    """Append ``facts`` about a row that the caller created or locked in this transaction."""
    about.version += 1
    about.save(update_fields=["version"])
    kind, key = subject_key(about)
    return append(
        facts=facts,
        subject=Subject(kind, key, about.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
        on_behalf=on_behalf.pseudonym if on_behalf else None,
    )

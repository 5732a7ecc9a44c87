"""What changed in how an account is opened and in who acts for whom: read from the ledger, for its owner."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.ledger.queries import LedgerEntry, newest_about
from leyiban.people.models import Account, Party

_OF_ACCOUNT: Final = (
    "account.recovered",
    "account.phone_change_asked",
    "account.phone_change_ended",
    "account.phone_changed",
    "account.password",
    "account.bound",
    "account.released",
)
_OF_PARTY: Final = ("party.taken_over", "party.represented")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountEvent:
    """One change. ``kind`` is the ledger's word without its version; ``body`` the body it was about, if it was one.

    ``facts`` are the entry's own.
    """

    at: dt.datetime
    kind: str
    body: str
    facts: Any


def account_events(actor: Actor, *, limit: int = 20) -> list[AccountEvent]:
    """The last changes of the actor's account and of the bodies he heads, newest first. Three queries."""
    if actor.kind is not ActorKind.PERSON or actor.account_id is None:
        return []
    pseudonym = Account.objects.values_list("pseudonym", flat=True).get(pk=actor.account_id)
    bodies = dict(Party.objects.legal().filter(pk__in=actor.own_parties).values_list("pseudonym", "name"))
    subjects = [("account", pseudonym), *(("party", key) for key in bodies)]
    entries = newest_about(subjects, kinds=[*_OF_ACCOUNT, *_OF_PARTY], limit=limit)
    return [_event(entry, bodies.get(entry.subject_key, "")) for entry in entries]


def _event(entry: LedgerEntry, body: str) -> AccountEvent:
    kind = entry.kind.partition("/")[0]
    return AccountEvent(at=entry.happened_at, kind=kind, body=body, facts=entry.facts)

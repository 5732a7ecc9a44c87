"""The passkeys of an account, as its owner sees them."""

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from leyiban.people.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyLine:
    key: int
    name: str
    added_at: dt.datetime
    used_at: dt.datetime | None


def passkeys_of(account: Account) -> list[PasskeyLine]:
    """The oldest first."""
    rows = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("pk")
    return [
        PasskeyLine(key=row.pk, name=row.data["name"], added_at=row.created_at, used_at=row.last_used_at)
        for row in rows
    ]

"""Passkeys of people and staff, in allauth's authenticator table and in its form of a row.

What is kept is public: a passkey's private half never leaves its device. ``signs`` is the device's own counter;
a copy of a device would fall behind it (WebAuthn §6.1.1). Passkeys that travel between devices leave it at 0.
"""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.people.errors import PasskeyMissing, PasskeyTooMany, PasskeyWrong
from leyiban.people.kinds import SecondFactorChanged
from leyiban.people.models import Account
from leyiban.people.operations.accounts import lock_account
from leyiban.people.operations.second_step import drop_step_without_factor
from leyiban.people.recording import record

LONGEST_NAME = 40
MOST = 20


def add_passkey(
    *, account: Account, name: str, credential: dict[str, Any], signs: int, actor: Actor, now: dt.datetime
) -> None:
    """Keep a passkey whose registration was checked. The same one again changes nothing but its name.

    Raises:
        PasskeyTooMany: nobody has so many devices.
    """
    with transaction.atomic():
        locked = lock_account(account)
        rows = Authenticator.objects.filter(user=locked, type=Authenticator.Type.WEBAUTHN)
        known = rows.filter(data__credential__id=credential.get("id")).first()
        if known is None and rows.count() >= MOST:
            raise PasskeyTooMany
        row = known or Authenticator(user=locked, type=Authenticator.Type.WEBAUTHN, created_at=now)
        row.data = {"name": name.strip()[:LONGEST_NAME], "credential": credential, "signs": signs}
        row.save()
        if known is None:
            record(locked, SecondFactorChanged(act="passkey_added"), actor=actor, now=now)


def rename_passkey(*, account: Account, key: int, name: str) -> None:
    """
    Raises:
        PasskeyMissing: the account has no such passkey.
    """
    with transaction.atomic():
        row = _locked(account, key)
        row.data = {**row.data, "name": name.strip()[:LONGEST_NAME]}
        row.save(update_fields=["data"])


def remove_passkey(*, account: Account, key: int, actor: Actor, now: dt.datetime) -> None:
    """The device opens nothing any more.

    Raises:
        PasskeyMissing: the account has no such passkey.
    """
    with transaction.atomic():
        locked = lock_account(account)
        _locked(locked, key).delete()
        record(locked, SecondFactorChanged(act="passkey_removed"), actor=actor, now=now)
        drop_step_without_factor(locked, actor=actor, now=now)


def use_passkey(*, account: Account, key: int, signs: int, now: dt.datetime) -> None:
    """Accept one use of a passkey whose proof was checked.

    Raises:
        PasskeyMissing: it was removed meanwhile.
        PasskeyWrong: its counter went back: somebody has a copy of the device.
    """
    with transaction.atomic():
        row = _locked(account, key)
        before = int(row.data.get("signs", 0))
        if (before or signs) and signs <= before:
            raise PasskeyWrong
        row.data, row.last_used_at = {**row.data, "signs": signs}, now
        row.save(update_fields=["data", "last_used_at"])


def _locked(account: Account, key: int) -> Authenticator:
    rows = Authenticator.objects.select_for_update(of=("self",))
    row = rows.filter(user=account, type=Authenticator.Type.WEBAUTHN, pk=key).first()
    if row is None:
        raise PasskeyMissing
    return row

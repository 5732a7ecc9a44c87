"""两步登录: a citizen's own wish that a text message or a password alone opens nothing.

The province's identity is not asked for a second step: another authority proves the person there, and it is the
way back for whoever lost the second factor. Staff always have a second step after their password.
"""

import datetime as dt
from typing import Literal

from allauth.mfa.models import Authenticator
from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.people.errors import SecondFactorMissing
from leyiban.people.kinds import SecondFactorChanged
from leyiban.people.models import Account
from leyiban.people.operations.accounts import lock_account
from leyiban.people.recording import record

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_a_factor(account: Account) -> bool:
    """Whether there is an authenticator or a passkey. Recovery codes alone are none."""
    found: bool = Authenticator.objects.filter(user=account, type__in=_FACTORS).exists()
    return found


def turn_second_step(*, account: Account, on: bool, actor: Actor, now: dt.datetime) -> None:
    """Ask for a second step from now on, or no more. Saying the same again changes nothing.

    Raises:
        SecondFactorMissing: there is nothing yet that could be the second step.
    """
    with transaction.atomic():
        locked = lock_account(account)
        if on and not has_a_factor(locked):
            raise SecondFactorMissing
        _set(locked, on, actor, now)


def drop_step_without_factor(locked: Account, *, actor: Actor, now: dt.datetime) -> None:
    """When the last factor of a locked account went, nobody may be asked for one: that would lock its owner out."""
    if not has_a_factor(locked):
        _set(locked, False, actor, now)
        Authenticator.objects.filter(user=locked, type=Authenticator.Type.RECOVERY_CODES).delete()


def drop_every_factor(
    locked: Account, *, act: Literal["recovered", "reset"], actor: Actor, now: dt.datetime
) -> None:
    """No factor opens a locked account any more: whoever took it over may have bound one of his own, or its owner
    has lost his. That an administrator reset it is on record though there was none."""
    gone, _ = Authenticator.objects.filter(user=locked).delete()
    if gone or act == "reset":
        record(locked, SecondFactorChanged(act=act), actor=actor, now=now)
    drop_step_without_factor(locked, actor=actor, now=now)


def _set(locked: Account, on: bool, actor: Actor, now: dt.datetime) -> None:
    if locked.second_step is not on:
        locked.second_step = on
        locked.save(update_fields=["second_step"])
        record(locked, SecondFactorChanged(act="step_on" if on else "step_off"), actor=actor, now=now)

"""One-time codes (TOTP, RFC 6238), on allauth's authenticator table: for all staff, and citizens who want them.

allauth remembers used codes in the cache, which two web processes need not share; here the last accepted
time step is kept on the locked row, so that a code is good once, whoever sees it.
"""

import base64
import datetime as dt
import secrets
from collections import Counter

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import models, transaction

from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.kernel.crypto import Hidden, is_bound_to_row, key_id_of, same
from leyiban.kernel.privacy.parts import Walked
from leyiban.people.errors import OutOfJurisdiction, SecondFactorMissing, SecondFactorWrong
from leyiban.people.kinds import SecondFactorChanged
from leyiban.people.models import Account, PostHolding
from leyiban.people.operations.accounts import end_all_sessions, lock_account
from leyiban.people.operations.second_step import drop_every_factor, drop_step_without_factor
from leyiban.people.recording import record
from leyiban.people.rules.divisions import covers

STEP_SECONDS = 30  # what every authenticator app assumes
_TOLERATED_STEPS = 1  # a phone's clock may be half a minute off
_SECRET_BYTES = 20
_PLACE = "mfa.authenticator.secret"


def new_secret() -> str:
    """A fresh secret in base32, to be shown as text and QR code before it is confirmed."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def code_at(secret: str, moment: dt.datetime) -> str:
    """The six digits that an authenticator shows for ``secret`` at ``moment``."""
    return str(format_hotp_value(hotp_value(secret, _step(moment))))


def set_second_factor(*, account: Account, secret: str, code: str, actor: Actor, now: dt.datetime) -> None:
    """Bind an authenticator, proven by a code it shows now. A second one needs a reset first.

    Raises:
        SecondFactorWrong: the code does not fit, or the account has an authenticator.
    """
    with transaction.atomic():
        locked = lock_account(account)
        step = _matching_step(secret, code, now, after=-1)
        if step is None or _authenticator(locked) is not None:
            raise SecondFactorWrong
        Authenticator.objects.create(
            user=locked,
            type=Authenticator.Type.TOTP,
            data={"secret": _sealed(secret, locked.pk), "last_step": step},
        )
        record(locked, SecondFactorChanged(act="set"), actor=actor, now=now)


def check_second_factor(*, account: Account, code: str, now: dt.datetime) -> None:
    """Accept a code once.

    Raises:
        SecondFactorMissing: the account has no authenticator.
        SecondFactorWrong: wrong, too old, or used before.
    """
    with transaction.atomic():
        row = _authenticator(account, lock=True)
        if row is None:
            raise SecondFactorMissing
        step = _matching_step(_opened(row), code, now, after=int(row.data["last_step"]))
        if step is None:
            raise SecondFactorWrong
        row.data = {**row.data, "last_step": step}
        row.last_used_at = now
        row.save(update_fields=["data", "last_used_at"])


def has_second_factor(account: Account) -> bool:
    return _authenticator(account) is not None


def remove_second_factor(*, account: Account, actor: Actor, now: dt.datetime) -> None:
    """A citizen needs his authenticator no more; without one, removing changes nothing.

    Raises:
        OutOfJurisdiction: staff's is reset by an administrator.
    """
    with transaction.atomic():
        locked = lock_account(account)
        if locked.is_staff_account:
            raise OutOfJurisdiction
        gone, _ = Authenticator.objects.filter(user=locked, type=Authenticator.Type.TOTP).delete()
        if gone:
            record(locked, SecondFactorChanged(act="removed"), actor=actor, now=now)
            drop_step_without_factor(locked, actor=actor, now=now)


def reset_second_factor(*, account: Account, actor: Actor, now: dt.datetime) -> None:
    """An administrator over one of the account's posts removes whatever is its second factor; every session ends.

    Raises:
        OutOfJurisdiction: the actor has no such right, or asks for himself.
    """
    with transaction.atomic():
        locked = lock_account(account)
        if not _may_reset(actor, locked, now):
            raise OutOfJurisdiction
        drop_every_factor(locked, act="reset", actor=actor, now=now)
        end_all_sessions(account=locked, actor=actor, now=now)


class SecondFactors:
    """The authenticators' secrets as a part of a rotation: sealed inside allauth's own field."""

    name = "mfa.authenticator"

    def rows(self) -> int:
        return _totp().count()

    def walk(self, *, after: int, batch: int) -> Walked:
        keys = list(_totp().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:batch])
        if not keys:
            return Walked(None, 0, 0)
        changed = 0
        with transaction.atomic():
            free = _totp().select_for_update(of=("self",), skip_locked=True)
            for row in free.filter(pk__in=keys).order_by("pk"):
                if not _hidden(row).is_current:
                    row.data = {**row.data, "secret": _sealed(_opened(row), row.user_id)}
                    row.save(update_fields=["data"])
                    changed += 1
        return Walked(keys[-1], len(keys), changed)

    def sealed_by(self) -> Counter[str]:
        seals = (_hidden(row).sealed for row in _totp().iterator())
        return Counter(
            key_id_of(sealed) if is_bound_to_row(sealed) else f"{key_id_of(sealed)} unbound"
            for sealed in seals
        )


def _totp() -> models.QuerySet[Authenticator]:
    rows: models.QuerySet[Authenticator] = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    return rows


def _authenticator(account: Account, *, lock: bool = False) -> Authenticator | None:
    rows = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP)
    return (rows.select_for_update() if lock else rows).first()


def _may_reset(actor: Actor, account: Account, now: dt.datetime) -> bool:
    if actor.kind is ActorKind.SYSTEM:
        return True
    if actor.account_id == account.pk:
        return False
    administered = [post for post in actor.posts if post.role is Role.ADMINISTRATOR]
    held = PostHolding.objects.in_force(now).select_related("post__region").filter(account=account)
    return any(
        own.agency_id == holding.post.agency_id and covers(own.region, holding.post.region.code)
        for own in administered
        for holding in held
    )


def _matching_step(secret: str, code: str, now: dt.datetime, *, after: int) -> int | None:
    given = "".join(code.split()).encode()
    middle = _step(now)
    for step in range(middle - _TOLERATED_STEPS, middle + _TOLERATED_STEPS + 1):
        expected = str(format_hotp_value(hotp_value(secret, step))).encode()
        if step > after and same(expected, given):
            return step
    return None


def _step(moment: dt.datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS


def _sealed(secret: str, account: int) -> str:
    """Sealed for this account: another's authenticator copied into its row opens nothing."""
    return base64.b64encode(Hidden.of(secret, place=_PLACE, row=str(account)).sealed).decode()


def _hidden(row: Authenticator) -> Hidden:
    return Hidden(base64.b64decode(row.data["secret"]), place=_PLACE, row=str(row.user_id))


def _opened(row: Authenticator) -> str:
    return _hidden(row).reveal()

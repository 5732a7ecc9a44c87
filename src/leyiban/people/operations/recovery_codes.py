"""Recovery codes: ten, on paper, each good once in the place of a second factor that was lost.

They are kept as digests, not as the seed that allauth keeps: nobody reads them from the database, and they are
shown once (ASVS 5.0, 6.5.2). No key of the ring is in them: a code is on paper only, so that no rotation could
make its digest anew, and 50 random bits with a salt of their own row need neither key nor slow hash.
"""

import datetime as dt
import hashlib
import hmac
import secrets
from typing import Final

from allauth.mfa.models import Authenticator
from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.crypto import same
from leyiban.people.errors import SecondFactorMissing, SecondFactorWrong
from leyiban.people.kinds import SecondFactorChanged
from leyiban.people.models import Account
from leyiban.people.operations.accounts import lock_account
from leyiban.people.operations.second_step import has_a_factor
from leyiban.people.recording import record

COUNT: Final = 10
SIGNS: Final = 10  # of 32: 50 bits, far beyond the counted tries
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
_MISREAD: Final = str.maketrans("ILO", "110")
_SALT_BYTES: Final = 16


def new_recovery_codes(*, account: Account, actor: Actor, now: dt.datetime) -> list[str]:
    """Ten fresh codes, shown here and never again; former ones are worth nothing.

    Raises:
        SecondFactorMissing: there is no factor that they could stand in for.
    """
    salt = secrets.token_bytes(_SALT_BYTES)
    codes = ["".join(secrets.choice(_ALPHABET) for _ in range(SIGNS)) for _ in range(COUNT)]
    with transaction.atomic():
        locked = lock_account(account)
        if not has_a_factor(locked):
            raise SecondFactorMissing
        Authenticator.objects.update_or_create(
            user=locked,
            type=Authenticator.Type.RECOVERY_CODES,
            defaults={
                "data": {"salt": salt.hex(), "digests": [_digest(locked, code, salt) for code in codes]},
                "created_at": now,
            },
        )
        record(locked, SecondFactorChanged(act="recovery_made"), actor=actor, now=now)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def looks_like_recovery_code(text: str) -> bool:
    return len(_plain(text)) == SIGNS


def spend_recovery_code(*, account: Account, code: str, actor: Actor, now: dt.datetime) -> None:
    """Accept one of the codes once.

    Raises:
        SecondFactorWrong: it is none of them, or was used.
    """
    with transaction.atomic():
        locked = lock_account(account)
        row = Authenticator.objects.filter(user=locked, type=Authenticator.Type.RECOVERY_CODES).first()
        if row is None:
            raise SecondFactorWrong
        kept, given = row.data["digests"], _digest(locked, code, bytes.fromhex(row.data["salt"]))
        left = [each for each in kept if not same(each.encode(), given.encode())]
        if len(left) == len(kept):
            raise SecondFactorWrong
        row.data, row.last_used_at = {**row.data, "digests": left}, now
        row.save(update_fields=["data", "last_used_at"])
        record(locked, SecondFactorChanged(act="recovery_used"), actor=actor, now=now)


def recovery_codes_left(account: Account) -> int:
    row = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(row.data["digests"]) if row is not None else 0


def _digest(account: Account, code: str, salt: bytes) -> str:
    """HMAC-SHA256 under the row's salt, bound to its account: another's row copied into his opens nothing."""
    return hmac.new(salt, f"{account.pseudonym}:{_plain(code)}".encode(), hashlib.sha256).hexdigest()


def _plain(text: str) -> str:
    return "".join(text.split()).replace("-", "").upper().translate(_MISREAD)

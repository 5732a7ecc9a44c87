"""Bearer tokens of the API: issued once in the clear, kept as a digest, revocable."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.crypto import new_token, token_digest
from leyiban.people.errors import ScopeMissing, TokenInvalid
from leyiban.people.kinds import TokenChanged
from leyiban.people.models import Account, ApiToken
from leyiban.people.models.sign_in import Scope
from leyiban.people.operations.accounts import lock_account
from leyiban.people.policy import SignInPolicy
from leyiban.people.recording import record


def issue_token(
    *,
    account: Account,
    scopes: Collection[Scope],
    label: str,
    policy: SignInPolicy,
    actor: Actor,
    now: dt.datetime,
) -> tuple[str, ApiToken]:
    """A new token and its row. The token is shown here and never again."""
    token = new_token()
    with transaction.atomic():
        locked = lock_account(account)
        row = ApiToken.objects.create(
            account=locked,
            digest=token_digest(token),
            label=label[:60],
            scopes=sorted(set(scopes)),
            session_generation=locked.session_generation,
            issued_at=now,
            expires_at=now + dt.timedelta(days=policy.token_days),
        )
        facts = TokenChanged(act="issued", token=row.pk, scopes=tuple(row.scopes))
        record(locked, facts, actor=actor, now=now)
    return token, row


def revoke_token(*, token_id: int, actor: Actor, now: dt.datetime) -> None:
    """End one token of the actor's own account; ending it again changes nothing.

    Raises:
        TokenInvalid: it is not the actor's.
    """
    with transaction.atomic():
        row = (
            ApiToken.objects.select_for_update(of=("self",))
            .select_related("account")
            .filter(pk=token_id, account_id=actor.account_id or 0)
            .first()
        )
        if row is None:
            raise TokenInvalid
        if row.revoked_at is None:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
            facts = TokenChanged(act="revoked", token=row.pk, scopes=tuple(row.scopes))
            record(lock_account(row.account), facts, actor=actor, now=now)


def account_of_token(*, token: str, scope: Scope, now: dt.datetime, today: dt.date) -> Account:
    """The account behind a presented token that may do ``scope``; notes its use once a day.

    Raises:
        TokenInvalid: unknown, expired, revoked, or older than the owner's last "sign out everywhere".
        ScopeMissing: good, but not for this.
    """
    row = ApiToken.objects.in_force(now).select_related("account").filter(digest=token_digest(token)).first()
    if row is None or row.session_generation != row.account.session_generation:
        raise TokenInvalid
    if scope not in row.scopes:
        raise ScopeMissing
    if row.used_on != today:
        ApiToken.objects.filter(pk=row.pk).update(used_on=today)
    return row.account

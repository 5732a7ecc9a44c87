"""Accounts: open, end all sessions, close."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.db import transaction

from leyiban.kernel.actors import Actor, ActorKind, Channel
from leyiban.kernel.crypto import digest_of, new_pseudonym
from leyiban.people.errors import AccountClosed
from leyiban.people.kinds import (
    AccountEnded,
    AccountOpened,
    AccountReleased,
    PasswordChanged,
    SessionsEnded,
)
from leyiban.people.models import Account, AccountKind, ApiToken, Binding, PostHolding, SignIn
from leyiban.people.models.party import PHONE_DOMAIN
from leyiban.people.models.sign_in import Way
from leyiban.people.recording import record


def open_citizen_account(*, phone: str, way: Way, channel: Channel, now: dt.datetime) -> Account:
    """A new account of somebody who signs in for the first time; ``phone`` is proven, or empty.

    He is at real-name level 1 with a phone, else at the level that ``bind`` gives him next.
    """
    with transaction.atomic():
        account = Account(
            username=f"c-{new_pseudonym()}",
            kind=AccountKind.CITIZEN,
            password=make_password(None),
            opened_at=now,
        )
        _set_phone(account, phone)
        account.save(force_insert=True)
        facts = AccountOpened(account_kind=account.kind, way=way)
        record(account, facts, actor=own_actor(account, channel), now=now)
        return account


def open_staff_account(
    *,
    username: str,
    display_name: str,
    password: str,
    actor: Actor,
    now: dt.datetime,
    start: bool = False,
) -> Account:
    """An account for somebody who will hold posts. It can do nothing until a second factor is set and, where
    ``start`` says that the password is handed over, until its owner has chosen one of his own."""
    with transaction.atomic():
        account = Account.objects.create(
            username=username,
            display_name=display_name,
            kind=AccountKind.STAFF,
            password=make_password(password),
            start_password_at=now if start else None,
            opened_at=now,
        )
        facts = AccountOpened(account_kind=account.kind, way=Way.PASSWORD)
        record(account, facts, actor=actor, now=now)
        return account


def own_actor(account: Account, channel: Channel) -> Actor:
    """The account as actor of what it does to itself before it has any rights."""
    kind = ActorKind.STAFF if account.is_staff_account else ActorKind.PERSON
    return Actor(kind=kind, pseudonym=account.pseudonym, channel=channel, account_id=account.pk)


def set_password(
    *, account: Account, password: str, actor: Actor, now: dt.datetime, start: bool = False
) -> None:
    """Set or change the password; every other session of the account ends.

    Args:
        start: it is handed over, so it is good for a while only and must be replaced.
    """
    with transaction.atomic():
        locked = lock_account(account)
        locked.password = make_password(password)
        locked.start_password_at = now if start else None
        locked.save(update_fields=["password", "start_password_at"])
        record(locked, PasswordChanged(act="set"), actor=actor, now=now)
        account.password, account.start_password_at = locked.password, locked.start_password_at


def end_all_sessions(*, account: Account, actor: Actor, now: dt.datetime) -> None:
    """Sign out everywhere: every session and every bearer token of the account is worth nothing from now on."""
    with transaction.atomic():
        locked = lock_account(account)
        locked.session_generation += 1
        locked.save(update_fields=["session_generation"])
        ApiToken.objects.in_force(now).filter(account=locked).update(revoked_at=now)
        SignIn.objects.filter(account=locked).exclude(session_key="").update(session_key="")
        record(locked, SessionsEnded(generation=locked.session_generation), actor=actor, now=now)
        account.session_generation = locked.session_generation


def close_account(*, account: Account, reason: str, actor: Actor, now: dt.datetime) -> None:
    """Close for good: sessions, tokens, posts and the real-name binding end; matters stay with the party.

    Args:
        reason: a code (``owner``, ``left_office``, ``misuse``).
    """
    with transaction.atomic():
        end_all_sessions(account=account, actor=actor, now=now)
        locked = lock_account(account)
        release_party(account=locked, reason="account_closed", actor=actor, now=now)
        PostHolding.objects.in_force(now).filter(account=locked).update(until=now)
        locked.closed_at = now
        locked.save(update_fields=["closed_at"])
        record(locked, AccountEnded(reason=reason), actor=actor, now=now)


def release_party(*, account: Account, reason: str, actor: Actor, now: dt.datetime) -> None:
    """End the binding of a locked account to its person, if it has one."""
    binding = Binding.objects.current().select_related("party").filter(account=account).first()
    if binding is None:
        return
    binding.ended_at = now
    binding.save(update_fields=["ended_at"])
    facts = AccountReleased(party=binding.party.pseudonym, reason=reason)
    record(account, facts, actor=actor, now=now)


def note_sign_in(*, account: Account, way: Way, origin: str | None, device: str, now: dt.datetime) -> SignIn:
    """Keep the sign-in for its owner to see.

    Raises:
        AccountClosed: it may not sign in any more.
    """
    if not account.is_active:
        raise AccountClosed
    return SignIn.objects.create(account=account, way=way, at=now, origin=origin, device=device[:80])


def lock_account(account: Account) -> Account:
    """The account's row, locked for the rest of the transaction.

    Raises:
        AccountClosed: it was closed meanwhile.
    """
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if not locked.is_active:
        raise AccountClosed
    return locked


def _set_phone(account: Account, phone: str) -> None:
    account.phone = phone or None
    account.phone_digest = digest_of(phone, domain=PHONE_DOMAIN) if phone else None

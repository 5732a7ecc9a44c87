"""Another phone for an account: at once for whom an authority has just seen, else after a wait with notice.

Whoever holds somebody's phone (a stolen SIM, a phone found unlocked) can sign in with it; he must not be able
to make the account his own for good. So a change that rests on the old phone or a password alone waits, the
old phone is told, and any session of the account stops it (ADR 0018).
"""

import datetime as dt

from django.db import transaction

from leyiban.kernel.actors import Actor, clock_actor
from leyiban.kernel.crypto import digest_of
from leyiban.people.kinds import PhoneChangeAsked, PhoneChanged, PhoneChangeEnded
from leyiban.people.models import Account, PhoneChange
from leyiban.people.models.party import PHONE_DOMAIN
from leyiban.people.models.phone_change import Outcome
from leyiban.people.models.sign_in import Purpose, Way
from leyiban.people.operations.accounts import lock_account
from leyiban.people.operations.phone_codes import redeem_ticket
from leyiban.people.policy import RecoveryPolicy
from leyiban.people.recording import record

_AT_ONCE = 200  # changes in one transaction


def change_phone(
    *, account: Account, ticket: str, seen: bool, policy: RecoveryPolicy, actor: Actor, now: dt.datetime
) -> PhoneChange | None:
    """Take the phone that the ticket proves: at once, or (the row that is returned) after the city's wait.

    Args:
        seen: whether an authority that saw the person (the province, a face check) opened this session.

    Raises:
        CodeWrong: the ticket is spent, too old, or was not made for this purpose.
    """
    with transaction.atomic():
        phone = redeem_ticket(ticket=ticket, purpose=Purpose.CHANGE_PHONE, now=now)
        locked = lock_account(account)
        _end_waiting(locked, Outcome.OVERTAKEN, actor, now)
        if seen or locked.phone is None or policy.phone_change_wait_hours == 0:
            take_phone(locked, phone, proof=Way.PROVINCE if seen else Way.PHONE_CODE, actor=actor, now=now)
            return None
        waiting = PhoneChange(
            account=locked,
            phone=phone,
            asked_at=now,
            effective_at=now + dt.timedelta(hours=policy.phone_change_wait_hours),
        )
        waiting.save(force_insert=True)
        facts = PhoneChangeAsked(effective_at=waiting.effective_at.isoformat())
        record(locked, facts, actor=actor, now=now)
        return waiting


def stop_phone_change(*, account: Account, actor: Actor, now: dt.datetime) -> bool:
    """The account's owner does not want the new phone. Stopping twice changes nothing; says whether one waited."""
    with transaction.atomic():
        return _end_waiting(lock_account(account), Outcome.STOPPED, actor, now)


def overtake_phone_change(account: Account, actor: Actor, now: dt.datetime) -> None:
    """A locked account's owner was seen: what waits is void, whoever asked for it."""
    _end_waiting(account, Outcome.OVERTAKEN, actor, now)


def settle_phone_changes(*, now: dt.datetime) -> int:
    """Carry out the changes whose wait is over. Returns how many.

    Called whenever anybody signs in by phone, before the phone opens anything, so that the term ends by comparison
    with the clock; and by the worker for a quiet day.
    """
    due = PhoneChange.objects.waiting().filter(effective_at__lte=now).order_by("effective_at", "pk")
    keys = list(due.values_list("pk", "account_id")[:_AT_ONCE])
    return sum(_settle(key, account_id, now) for key, account_id in keys)


def take_phone(account: Account, phone: str, *, proof: str, actor: Actor, now: dt.datetime) -> None:
    """Write the phone of a locked account."""
    account.phone = phone
    account.phone_digest = digest_of(phone, domain=PHONE_DOMAIN)
    account.save(update_fields=["phone", "phone_digest"])
    record(account, PhoneChanged(proof=proof), actor=actor, now=now)


def _settle(key: int, account_id: int, now: dt.datetime) -> bool:
    with transaction.atomic():
        account = Account.objects.select_for_update().get(pk=account_id)
        row = PhoneChange.objects.waiting().filter(pk=key).first()
        if row is None:
            return False
        if not account.is_active:
            return _end_waiting(account, Outcome.STOPPED, clock_actor(), now)
        _end_waiting(account, Outcome.DONE, clock_actor(), now)
        take_phone(account, row.phone.reveal(), proof=Way.PHONE_CODE, actor=clock_actor(), now=now)
        return True


def _end_waiting(account: Account, outcome: Outcome, actor: Actor, now: dt.datetime) -> bool:
    ended = PhoneChange.objects.waiting().filter(account=account).update(ended_at=now, outcome=outcome)
    if ended:
        record(account, PhoneChangeEnded(outcome=outcome), actor=actor, now=now)
    return bool(ended)

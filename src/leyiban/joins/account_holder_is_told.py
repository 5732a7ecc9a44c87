"""Whoever holds an account is told at once when another phone is to open it, or anything else that did not before."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from leyiban.kernel.actors import Actor, Channel
from leyiban.kernel.moments import CITY_TIME
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.messages.sender import home_region
from leyiban.messages.templates import Fact, Template
from leyiban.people.models import Account, PhoneChange
from leyiban.people.operations import PersonFacts, Recovered, change_phone, prove_by_sight, recover_account
from leyiban.people.policy import RecoveryPolicy
from leyiban.people.ports import IdentityCheck
from leyiban.people.queries import party_of_account


def recover(
    *,
    person: PersonFacts,
    ticket: str,
    reference: str,
    check: IdentityCheck,
    channel: Channel,
    now: dt.datetime,
) -> Recovered:
    """:func:`~leyiban.people.operations.recover_account` once the authority has seen the person, told in the inbox and
    on the phone of before.

    Raises:
        What that and :func:`~leyiban.people.operations.prove_by_sight` raise.
    """
    seen = prove_by_sight(person=person, reference=reference, check=check, now=now)
    with transaction.atomic():
        recovered = recover_account(seen=seen, ticket=ticket, channel=channel, now=now)
        if recovered.known:
            _tell(standard.ACCOUNT_RECOVERED, recovered.account, recovered.old_phone, {}, now)
        return recovered


def ask_for_other_phone(
    *, account: Account, ticket: str, seen: bool, policy: RecoveryPolicy, actor: Actor, now: dt.datetime
) -> PhoneChange | None:
    """:func:`~leyiban.people.operations.change_phone`; where it waits, the old phone is told until when.

    Raises:
        What that raises.
    """
    with transaction.atomic():
        old_phone = account.phone.reveal() if account.phone else None
        waiting = change_phone(account=account, ticket=ticket, seen=seen, policy=policy, actor=actor, now=now)
        if waiting is not None:
            account.refresh_from_db()
            facts: dict[str, Fact] = {"by": _moment(waiting.effective_at)}
            _tell(standard.PHONE_CHANGE_ASKED, account, old_phone, facts, now)
        return waiting


def open_otherwise(*, account: Account, change: Callable[[], None], now: dt.datetime) -> None:
    """Carry out ``change``, which adds a way in or changes one, and tell the holder in the inbox and on the phone.

    Who found a phone could else bind a factor of his own in silence. Nothing is told where nothing changed, or
    where there is neither inbox nor phone.

    Raises:
        What ``change`` raises.
    """
    with transaction.atomic():
        before = account.version
        change()
        account.refresh_from_db(fields=["version"])
        phone = account.phone.reveal() if account.phone else None
        if account.version != before and (phone or party_of_account(account)):
            _tell(standard.ACCOUNT_OPENS_OTHERWISE, account, phone, {}, now)


def _tell(
    template: Template, account: Account, phone: str | None, facts: dict[str, Fact], now: dt.datetime
) -> None:
    party = party_of_account(account)
    notify(
        template=template,
        to=Recipient(party_id=party.pk if party else None, phone=phone),
        matter=MatterRef(kind="account", key=account.pk, number=account.pseudonym, region=home_region()),
        facts=facts,
        cause=f"account:{account.pseudonym}:{account.version}",
        now=now,
    )


def _moment(moment: dt.datetime) -> str:
    local = moment.astimezone(CITY_TIME)
    return f"{local.month}月{local.day}日{local:%H:%M}"

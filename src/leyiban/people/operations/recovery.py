"""A natural person gets his account back: the authority sees his face, and a phone he holds now is proven.

No clerk and no support desk takes part, and nothing that a thief or an insider can hold (the old phone, name
and number, a password) is enough or can stand in the way (ADR 0018).
"""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from leyiban.kernel.actors import Channel
from leyiban.kernel.crypto import digest_of, search_digests
from leyiban.people.errors import FaceNotPassed, StaffAccountKept
from leyiban.people.kinds import AccountRecovered
from leyiban.people.models import Account, Binding, OutsideIdentity, Party, Proof
from leyiban.people.models.party import ID_NUMBER_DOMAIN, PHONE_DOMAIN
from leyiban.people.models.sign_in import Purpose, Way
from leyiban.people.operations.accounts import (
    end_all_sessions,
    lock_account,
    open_citizen_account,
    own_actor,
)
from leyiban.people.operations.parties import PersonFacts, tidied
from leyiban.people.operations.phone_changes import overtake_phone_change, take_phone
from leyiban.people.operations.phone_codes import redeem_ticket
from leyiban.people.operations.real_name import LEVEL_BY_FACE, bind
from leyiban.people.operations.second_step import drop_every_factor
from leyiban.people.ports import FaceOrder, IdentityCheck
from leyiban.people.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """``old_phone`` is the number that opened the account until now, to be told; None where there was none."""

    account: Account
    party: Party
    known: bool
    old_phone: str | None

    def __repr__(self) -> str:
        return "Recovered(‹hidden›)"


def order_recovery_check(
    *, person: PersonFacts, check: IdentityCheck, return_url: str, now: dt.datetime
) -> FaceOrder:
    """Send somebody who is not signed in to the authority's face check of the person he says he is.

    Says nothing about accounts: only the authority's own answer about name and number.

    Raises:
        InvalidInput: a wrong name or number. IdentityMismatch: the authority knows no such person.
        IdentityServiceDown: it does not answer in time, or nonsense.
    """
    facts = tidied(person, now=now)
    return check.order_face_check(name=facts.name, number=facts.number, return_url=return_url, now=now)


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """A person whose face the authority has seen just now. Made by :func:`prove_by_sight`."""

    facts: PersonFacts


def prove_by_sight(
    *, person: PersonFacts, reference: str, check: IdentityCheck, now: dt.datetime
) -> SeenPerson:
    """Ask the authority whether the check that :func:`order_recovery_check` ordered for this person was passed.

    Runs outside any transaction, because the authority may take its time.

    Raises:
        FaceNotPassed: it was not, or not yet. IdentityServiceDown: it does not answer in time, or nonsense.
    """
    facts = tidied(person, now=now)
    if not check.face_passed(reference=reference, now=now):
        raise FaceNotPassed
    return SeenPerson(facts)


def recover_account(*, seen: SeenPerson, ticket: str, channel: Channel, now: dt.datetime) -> Recovered:
    """The account of a person who was just seen, under the phone that the ticket proves.

    What opened it until now opens it no more: sessions, tokens, password, phone, passkeys and authenticators,
    outside identities (the province's word links its own again) and a change of phone that waits. A person without an account gets one.

    Args:
        ticket: of a code for :attr:`Purpose.RECOVER`; spent.

    Raises:
        CodeWrong: the ticket is not good. StaffAccountKept: staff go to their administrator; nothing changed.
    """
    facts = seen.facts
    with transaction.atomic():
        phone = redeem_ticket(ticket=ticket, purpose=Purpose.RECOVER, now=now)
        account = _account_of(facts)
        if account is None:
            return _first_account(facts, phone, channel, now)
        if account.is_staff_account:
            raise StaffAccountKept
        return _given_back(account, facts, phone, channel, now)


def _account_of(person: PersonFacts) -> Account | None:
    """The person's account, locked after the person: in the order in which ``bind`` locks."""
    digests = search_digests(person.number, domain=ID_NUMBER_DOMAIN)
    known = Party.objects.natural().filter(id_kind=person.id_kind, id_digest__in=digests)
    party = known.select_for_update(of=("self",)).first()
    binding = Binding.objects.current().select_related("account").filter(party=party).first()
    return None if party is None or binding is None else lock_account(binding.account)


def _first_account(person: PersonFacts, phone: str, channel: Channel, now: dt.datetime) -> Recovered:
    account = open_citizen_account(phone=phone, way=Way.RECOVERY, channel=channel, now=now)
    party = _bound(account, person, channel, now)
    return Recovered(account=account, party=party, known=False, old_phone=None)


def _given_back(
    account: Account, person: PersonFacts, phone: str, channel: Channel, now: dt.datetime
) -> Recovered:
    actor = own_actor(account, channel)
    old_phone = account.phone.reveal() if account.phone else None
    overtake_phone_change(account, actor, now)
    OutsideIdentity.objects.filter(account=account).delete()
    account.password = make_password(None)
    account.save(update_fields=["password"])
    drop_every_factor(account, act="recovered", actor=actor, now=now)
    if phone != old_phone:
        take_phone(account, phone, proof=Way.RECOVERY, actor=actor, now=now)
    end_all_sessions(account=account, actor=actor, now=now)
    party = _bound(account, person, channel, now)
    _ring_there(party, phone)
    account.refresh_from_db()
    record(account, AccountRecovered(party=party.pseudonym, proof=Proof.FACE), actor=actor, now=now)
    return Recovered(account=account, party=party, known=True, old_phone=old_phone)


def _ring_there(party: Party, phone: str) -> None:
    """The number that was left at a counter may be the one that is lost: messages follow the phone just proven."""
    if party.phone is not None:
        party.phone, party.phone_digest = phone, digest_of(phone, domain=PHONE_DOMAIN)
        party.save(update_fields=["phone", "phone_digest"])


def _bound(account: Account, person: PersonFacts, channel: Channel, now: dt.datetime) -> Party:
    actor = own_actor(account, channel)
    return bind(
        account=account, person=person, level=LEVEL_BY_FACE, proof=Proof.FACE, actor=actor, now=now
    ).party

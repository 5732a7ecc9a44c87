"""Real-name proof: make an account and a natural person one, at a level."""

import datetime as dt

from django.db import transaction

from leyiban.kernel.actors import Actor, Role
from leyiban.people.errors import (
    AlreadyProven,
    IdentityMismatch,
    IdentityTaken,
    LevelTooLow,
    OutOfJurisdiction,
)
from leyiban.people.kinds import AccountBound
from leyiban.people.models import Account, Binding, Party, Proof
from leyiban.people.operations.accounts import lock_account, release_party
from leyiban.people.operations.parties import PersonFacts, correct_person_name, find_or_register, tidied
from leyiban.people.ports import FaceOrder, IdentityCheck, Verdict
from leyiban.people.recording import record

LEVEL_BY_REGISTRY = 2
LEVEL_BY_FACE = 3
# Who may move a person from another account: an authority that saw the person. Not somebody who knows a number,
# and not one clerk alone, who could be bought (ADR 0018); at his window all can be done without an account.
_MAY_MOVE = frozenset({Proof.PROVINCE, Proof.FACE})


def prove_by_registry(
    *, account: Account, person: PersonFacts, check: IdentityCheck, actor: Actor, now: dt.datetime
) -> Binding:
    """Level 2: the authority says that name and number belong together.

    The authority is asked before anything is written, so nothing is lost when it does not answer.

    Raises:
        InvalidInput: wrong name or number.
        IdentityMismatch: the authority says no, or knows nobody by this number.
        IdentityTaken: the person has another account; name and number are known to too many to open it.
        AlreadyProven: this account is somebody else already.
        IdentityServiceDown: the authority does not answer.
    """
    facts = tidied(person, now=now)
    verdict = check.match_person(name=facts.name, id_kind=facts.id_kind, number=facts.number, now=now)
    if verdict is not Verdict.MATCH:
        raise IdentityMismatch
    return bind(
        account=account, person=facts, level=LEVEL_BY_REGISTRY, proof=Proof.REGISTRY, actor=actor, now=now
    )


def prove_at_counter(*, account: Account, person: PersonFacts, actor: Actor, now: dt.datetime) -> Binding:
    """Level 2 by a window clerk who compares the person with the document.

    Raises:
        OutOfJurisdiction: the actor is no window clerk.
        InvalidInput, IdentityTaken, AlreadyProven: as for :func:`prove_by_registry`.
    """
    if not actor.holds(Role.WINDOW_CLERK):
        raise OutOfJurisdiction
    facts = tidied(person, now=now)
    return bind(
        account=account, person=facts, level=LEVEL_BY_REGISTRY, proof=Proof.COUNTER, actor=actor, now=now
    )


def order_face_check(
    *, account: Account, check: IdentityCheck, return_url: str, now: dt.datetime
) -> FaceOrder:
    """Send a person of level 2 to the authority's face check.

    Raises:
        LevelTooLow: name and number are not proven yet. IdentityServiceDown: as it says.
    """
    binding = Binding.objects.of_account(account.pk)
    if binding is None or binding.party.id_number is None:
        raise LevelTooLow(needed=LEVEL_BY_REGISTRY)
    number = binding.party.id_number.reveal()
    return check.order_face_check(name=binding.party.name, number=number, return_url=return_url, now=now)


def prove_by_face(
    *,
    account: Account,
    reference: str,
    ordered_for: int,
    check: IdentityCheck,
    actor: Actor,
    now: dt.datetime,
) -> Binding:
    """Level 3, if the face check that this account ordered was passed.

    The caller must have kept ``reference`` where only this account's session can give it back.

    Args:
        ordered_for: the key of the party whose face was ordered. The account may have become another's since.

    Raises:
        IdentityMismatch: not passed, or another's. LevelTooLow: nothing to raise. IdentityServiceDown: as it says.
    """
    if not check.face_passed(reference=reference, now=now):
        raise IdentityMismatch
    with transaction.atomic():
        locked = lock_account(account)
        binding = Binding.objects.of_account(locked.pk)
        if binding is None:
            raise LevelTooLow(needed=LEVEL_BY_REGISTRY)
        if binding.party_id != ordered_for:
            raise IdentityMismatch
        return _raise_level(binding, locked, LEVEL_BY_FACE, binding.proof, actor, now)


def bind(
    *, account: Account, person: PersonFacts, level: int, proof: str, actor: Actor, now: dt.datetime
) -> Binding:
    """Make ``account`` the account of this person. Binding the same person again can only raise the level.

    ``person`` is in stored form. The authority's name corrects ours.

    Raises:
        AlreadyProven: the account is another person's.
        IdentityTaken: the person has another account and this proof may not move him.
    """
    with transaction.atomic():
        party = find_or_register(person=person, actor=actor, now=now)
        locked = lock_account(account)
        own = Binding.objects.of_account(locked.pk)
        if own is not None and own.party_id != party.pk:
            raise AlreadyProven
        if party.name != person.name:
            correct_person_name(party=party, name=person.name, actor=actor, now=now)
        if own is not None:
            return _raise_level(own, locked, level, proof, actor, now)
        _leave_other_account(party, proof, actor, now)
        binding = Binding.objects.create(account=locked, party=party, level=level, proof=proof, bound_at=now)
        facts = AccountBound(party=party.pseudonym, level=level, proof=proof)
        record(locked, facts, actor=actor, now=now)
        return binding


def _raise_level(
    binding: Binding, account: Account, level: int, proof: str, actor: Actor, now: dt.datetime
) -> Binding:
    if level > binding.level:
        binding.level, binding.proof = level, proof
        binding.save(update_fields=["level", "proof"])
        facts = AccountBound(party=binding.party.pseudonym, level=level, proof=proof)
        record(account, facts, actor=actor, now=now)
    return binding


def _leave_other_account(party: Party, proof: str, actor: Actor, now: dt.datetime) -> None:
    other = Binding.objects.current().select_related("account").filter(party=party).first()
    if other is None:
        return
    if proof not in _MAY_MOVE:
        raise IdentityTaken
    release_party(
        account=Account.objects.select_for_update().get(pk=other.account_id),
        reason="moved",
        actor=actor,
        now=now,
    )

"""Mandates: an operator for a body, an agent for a person; granted once, confirmed, and endable any day.

Law: an agent may apply unless the law demands presence (Administrative Licensing Law art. 29); a letter of
authority names principal, agent, matters, powers and term (Civil Code art. 165).
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leyiban.kernel.actors import Actor, Role, clock_actor
from leyiban.kernel.crypto import digest_of, search_digests
from leyiban.people.errors import (
    LevelTooLow,
    MandateScopeInvalid,
    MandateToOneself,
    NotRepresentative,
    NotYourMandate,
    OutOfJurisdiction,
)
from leyiban.people.kinds import MandateConfirmed, MandateEnded, MandateProposed, MandateResumed
from leyiban.people.models import Basis, Binding, Mandate, MandateState, Nature, Party, Representation
from leyiban.people.models.mandate import Capacity
from leyiban.people.models.party import ID_NUMBER_DOMAIN
from leyiban.people.operations.bodies import LEVEL_OF_REPRESENTATIVE, current_head
from leyiban.people.operations.parties import PersonFacts, find_or_register, tidied
from leyiban.people.policy import MandatePolicy
from leyiban.people.recording import record
from leyiban.people.rules.mandates import Move, Scope, check_scope, next_state

LEVEL_TO_AUTHORISE = 2
_OFFLINE = frozenset({Basis.IN_PERSON, Basis.BY_VOICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline:
    """A grant that was not given online: before a clerk or on a recorded line (F3.11: no phone needed).

    ``evidence`` is the digest of the signed letter or of the recording. ``agent_present``: the agent stands
    at the counter too and has accepted, so that he needs no account.
    """

    basis: Basis
    evidence: str
    agent_present: bool = False


def propose_operator(
    *, body: Party, operator: PersonFacts, scope: Scope, policy: MandatePolicy, actor: Actor, now: dt.datetime
) -> Mandate:
    """The legal representative authorises an operator (经办人), who confirms from his own account.

    Raises:
        NotRepresentative: the actor is not the body's head now. LevelTooLow: he is not proven at level 3.
        MandateToOneself, MandateScopeInvalid, MandateTermInvalid, InvalidInput: what was asked is wrong.
    """
    facts = tidied(operator, now=now)
    check_scope(scope, capacity=Capacity.OPERATOR, longest_months=policy.mandate_longest_months, now=now)
    with transaction.atomic():
        principal = _lock_party(body)
        head = _acting_head(principal, actor)
        return _propose(
            principal, facts, Capacity.OPERATOR, Basis.REPRESENTATIVE, scope, head=head, actor=actor, now=now
        )


def authorise_agent(
    *,
    agent: PersonFacts,
    capacity: Capacity,
    scope: Scope,
    policy: MandatePolicy,
    actor: Actor,
    now: dt.datetime,
) -> Mandate:
    """A natural person lets a relative or helper act for him; the agent confirms from his own account.

    Raises:
        LevelTooLow: the actor is not proven at level 2.
        MandateToOneself, MandateScopeInvalid, MandateTermInvalid, InvalidInput: what was asked is wrong.
    """
    facts = tidied(agent, now=now)
    _check_agent_scope(capacity, scope, policy, now)
    with transaction.atomic():
        binding = Binding.objects.of_account(actor.account_id)
        if binding is None or binding.level < LEVEL_TO_AUTHORISE:
            raise LevelTooLow(needed=LEVEL_TO_AUTHORISE)
        principal = _lock_party(binding.party)
        return _propose(principal, facts, capacity, Basis.SELF, scope, actor=actor, now=now)


def record_grant(
    *,
    principal: Party,
    agent: PersonFacts,
    capacity: Capacity,
    scope: Scope,
    offline: Offline,
    policy: MandatePolicy,
    actor: Actor,
    now: dt.datetime,
) -> Mandate:
    """A window clerk records what a natural person granted before him or on a recorded line.

    Raises:
        OutOfJurisdiction: the actor is no window clerk.
        MandateScopeInvalid: without evidence, or for a body: its head grants online or in writing to it.
        MandateToOneself, MandateTermInvalid, InvalidInput: what was asked is wrong.
    """
    if not actor.holds(Role.WINDOW_CLERK):
        raise OutOfJurisdiction
    facts = tidied(agent, now=now)
    _check_agent_scope(capacity, scope, policy, now)
    if offline.basis not in _OFFLINE or not offline.evidence.startswith("sha256:"):
        raise MandateScopeInvalid
    with transaction.atomic():
        locked = _lock_party(principal)
        if locked.nature != Nature.NATURAL:
            raise MandateScopeInvalid
        mandate = _propose(
            locked, facts, capacity, offline.basis, scope, evidence=offline.evidence, actor=actor, now=now
        )
        if offline.agent_present:
            accepted = find_or_register(person=facts, actor=actor, now=now)
            _activate(mandate, accepted, actor, now)
        return mandate


def confirm_mandate(*, key: str, actor: Actor, now: dt.datetime) -> Mandate:
    """The agent accepts, from an account that is proven to be him.

    Raises:
        NotYourMandate: there is none by this key for this person. MandateNotThere: it waits for nothing.
    """
    with transaction.atomic():
        mandate, person = _offered(key, actor, now)
        _activate(mandate, person, actor, now)
        return mandate


def decline_mandate(*, key: str, actor: Actor, now: dt.datetime) -> None:
    """The agent does not accept.

    Raises:
        NotYourMandate, MandateNotThere: as for :func:`confirm_mandate`.
    """
    with transaction.atomic():
        mandate, _ = _offered(key, actor, now)
        _end(mandate, Move.DECLINE, "declined", actor, now)


def resume_mandate(*, key: str, actor: Actor, now: dt.datetime) -> Mandate:
    """The new head of a body confirms a mandate that his predecessor gave.

    Raises:
        NotYourMandate: of another body. NotRepresentative, LevelTooLow: as for :func:`propose_operator`.
        MandateNotThere: it is not suspended.
    """
    with transaction.atomic():
        mandate = _lock_mandate(key)
        head = _acting_head(mandate.principal, actor)
        mandate.state = _move(mandate, Move.RESUME)
        mandate.granted_by, mandate.granted_under = head.person, head
        mandate.save(update_fields=["state", "granted_by", "granted_under"])
        facts = MandateResumed(principal=mandate.principal.pseudonym)
        record(mandate, facts, actor=actor, now=now, on_behalf=mandate.principal)
        return mandate


def end_mandate(*, key: str, actor: Actor, now: dt.datetime) -> None:
    """The principal revokes or the agent resigns, any day and without a reason.

    Raises:
        NotYourMandate: the actor is neither. MandateNotThere: it has ended.
    """
    with transaction.atomic():
        mandate = _lock_mandate(key)
        binding = Binding.objects.of_account(actor.account_id)
        own = binding.party_id if binding else None
        if own is not None and mandate.agent_id == own:
            _end(mandate, Move.RESIGN, "by_agent", actor, now)
        elif own is not None and (mandate.principal_id == own or _heads(own, mandate.principal)):
            _end(mandate, Move.REVOKE, "by_principal", actor, now)
        else:
            raise NotYourMandate


def revoke_at_counter(*, key: str, actor: Actor, now: dt.datetime) -> None:
    """A clerk revokes for a principal who stands before him and has no account.

    Raises:
        OutOfJurisdiction: the actor is no window clerk. NotYourMandate, MandateNotThere: as above.
    """
    if not actor.holds(Role.WINDOW_CLERK):
        raise OutOfJurisdiction
    with transaction.atomic():
        mandate = _lock_mandate(key)
        if mandate.principal.is_legal:
            raise NotYourMandate
        _end(mandate, Move.REVOKE, "by_principal", actor, now)


def expire_mandates(*, now: dt.datetime, limit: int = 500) -> int:
    """Record on the ledger which terms have run out; the right itself ended at that moment by itself."""
    with transaction.atomic():
        due = (
            Mandate.objects.open()
            .filter(valid_until__lte=now)
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("principal")
            .order_by("valid_until", "pk")[:limit]
        )
        mandates = list(due)
        for mandate in mandates:
            _end(mandate, Move.EXPIRE, "expired", clock_actor(), now)
        return len(mandates)


def _propose(
    principal: Party,
    agent: PersonFacts,
    capacity: Capacity,
    basis: Basis,
    scope: Scope,
    *,
    actor: Actor,
    now: dt.datetime,
    head: Representation | None = None,
    evidence: str = "",
) -> Mandate:
    digests = search_digests(agent.number, domain=ID_NUMBER_DOMAIN)
    granting = head.person if head else principal
    if any(party is not None and party.id_digest in digests for party in (principal, granting)):
        raise MandateToOneself
    mandate = Mandate.objects.create(
        principal=principal,
        agent_name=agent.name,
        agent_id_digest=digest_of(agent.number, domain=ID_NUMBER_DOMAIN),
        agent_number=agent.number,
        capacity=capacity,
        basis=basis,
        all_items=scope.items is None,
        item_codes=sorted(scope.items or ()),
        powers=sorted(scope.powers),
        valid_from=scope.valid_from,
        valid_until=scope.valid_until,
        granted_by=granting,
        granted_under=head,
        recorded_by_id=actor.account_id if basis in _OFFLINE else None,
        evidence=evidence,
        proposed_at=now,
    )
    facts = MandateProposed(
        principal=principal.pseudonym,
        capacity=capacity,
        basis=basis,
        items=tuple(mandate.item_codes),
        powers=tuple(mandate.powers),
        valid_from=scope.valid_from.isoformat(),
        valid_until=scope.valid_until.isoformat(),
        evidence=evidence or None,
    )
    record(mandate, facts, actor=actor, now=now, on_behalf=principal)
    return mandate


def _activate(mandate: Mandate, agent: Party, actor: Actor, now: dt.datetime) -> None:
    mandate.state = _move(mandate, Move.CONFIRM)
    mandate.agent = agent
    mandate.agent_number = None
    mandate.confirmed_at = now
    mandate.save(update_fields=["state", "agent", "agent_number", "confirmed_at"])
    facts = MandateConfirmed(principal=mandate.principal.pseudonym, agent=agent.pseudonym)
    record(mandate, facts, actor=actor, now=now)


def end_all_mandates(*, principal: Party, actor: Actor, now: dt.datetime) -> list[Mandate]:
    """Revoke whatever a locked principal has granted and is not over; for the head who takes all to himself."""
    granted = Mandate.objects.select_for_update(of=("self",)).select_related("agent").open()
    mandates = list(granted.filter(principal=principal).order_by("pk"))
    for mandate in mandates:
        mandate.principal = principal
        _end(mandate, Move.REVOKE, "taken_over", actor, now)
    return mandates


def _end(mandate: Mandate, move: Move, reason: str, actor: Actor, now: dt.datetime) -> None:
    mandate.state = _move(mandate, move)
    mandate.agent_number = None
    mandate.ended_at = now
    mandate.save(update_fields=["state", "agent_number", "ended_at"])
    facts = MandateEnded(principal=mandate.principal.pseudonym, reason=reason)
    record(mandate, facts, actor=actor, now=now)


def _move(mandate: Mandate, move: Move) -> MandateState:
    return next_state(move, MandateState(mandate.state), confirmed=mandate.confirmed_at is not None)


def _offered(key: str, actor: Actor, now: dt.datetime) -> tuple[Mandate, Party]:
    """A mandate and the actor's own person, if it was offered to that person and its term has not run out."""
    mandate = _lock_mandate(key)
    binding = Binding.objects.of_account(actor.account_id)
    if binding is None or mandate.valid_until <= now or not _is_named(binding.party, mandate):
        raise NotYourMandate
    return mandate, binding.party


def _is_named(person: Party, mandate: Mandate) -> bool:
    """Whether the mandate names this person, under whichever digest key it was written."""
    if person.id_number is None or mandate.agent_id_digest is None:
        return False
    return mandate.agent_id_digest in search_digests(person.id_number.reveal(), domain=ID_NUMBER_DOMAIN)


def _lock_mandate(key: str) -> Mandate:
    """The mandate, locked after its principal, in the order in which a change of representative locks."""
    found = Mandate.objects.filter(key=key).first()
    if found is None:
        raise NotYourMandate
    principal = _lock_party(found.principal)
    locked = Mandate.objects.select_for_update(of=("self",)).get(pk=found.pk)
    locked.principal = principal
    return locked


def _lock_party(party: Party) -> Party:
    return Party.objects.select_for_update(of=("self",)).get(pk=party.pk)


def _acting_head(body: Party, actor: Actor) -> Representation:
    binding = Binding.objects.of_account(actor.account_id)
    head = current_head(body) if body.is_legal else None
    if binding is None or head is None or head.person_id != binding.party_id:
        raise NotRepresentative
    if binding.level < LEVEL_OF_REPRESENTATIVE:
        raise LevelTooLow(needed=LEVEL_OF_REPRESENTATIVE)
    return head


def _heads(person_id: int, body: Party) -> bool:
    return Representation.objects.current().filter(body=body, person_id=person_id).exists()


def _check_agent_scope(capacity: Capacity, scope: Scope, policy: MandatePolicy, now: dt.datetime) -> None:
    if capacity is Capacity.OPERATOR:
        raise MandateScopeInvalid
    check_scope(scope, capacity=capacity, longest_months=policy.mandate_longest_months, now=now)

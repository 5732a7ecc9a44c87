"""A body's head takes all its matters to himself: the filer left, or a new head came (FX.7).

Two authorities speak, and no clerk: the face check says who he is, the register that he heads the body now.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.people.errors import (
    FaceNotPassed,
    IdentityMismatch,
    RegisterSaysOtherwise,
    TakenOverMeanwhile,
)
from leyiban.people.kinds import PartyTakenOver
from leyiban.people.models import Account, Binding, Party
from leyiban.people.operations.accounts import end_all_sessions
from leyiban.people.operations.bodies import checked_uscc, current_head, head_by_register, head_is
from leyiban.people.operations.mandates import end_all_mandates
from leyiban.people.operations.real_name import prove_by_face
from leyiban.people.ports import EnterpriseFacts, IdentityCheck
from leyiban.people.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """``former`` are the persons who could act for ``body`` and cannot any more; ``head`` the one who can."""

    body: Party
    head: Party
    former: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenHead:
    """Who was seen, and what the register said of the body he heads, asked at ``asked_at``. Made by :func:`prove_head`."""

    person: Party
    facts: EnterpriseFacts
    asked_at: dt.datetime

    def __repr__(self) -> str:
        return "ProvenHead(‹hidden›)"


def prove_head(
    *,
    uscc: str,
    account: Account,
    reference: str,
    ordered_for: int,
    check: IdentityCheck,
    actor: Actor,
    now: dt.datetime,
) -> ProvenHead:
    """Ask both authorities whether the person of ``account`` stands there and heads the body of this credit code.

    Writes nothing of the body; a passed check raises the account to level 3 whatever the register says. Runs
    outside any transaction, because the authorities may take their time.

    Args:
        reference: of a face check that this session ordered, for the person ``ordered_for`` (the party's key).

    Raises:
        InvalidInput: a wrong credit code. LevelTooLow: who it is, is not known at all.
        FaceNotPassed: as it says. RegisterSaysOtherwise: he does not head it now, or it is not in operation.
        IdentityServiceDown: one of the two does not answer in time, or nonsense.
    """
    code = checked_uscc(uscc)
    try:
        person = prove_by_face(
            account=account,
            reference=reference,
            ordered_for=ordered_for,
            check=check,
            actor=actor,
            now=now,
        ).party
    except IdentityMismatch:
        raise FaceNotPassed from None
    facts = head_by_register(person=person, uscc=code, check=check, now=now)
    if facts is None:
        raise RegisterSaysOtherwise
    return ProvenHead(person=person, facts=facts, asked_at=now)


def take_over_body(*, proven: ProvenHead, actor: Actor, now: dt.datetime) -> TakenOver:
    """Make the proven head the only one who acts for his body.

    Every mandate of the body ends, a former head heads it no more, and all of them are signed out everywhere;
    their own matters stay theirs. Carried out twice, it finds nothing left to end.

    Raises:
        TakenOverMeanwhile: another head was proven after this one was asked about.
    """
    person, facts = proven.person, proven.facts
    with transaction.atomic():
        known = Party.objects.select_for_update(of=("self",)).legal().filter(uscc=facts.uscc).first()
        before = None if known is None else current_head(known)
        if before is not None and before.since > proven.asked_at and before.person_id != person.pk:
            raise TakenOverMeanwhile
        body = head_is(facts=facts, person=person, actor=actor, now=now)
        ended = end_all_mandates(principal=body, actor=actor, now=now)
        agents = [mandate.agent for mandate in ended]
        former = _others(person, [*agents, before.person if before else None])
        body.taken_over_at = now
        body.save(update_fields=["taken_over_at"])
        taken = PartyTakenOver(
            person=person.pseudonym,
            ended=tuple(mandate.key for mandate in ended),
            former=tuple(each.pseudonym for each in former),
        )
        record(body, taken, actor=actor, now=now, on_behalf=body)
        _sign_out(former, actor, now)
        return TakenOver(body=body, head=person, former=former)


def _others(person: Party, parties: list[Party | None]) -> tuple[Party, ...]:
    found = {party.pk: party for party in parties if party is not None and party.pk != person.pk}
    return tuple(found[key] for key in sorted(found))


def _sign_out(parties: tuple[Party, ...], actor: Actor, now: dt.datetime) -> None:
    """Sessions and tokens that may just be in the middle of the body's matters end; signing in again is free."""
    bindings = Binding.objects.current().select_related("account").filter(party__in=parties)
    for binding in bindings.order_by("account_id"):
        end_all_sessions(account=binding.account, actor=actor, now=now)

"""Enterprises and other bodies: register them, and follow who heads them."""

import datetime as dt

from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.crypto import commit
from leyiban.people.errors import LevelTooLow, NotRepresentative
from leyiban.people.kinds import MandateSuspended, PartyRegistered, PartyRepresented
from leyiban.people.models import Binding, LegalKind, Mandate, MandateState, Nature, Party, Representation
from leyiban.people.ports import EnterpriseFacts, IdentityCheck, Verdict
from leyiban.people.recording import record
from leyiban.people.rules.inputs import Inputs

LEVEL_OF_REPRESENTATIVE = 3  # identity-and-codes §5: the legal representative at L3 opens the body's account
_KIND_BY_PREFIX = {
    "11": LegalKind.ORGAN,
    "12": LegalKind.INSTITUTION,
    "51": LegalKind.SOCIAL_ORGANISATION,
    "52": LegalKind.SOCIAL_ORGANISATION,
    "53": LegalKind.SOCIAL_ORGANISATION,
    "91": LegalKind.ENTERPRISE,
    "92": LegalKind.INDIVIDUAL_BUSINESS,
    "93": LegalKind.COOPERATIVE,
}


def legal_kind_of(uscc: str) -> LegalKind:
    """The kind of body by the first two characters of its credit code (GB 32100, practice)."""
    return _KIND_BY_PREFIX.get(uscc[:2], LegalKind.OTHER)


def register_body(
    *,
    uscc: str,
    name: str,
    representative: str,
    address: str = "",
    legal_kind: LegalKind | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Party:
    """The party of a credit code, with name and head as the register of enterprises states them now.

    A known body gets the register's present name; a new head suspends the mandates of the old one.

    Raises:
        InvalidInput: a wrong credit code or an impossible name.
    """
    inputs = Inputs()
    code = inputs.uscc("uscc", uscc)
    body_name = inputs.body_name("name", name)
    head = inputs.person_name("representative", representative)
    inputs.done()
    with transaction.atomic():
        body, created = Party.objects.select_for_update(of=("self",)).get_or_create(
            uscc=code,
            defaults={
                "nature": Nature.LEGAL,
                "legal_kind": legal_kind or legal_kind_of(code),
                "name": body_name,
                "address": address,
                "registered_at": now,
            },
        )
        if created:
            _record_registered(body, actor, now)
        elif (body.name, body.address) != (body_name, address or body.address):
            body.name, body.address = body_name, address or body.address
            body.save(update_fields=["name", "address"])
        _head_is(body, name=head, person=None, actor=actor, now=now)
        return body


def open_body(*, uscc: str, check: IdentityCheck, actor: Actor, now: dt.datetime) -> Party:
    """A legal representative opens his body's account: the register confirms him, he then acts for it.

    The register is asked before anything is written; nothing is kept when it does not answer.

    Raises:
        LevelTooLow: the actor is not proven at level 3.
        NotRepresentative: the register names somebody else, or the body is not in operation.
        IdentityServiceDown: the register does not answer.
    """
    binding = Binding.objects.of_account(actor.account_id)
    if binding is None or binding.level < LEVEL_OF_REPRESENTATIVE:
        raise LevelTooLow(needed=LEVEL_OF_REPRESENTATIVE)
    code = checked_uscc(uscc)
    facts = head_by_register(person=binding.party, uscc=code, check=check, now=now)
    if facts is None:
        raise NotRepresentative
    return head_is(facts=facts, person=binding.party, actor=actor, now=now)


def checked_uscc(uscc: str) -> str:
    """The credit code in stored form.

    Raises:
        InvalidInput: its check character does not fit.
    """
    inputs = Inputs()
    code = inputs.uscc("uscc", uscc)
    inputs.done()
    return code


def head_by_register(
    *, person: Party, uscc: str, check: IdentityCheck, now: dt.datetime
) -> EnterpriseFacts | None:
    """The register's entry, if it names ``person`` as the head of a body that is in operation now; else None.

    Raises:
        IdentityServiceDown: the register does not answer.
    """
    if person.id_number is None:
        return None
    number = person.id_number.reveal()
    verdict = check.is_representative(uscc=uscc, name=person.name, number=number, now=now)
    entry = check.enterprise(uscc=uscc, now=now) if verdict is Verdict.MATCH else None
    if entry is None or not entry.in_operation or entry.representative_name != person.name:
        return None
    return entry


def head_is(*, facts: EnterpriseFacts, person: Party, actor: Actor, now: dt.datetime) -> Party:
    """Write what :func:`head_by_register` said of ``person``. Returns the body, locked where a transaction runs."""
    with transaction.atomic():
        body = register_body(
            uscc=facts.uscc,
            name=facts.name,
            representative=facts.representative_name,
            address=facts.address,
            actor=actor,
            now=now,
        )
        _head_is(body, name=person.name, person=person, actor=actor, now=now)
        return body


def change_representative(
    *, body: Party, name: str, person: Party | None = None, actor: Actor, now: dt.datetime
) -> Representation:
    """Another person heads the body from now on; every open mandate of the old head waits for the new one.

    Naming the present head again changes nothing, except that it may prove who he is.
    """
    inputs = Inputs()
    head = inputs.person_name("representative", name)
    inputs.done()
    with transaction.atomic():
        locked = Party.objects.select_for_update(of=("self",)).legal().get(pk=body.pk)
        return _head_is(locked, name=head, person=person, actor=actor, now=now)


def current_head(body: Party) -> Representation | None:
    return Representation.objects.current().select_related("person").filter(body=body).first()


def _head_is(
    body: Party, *, name: str, person: Party | None, actor: Actor, now: dt.datetime
) -> Representation:
    current = current_head(body)
    if current is not None and _same_head(current, name, person):
        if person is not None and current.person_id is None:
            current.person = person
            current.save(update_fields=["person"])
        return current
    if current is not None:
        current.until = now
        current.save(update_fields=["until"])
    fresh = Representation.objects.create(body=body, person=person, name=name, since=now)
    waiting = _suspend_mandates(body, actor, now) if current is not None else ()
    facts = PartyRepresented(person=person.pseudonym if person else None, suspended=waiting)
    record(body, facts, actor=actor, now=now)
    return fresh


def _same_head(current: Representation, name: str, person: Party | None) -> bool:
    """Two people may share a name: once both are proven, the persons decide."""
    if person is not None and current.person_id is not None:
        return current.person_id == person.pk
    return current.name == name


def _suspend_mandates(body: Party, actor: Actor, now: dt.datetime) -> tuple[str, ...]:
    waiting = list(
        Mandate.objects.select_for_update(of=("self",))
        .filter(principal=body, state__in=[MandateState.PROPOSED, MandateState.ACTIVE])
        .order_by("pk")
    )
    for mandate in waiting:
        mandate.state = MandateState.SUSPENDED
        mandate.save(update_fields=["state"])
        facts = MandateSuspended(principal=body.pseudonym, reason="representative_changed")
        record(mandate, facts, actor=actor, now=now, on_behalf=body)
    return tuple(mandate.key for mandate in waiting)


def _record_registered(body: Party, actor: Actor, now: dt.datetime) -> None:
    commitment = commit("\x1f".join(("body", body.name, body.uscc or "")).encode())
    body.identity_salt = commitment.salt
    body.save(update_fields=["identity_salt"])
    facts = PartyRegistered(nature=Nature.LEGAL, identity=f"sha256:{commitment.digest.hex()}")
    record(body, facts, actor=actor, now=now)

"""Register natural persons, at the counter and by proof; one party per document."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.crypto import Commitment, commit, digest_of, search_digests
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.people.errors import OutOfJurisdiction
from leyiban.people.kinds import PartyCorrected, PartyRegistered
from leyiban.people.models import IdKind, Nature, Party, Region
from leyiban.people.models.party import ID_NUMBER_DOMAIN, PHONE_DOMAIN
from leyiban.people.recording import record
from leyiban.people.rules.inputs import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """A natural person as a form gives him; :func:`tidied` brings it into stored form. Its repr is empty."""

    name: str
    id_kind: IdKind
    number: str
    phone: str = ""
    address: str = ""

    def __repr__(self) -> str:
        return "PersonFacts(‹hidden›)"


def register_person_at_counter(
    *, person: PersonFacts, region: Region | None, correct_name: bool = False, actor: Actor, now: dt.datetime
) -> Party:
    """The party of somebody who stands before a clerk with a document; no account and no phone needed (FX.2).

    Known persons are found by their document. ``correct_name`` says that the clerk has compared the name
    on record with the document and that the document is right.

    Raises:
        OutOfJurisdiction: the actor is no window clerk.
        InvalidInput: a wrong name, number or phone; or a name that differs from the one on record.
    """
    if not actor.holds(Role.WINDOW_CLERK):
        raise OutOfJurisdiction
    facts = tidied(person, now=now)
    with transaction.atomic():
        party = find_or_register(person=facts, actor=actor, now=now)
        if party.name != facts.name:
            if not correct_name:
                raise InvalidInput(problems=(FieldProblem("name", "differs", _DIFFERS),))
            correct_person_name(party=party, name=facts.name, actor=actor, now=now)
        _fill_in(party, facts, region)
        return party


_DIFFERS = _("这个证件号登记过别的名字。请照证件核对,确认后再改。")


def tidied(person: PersonFacts, *, now: dt.datetime) -> PersonFacts:
    """The facts in stored form.

    Raises:
        InvalidInput: with one problem per wrong field.
    """
    inputs = Inputs()
    facts = PersonFacts(
        name=inputs.person_name("name", person.name),
        id_kind=IdKind(person.id_kind),
        number=inputs.id_number("id_number", person.id_kind, person.number, today=city_date(now)),
        phone=inputs.optional_mobile("phone", person.phone),
        address=inputs.address("address", person.address),
    )
    inputs.done()
    return facts


def find_or_register(*, person: PersonFacts, actor: Actor, now: dt.datetime) -> Party:
    """The locked party of tidied facts; registered when the document is new. Runs in the caller's transaction.

    Two clerks who register the same document at once get the same party.
    """
    party, created = Party.objects.select_for_update(of=("self",)).get_or_create(
        id_kind=person.id_kind,
        id_digest__in=search_digests(person.number, domain=ID_NUMBER_DOMAIN),
        defaults=_new_row(person, now),
    )
    if created:
        commitment = _commit(party, person.name, person.number)
        facts = PartyRegistered(nature=Nature.NATURAL, identity=_written(commitment))
        record(party, facts, actor=actor, now=now)
    return party


def correct_person_name(*, party: Party, name: str, actor: Actor, now: dt.datetime) -> None:
    """Write the name that an authority or a document proves; ``party`` is locked by the caller."""
    party.name = name
    party.save(update_fields=["name"])
    commitment = _commit(party, name, party.id_number.reveal() if party.id_number else "")
    record(party, PartyCorrected(identity=_written(commitment)), actor=actor, now=now)


def identity_value(*, name: str, id_kind: str, number: str) -> bytes:
    """What an identity commitment commits to; a verifier that is told the three rebuilds it."""
    return "\x1f".join(("person", name, id_kind, number)).encode()


def _new_row(person: PersonFacts, now: dt.datetime) -> dict[str, object]:
    return {
        "nature": Nature.NATURAL,
        "name": person.name,
        "id_kind": person.id_kind,
        "id_number": person.number,
        "id_digest": digest_of(person.number, domain=ID_NUMBER_DOMAIN),
        "registered_at": now,
    }


def _commit(party: Party, name: str, number: str) -> Commitment:
    commitment = commit(identity_value(name=name, id_kind=party.id_kind, number=number))
    party.identity_salt = commitment.salt
    party.save(update_fields=["identity_salt"])
    return commitment


def _written(commitment: Commitment) -> str:
    return f"sha256:{commitment.digest.hex()}"


def _fill_in(party: Party, facts: PersonFacts, region: Region | None) -> None:
    """Take what was given; an empty answer erases nothing."""
    if facts.phone:
        party.phone = facts.phone
        party.phone_digest = digest_of(facts.phone, domain=PHONE_DOMAIN)
    party.address = facts.address or party.address
    party.region = region or party.region
    party.save(update_fields=["phone", "phone_digest", "address", "region"])

"""Parties as somebody may see them: one's own whole, others masked, and no browsing for staff."""

import datetime as dt
from dataclasses import dataclass

from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.kernel.crypto import search_digests
from leyiban.kernel.identifiers import mask_id_document, mask_mobile
from leyiban.kernel.moments import city_date
from leyiban.kernel.privacy.looks import record_look
from leyiban.people.errors import OutOfJurisdiction, PersonNotFound
from leyiban.people.models import Binding, IdKind, Party
from leyiban.people.models.party import ID_NUMBER_DOMAIN, PartyQuerySet
from leyiban.people.rules.inputs import Inputs


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCard:
    """A party as a screen or paper shows it: numbers masked, credit codes whole (they are public)."""

    party_id: int
    key: str
    name: str
    is_legal: bool
    number: str
    phone: str
    address: str


def visible_to(actor: Actor) -> PartyQuerySet:
    """The parties whose rows the actor may read as such.

    A person: himself and those he acts for. An auditor: all. Other staff reach a party through a matter
    they handle, or by a whole document number at the counter, never by browsing.
    """
    if actor.holds(Role.AUDITOR):
        return Party.objects.all()
    if actor.kind is ActorKind.PERSON:
        return Party.objects.filter(pk__in=actor.parties)
    return Party.objects.none()


def find_person_at_counter(*, id_kind: IdKind, number: str, actor: Actor, now: dt.datetime) -> Party:
    """The party of a whole document number, for a window clerk before whom the person stands. Logged as a look.

    Raises:
        OutOfJurisdiction: the actor is no window clerk. InvalidInput: the number cannot be right.
        PersonNotFound: nobody is registered under it.
    """
    if not actor.holds(Role.WINDOW_CLERK):
        raise OutOfJurisdiction
    inputs = Inputs()
    value = inputs.id_number("id_number", id_kind, number, today=city_date(now))
    inputs.done()
    digests = search_digests(value, domain=ID_NUMBER_DOMAIN)
    party = Party.objects.natural().filter(id_kind=id_kind, id_digest__in=digests).first()
    if party is None:
        raise PersonNotFound
    record_look(
        actor=actor,
        subject_kind="party",
        subject_key=party.pseudonym,
        what="person",
        duty="window_clerk",
        now=now,
    )
    return party


def phone_of(party: Party) -> str | None:
    """Where a party is called: the phone it left at a counter, else the one the person signs in with."""
    if party.phone is not None:
        return party.phone.reveal()
    binding = Binding.objects.current().select_related("account").filter(party=party).first()
    return None if binding is None or binding.account.phone is None else binding.account.phone.reveal()


def card_of(party: Party) -> PartyCard:
    """What may be shown of a party; reveals its number only to mask it."""
    phone = phone_of(party)
    number = party.uscc or ""
    if party.id_number is not None:
        number = mask_id_document(party.id_number.reveal())
    return PartyCard(
        party_id=party.pk,
        key=party.pseudonym,
        name=party.name,
        is_legal=party.is_legal,
        number=number,
        phone="" if phone is None else mask_mobile(phone),
        address=party.address,
    )

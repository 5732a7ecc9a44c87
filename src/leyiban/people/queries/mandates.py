"""Mandates as their two sides and the clerk see them."""

import datetime as dt

from leyiban.kernel.actors import Actor
from leyiban.kernel.crypto import search_digests
from leyiban.people.models import Mandate, Representation
from leyiban.people.models.mandate import MandateQuerySet
from leyiban.people.models.party import ID_NUMBER_DOMAIN
from leyiban.people.queries.actors import own_party

_NONE = Mandate.objects.none()


def mandates_given(*, actor: Actor) -> MandateQuerySet:
    """What the actor granted, for himself and for the bodies he heads now; newest first."""
    person = own_party(actor)
    if person is None:
        return _NONE
    bodies = Representation.objects.current().filter(person=person).order_by().values("body_id")
    return _listed(Mandate.objects.filter(principal=person) | Mandate.objects.filter(principal__in=bodies))


def mandates_held(*, actor: Actor, now: dt.datetime) -> MandateQuerySet:
    """What was granted to the actor, and what waits for his confirmation; newest first."""
    person = own_party(actor)
    if person is None or person.id_number is None:
        return _NONE
    digests = search_digests(person.id_number.reveal(), domain=ID_NUMBER_DOMAIN)
    offered = Mandate.objects.open().filter(agent=None, agent_id_digest__in=digests, valid_until__gt=now)
    return _listed(Mandate.objects.filter(agent=person) | offered)


def _listed(mandates: MandateQuerySet) -> MandateQuerySet:
    return mandates.select_related("principal", "agent").order_by("-proposed_at", "-pk")

"""为谁办: for whom somebody may act, with which powers, and which names a paper carries."""

import datetime as dt
from dataclasses import dataclass

from leyiban.kernel.actors import Actor, ActorKind
from leyiban.kernel.composed import Composed
from leyiban.people.models import Mandate, Party, Representation
from leyiban.people.models.mandate import Capacity, Power
from leyiban.people.queries.actors import own_party

ALL_POWERS = frozenset(Power)

_HEADING = Composed(
    lambda body, person: Representation.objects.current().filter(body=body, person=person)[:1]
)
_MANDATE = Composed(
    lambda agent, principal, power, item, now: (
        Mandate.objects.in_force(now)
        .filter(agent=agent, principal=principal)
        .with_power(power)
        .for_item(item)
        .order_by("-valid_until")[:1]
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActingChoice:
    """One line of 为谁办. ``capacity`` is empty for oneself and for a body one heads; ``until`` None: no end."""

    party_id: int
    key: str
    name: str
    is_legal: bool
    is_self: bool
    capacity: str
    powers: frozenset[Power]
    all_items: bool
    until: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesOnPaper:
    """Who stands on a paper of law: the applicant, its head (法定代表人, 经营者, 负责人), the operator."""

    applicant: str
    head_title: str
    head: str
    operator: str


def acting_choices(*, actor: Actor, now: dt.datetime) -> list[ActingChoice]:
    """Oneself first, then the bodies one heads, then principals by mandate. Three queries."""
    person = own_party(actor)
    if person is None:
        return []
    heads = (
        Representation.objects.current().select_related("body").filter(person=person).order_by("body__name")
    )
    mandates = (
        Mandate.objects.in_force(now)
        .select_related("principal")
        .filter(agent=person)
        .order_by("principal__name", "-valid_until")
    )
    choices = [_own(person, is_self=True), *(_own(head.body, is_self=False) for head in heads)]
    seen = {choice.party_id for choice in choices}
    for mandate in mandates:
        if mandate.principal_id not in seen:
            seen.add(mandate.principal_id)
            choices.append(_granted(mandate))
    return choices


@dataclass(frozen=True, slots=True)
class Grounds:
    """By what right somebody acts: he himself, and the mandate where he acts for a principal."""

    person: Party
    mandate: Mandate | None


def may(*, actor: Actor, party_id: int, power: Power, item_code: str, now: dt.datetime) -> bool:
    """Whether the actor may do this for this party in this item, now. At most three queries.

    A person may do all for himself and for a body he heads; an agent, what a mandate in force gives.
    """
    grounds = grounds_to_act(actor=actor, party_id=party_id, power=power, item_code=item_code, now=now)
    return grounds is not None


def grounds_to_act(
    *, actor: Actor, party_id: int, power: Power, item_code: str, now: dt.datetime
) -> Grounds | None:
    """By what right the actor may do this for this party in this item, now; None when by none."""
    if actor.kind is not ActorKind.PERSON or party_id not in actor.parties:
        return None
    person = own_party(actor)
    if person is None:
        return None
    if person.pk == party_id or _HEADING.first(body=party_id, person=person.pk):
        return Grounds(person, None)
    mandate = _MANDATE.first(agent=person.pk, principal=party_id, power=power, item=item_code, now=now)
    return None if mandate is None else Grounds(person, mandate)


def acts_for(*, agent: Party, principal: Party, item_code: str, now: dt.datetime) -> bool:
    """Whether ``agent`` heads the principal, or holds a mandate of his for this item, now. Two queries."""
    return (
        Representation.objects.current().filter(body=principal, person=agent).exists()
        or Mandate.objects.in_force(now).filter(agent=agent, principal=principal).for_item(item_code).exists()
    )


def names_on_paper(*, applicant: Party, operator: Party | None) -> NamesOnPaper:
    """The three names that every paper of an enterprise carries (``service-items`` "Who acts for an enterprise").

    ``operator`` is whoever filed; for a person who acts for himself the operator's line stays empty.
    """
    head = Representation.objects.current().filter(body=applicant).first() if applicant.is_legal else None
    filed_by_another = operator is not None and operator.pk != applicant.pk
    return NamesOnPaper(
        applicant=applicant.name,
        head_title=applicant.head_title if applicant.is_legal else "",
        head=head.name if head else "",
        operator=operator.name if operator is not None and filed_by_another else "",
    )


def _own(party: Party, *, is_self: bool) -> ActingChoice:
    return ActingChoice(
        party_id=party.pk,
        key=party.pseudonym,
        name=party.name,
        is_legal=party.is_legal,
        is_self=is_self,
        capacity="",
        powers=ALL_POWERS,
        all_items=True,
        until=None,
    )


def _granted(mandate: Mandate) -> ActingChoice:
    return ActingChoice(
        party_id=mandate.principal_id,
        key=mandate.principal.pseudonym,
        name=mandate.principal.name,
        is_legal=mandate.principal.is_legal,
        is_self=False,
        capacity=str(Capacity(mandate.capacity).label),
        powers=frozenset(Power(power) for power in mandate.powers),
        all_items=mandate.all_items,
        until=mandate.valid_until,
    )

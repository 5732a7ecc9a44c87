"""Who may file for whom, and what may be filed at all."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.errors import DraftGone, NoAuthority, RealNameNeeded
from leyiban.cases.models import Draft
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Actor, ActorKind, Role
from leyiban.kernel.errors import NotAllowed
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date
from leyiban.people.models import Mandate, Party, Power
from leyiban.people.queries import grounds_to_act

_LEVEL_RULE = "cases.level_to_file"


@dataclass(frozen=True, slots=True)
class Filing:
    """``operator`` is the natural person who acts for a body or another person; ``mandate`` his right."""

    operator: Party | None
    mandate: Mandate | None


def filing_for(
    *,
    version: ItemVersion,
    applicant: Party,
    region: str,
    actor: Actor,
    now: dt.datetime,
    power: Power = Power.FILL,
    standing: Party | None = None,
) -> Filing:
    """By what right the actor fills in (or submits) an application for ``applicant``.

    Args:
        standing: the natural person who stands at the counter; a clerk's word only.

    Raises:
        RealNameNeeded: the person's real name is not proven far enough.
        NoAuthority: no mandate covers this item and power. NotAllowed: staff without a window.
    """
    if actor.kind is ActorKind.STAFF:
        return _at_counter(applicant, standing, version, actor=actor, power=power, now=now)
    if actor.level < int(lawbook.rule(_LEVEL_RULE, on=city_date(now), region=region).value):
        raise RealNameNeeded
    grounds = grounds_to_act(
        actor=actor, party_id=applicant.pk, power=power, item_code=version.item.code, now=now
    )
    if grounds is None:
        raise NoAuthority
    acts_for_himself = grounds.person.pk == applicant.pk
    return Filing(operator=None if acts_for_himself else grounds.person, mandate=grounds.mandate)


def _at_counter(
    applicant: Party,
    standing: Party | None,
    version: ItemVersion,
    *,
    actor: Actor,
    power: Power,
    now: dt.datetime,
) -> Filing:
    """The clerk has seen who stands there, and on paper by what right he acts for another (R16)."""
    if not actor.holds(Role.WINDOW_CLERK):
        raise NotAllowed
    if standing is None or standing.pk == applicant.pk:
        return Filing(operator=None, mandate=None)
    return Filing(operator=standing, mandate=_mandate(standing, applicant, version, power, now))


def _mandate(
    person: Party, applicant: Party, version: ItemVersion, power: Power, now: dt.datetime
) -> Mandate | None:
    """The mandate that the person at the counter acts under; None when he heads the body himself."""
    return (
        Mandate.objects.in_force(now)
        .with_power(power)
        .for_item(version.item.code)
        .filter(principal=applicant, agent=person)
        .order_by("valid_until")
        .last()
    )


def check_may_fill(draft: Draft, actor: Actor) -> None:
    """Whoever may fill in for the applicant now, or a window clerk who began it or was shown its code.

    Having begun it is not enough: a mandate that ended also ends what was begun under it.

    Raises:
        DraftGone: anyone else is not even told that it exists.
    """
    if actor.kind is ActorKind.STAFF:
        allowed = actor.holds(Role.WINDOW_CLERK) and actor.account_id in (
            draft.account_id,
            draft.handed_to_id,
        )
    else:
        allowed = draft.applicant_id in actor.own_parties or actor.has_mandate(
            draft.applicant_id, Power.FILL, item=draft.item_version.item.code
        )
    if not allowed:
        raise DraftGone

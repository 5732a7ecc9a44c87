"""Reads of people: they take the actor and start from what the actor may see."""

from leyiban.people.queries.acting import ActingChoice, acting_choices, grounds_to_act, may, names_on_paper
from leyiban.people.queries.actors import actor_for, guest, own_party, own_party_id
from leyiban.people.queries.mandates import mandates_given, mandates_held, mandates_of_person
from leyiban.people.queries.parties import (
    PartyCard,
    card_of,
    find_person_at_counter,
    phone_of,
    visible_to,
)
from leyiban.people.queries.regions import (
    ancestors,
    calendar_region_of,
    effective_agencies,
    region_by_code,
    region_name,
    regions_within,
)
from leyiban.people.queries.rights import holdings_of, jurisdiction, right_of

__all__ = [
    "ActingChoice",
    "PartyCard",
    "acting_choices",
    "actor_for",
    "ancestors",
    "calendar_region_of",
    "card_of",
    "effective_agencies",
    "find_person_at_counter",
    "grounds_to_act",
    "guest",
    "holdings_of",
    "jurisdiction",
    "mandates_given",
    "mandates_held",
    "mandates_of_person",
    "may",
    "names_on_paper",
    "own_party",
    "own_party_id",
    "phone_of",
    "region_by_code",
    "region_name",
    "regions_within",
    "right_of",
    "visible_to",
]

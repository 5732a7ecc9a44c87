"""Reads of people: they take the actor and start from what the actor may see."""

from leyiban.people.queries.acting import (
    ActingChoice,
    acting_choices,
    acts_for,
    grounds_to_act,
    may,
    names_on_paper,
)
from leyiban.people.queries.actors import actor_for, guest, own_party, own_party_id
from leyiban.people.queries.mandates import mandates_given, mandates_held
from leyiban.people.queries.parties import (
    PartyCard,
    card_of,
    find_person_at_counter,
    phone_of,
    visible_to,
)
from leyiban.people.queries.regions import (
    ancestors,
    effective_agencies,
    region_by_code,
    region_name,
    regions_within,
)
from leyiban.people.queries.rights import holdings_of
from leyiban.people.queries.staff import display_names, members_of, posts_of

__all__ = [
    "ActingChoice",
    "PartyCard",
    "acting_choices",
    "actor_for",
    "acts_for",
    "ancestors",
    "card_of",
    "display_names",
    "effective_agencies",
    "find_person_at_counter",
    "grounds_to_act",
    "guest",
    "holdings_of",
    "mandates_given",
    "mandates_held",
    "may",
    "members_of",
    "names_on_paper",
    "own_party",
    "own_party_id",
    "phone_of",
    "posts_of",
    "region_by_code",
    "region_name",
    "regions_within",
    "visible_to",
]

"""Reads of people: they take the actor and start from what the actor may see."""

from leyiban.people.queries.acting import (
    ActingChoice,
    acting_choices,
    acts_for,
    grounds_to_act,
    may,
    names_on_paper,
)
from leyiban.people.queries.actors import (
    account_of,
    actor_for,
    guest,
    own_party,
    own_party_id,
    party_of_account,
)
from leyiban.people.queries.events import AccountEvent, account_events
from leyiban.people.queries.mandates import mandates_given, mandates_held
from leyiban.people.queries.parties import (
    PartyCard,
    card_of,
    find_person_at_counter,
    phone_of,
    visible_to,
)
from leyiban.people.queries.passkeys import PasskeyLine, passkeys_of
from leyiban.people.queries.regions import (
    agencies_within,
    ancestors,
    counties_within,
    effective_agencies,
    region_by_code,
    region_name,
    regions_within,
)
from leyiban.people.queries.rights import holdings_of
from leyiban.people.queries.staff import (
    StaffLine,
    agencies_above,
    display_names,
    holders_of,
    members_of,
    posts_for,
    posts_of,
    staff_lines,
)
from leyiban.people.queries.systems import (
    SystemLine,
    claims_for,
    consent_of,
    consented,
    shown_to,
    system_of,
    systems_of,
)

__all__ = [
    "AccountEvent",
    "ActingChoice",
    "PartyCard",
    "PasskeyLine",
    "StaffLine",
    "SystemLine",
    "account_events",
    "account_of",
    "acting_choices",
    "actor_for",
    "acts_for",
    "agencies_above",
    "agencies_within",
    "ancestors",
    "card_of",
    "claims_for",
    "consent_of",
    "consented",
    "counties_within",
    "display_names",
    "effective_agencies",
    "find_person_at_counter",
    "grounds_to_act",
    "guest",
    "holders_of",
    "holdings_of",
    "mandates_given",
    "mandates_held",
    "may",
    "members_of",
    "names_on_paper",
    "own_party",
    "own_party_id",
    "party_of_account",
    "passkeys_of",
    "phone_of",
    "posts_for",
    "posts_of",
    "region_by_code",
    "region_name",
    "regions_within",
    "shown_to",
    "staff_lines",
    "system_of",
    "systems_of",
    "visible_to",
]

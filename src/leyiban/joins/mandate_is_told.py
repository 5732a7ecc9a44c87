"""Both sides of a mandate hear of it: who is offered one, and who gave it when it is accepted."""

import datetime as dt

from leyiban.kernel.crypto import search_digests
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.messages.sender import home_region
from leyiban.messages.templates import Fact, Template
from leyiban.people.models import Mandate, Party
from leyiban.people.models.party import ID_NUMBER_DOMAIN
from leyiban.people.queries import phone_of

_PROPOSED = "mandate.proposed/1"


@reaction(_PROPOSED, "mandate.confirmed/1", follower="joins.mandate_is_told")
def tell(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Who is offered a mandate, that it waits for him; who gave it, that it was accepted."""
    mandate = Mandate.objects.select_related("principal__region", "granted_by").get(key=entry.subject_key)
    if entry.kind == _PROPOSED:
        _tell_agent(mandate, entry, now)
    else:
        _tell_giver(mandate, entry, now)


def _tell_agent(mandate: Mandate, entry: LedgerEntry, now: dt.datetime) -> None:
    """Somebody whom the city does not know yet has neither inbox nor phone here: his principal tells him."""
    if mandate.agent_number is None:
        return  # he has answered already
    digests = search_digests(mandate.agent_number.reveal(), domain=ID_NUMBER_DOMAIN)
    agent = Party.objects.filter(id_digest__in=digests).first()
    if agent is not None:
        _tell(standard.MANDATE_OFFERED, agent, mandate, entry, {"body": mandate.principal.label}, now)


def _tell_giver(mandate: Mandate, entry: LedgerEntry, now: dt.datetime) -> None:
    """For a body it is its head who is told: he gave it."""
    facts: dict[str, Fact] = {"operator": mandate.agent_name, "by": city_date(mandate.valid_until)}
    giver = mandate.granted_by or mandate.principal
    _tell(standard.MANDATE_ACCEPTED, giver, mandate, entry, facts, now)


def _tell(
    template: Template,
    to: Party,
    mandate: Mandate,
    entry: LedgerEntry,
    facts: dict[str, Fact],
    now: dt.datetime,
) -> None:
    region = mandate.principal.region
    notify(
        template=template,
        to=Recipient(party_id=to.pk, phone=phone_of(to)),
        matter=MatterRef(
            kind="mandate",
            key=mandate.pk,
            number=mandate.key,
            region=home_region() if region is None else region.code,
        ),
        facts=facts,
        cause=f"entry:{entry.entry_id}",
        now=now,
    )

"""How the numbers of people are carried through a rotation of keys; the walk itself is ``kernel.privacy.rotation``."""

import datetime as dt

from leyiban.kernel.privacy.parts import rotated_digest, rotated_part
from leyiban.people.models import Account, Mandate, MandateState, Party, PhoneCode
from leyiban.people.models.party import ID_NUMBER_DOMAIN, PHONE_DOMAIN
from leyiban.people.operations.second_factor import SecondFactors


def declare() -> None:
    """Name the digests that stand beside sealed numbers, and what is sealed in another package's table."""
    for model in (Account, Party, PhoneCode):
        rotated_digest(model, "phone_digest", domain=PHONE_DOMAIN, value=_phone)
    rotated_digest(Party, "id_digest", domain=ID_NUMBER_DOMAIN, value=_number)
    rotated_digest(
        Mandate,
        "agent_id_digest",
        domain=ID_NUMBER_DOMAIN,
        value=_number_of_agent,
        unknown=_offers_without_number,
    )
    rotated_part(SecondFactors())


def _phone(row: Account | Party | PhoneCode) -> str | None:
    return None if row.phone is None else row.phone.reveal()


def _number(party: Party) -> str | None:
    return None if party.id_number is None else party.id_number.reveal()


def _number_of_agent(mandate: Mandate) -> str | None:
    """Of whom is only offered it, his number is kept until he answers; then it is his own record's."""
    if mandate.agent_number is not None:
        return mandate.agent_number.reveal()
    return None if mandate.agent is None or mandate.agent_id_digest is None else _number(mandate.agent)


def _offers_without_number(now: dt.datetime) -> int:
    """Offers from before the number was kept, whose agent is found by the digest alone, while he may still answer."""
    offers = Mandate.objects.filter(state=MandateState.PROPOSED, valid_until__gt=now)
    return offers.filter(agent=None, agent_number__isnull=True, agent_id_digest__isnull=False).count()

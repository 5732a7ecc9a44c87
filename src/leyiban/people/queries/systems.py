"""What other offices' systems may read of a person, and what a person may read about that."""

import datetime as dt
from dataclasses import dataclass

from leyiban.kernel.identifiers import mask_id_document, mask_mobile
from leyiban.people.models import Account, Binding, Consent, OutsideSystem, Party, SystemScope, SystemToken

_PROVEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemLine:
    """One system on the page of whoever allowed it something. ``ended``: when it was withdrawn."""

    client_id: str
    name: str
    name_en: str
    operator: str
    operator_en: str
    purpose: str
    purpose_en: str
    scopes: tuple[SystemScope, ...]
    since: dt.datetime
    signed_in_at: dt.datetime | None
    read_at: dt.datetime | None
    ended: dt.datetime | None


def system_of(client_id: str) -> OutsideSystem | None:
    """The registered system of this id, while it is in force."""
    return OutsideSystem.objects.in_force().filter(client_id=client_id).first()


def consented(*, system: OutsideSystem, account: Account) -> frozenset[str]:
    """The scopes that the person allows this system now; empty when none."""
    consent = consent_of(system=system, account=account)
    return frozenset(consent.scopes) if consent else frozenset()


def consent_of(*, system: OutsideSystem, account: Account) -> Consent | None:
    """What the person allows this system now."""
    found = Consent.objects.in_force().select_related("account", "system")
    return found.filter(system=system, account=account).first()


def systems_of(account: Account) -> list[SystemLine]:
    """Every system that the person ever allowed something, the newest consent first."""
    rows = Consent.objects.filter(account=account).select_related("system").order_by("-given_at", "-pk")
    return [
        SystemLine(
            client_id=row.system.client_id,
            name=row.system.name,
            name_en=row.system.name_en,
            operator=row.system.operator,
            operator_en=row.system.operator_en,
            purpose=row.system.purpose,
            purpose_en=row.system.purpose_en,
            scopes=tuple(SystemScope(scope) for scope in row.scopes),
            since=row.given_at,
            signed_in_at=row.signed_in_at,
            read_at=row.read_at,
            ended=row.withdrawn_at or row.system.ended_at,
        )
        for row in rows
    ]


def claims_for(token: SystemToken) -> dict[str, object]:
    """What a system reads with this token: whatever its scopes name and nothing else (OpenID Connect Core §5.4),
    and of those only what the person still allows and the system may still ask for.

    Names and numbers in the clear: for the answer to the system, never for a log.
    """
    consent = token.access.consent
    account, scopes = consent.account, {*token.scopes} & {*consent.scopes} & {*consent.system.scopes}
    claims: dict[str, object] = {"sub": consent.subject}
    person = _person_of(account)
    if SystemScope.PROFILE in scopes and (name := person.name if person else account.display_name):
        claims["name"] = name
    if SystemScope.PHONE in scopes and account.phone is not None:
        claims |= {"phone_number": f"+86{account.phone.reveal()}", "phone_number_verified": True}
    if SystemScope.IDENTITY in scopes and person is not None and person.id_number is not None:
        claims |= {"id_kind": person.id_kind, "id_number": person.id_number.reveal()}
    return claims


def shown_to(account: Account) -> dict[SystemScope, str]:
    """What each scope would tell of this person, as his own page shows it: numbers masked, empty where nothing."""
    person = _person_of(account)
    number = person.id_number if person else None
    return {
        SystemScope.PROFILE: person.name if person else account.display_name,
        SystemScope.PHONE: mask_mobile(account.phone.reveal()) if account.phone else "",
        SystemScope.IDENTITY: mask_id_document(number.reveal()) if number is not None else "",
    }


def _person_of(account: Account) -> Party | None:
    binding = Binding.objects.of_account(account.pk)
    return binding.party if binding and binding.level >= _PROVEN else None

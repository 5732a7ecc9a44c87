"""Register other offices' systems, change them, give them new secrets, end them."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.crypto import new_token, same, token_digest
from leyiban.people.errors import SystemEnded, SystemUnknown
from leyiban.people.kinds import SystemChanged, SystemRegistered
from leyiban.people.models import Consent, OutsideSystem, SystemAccess
from leyiban.people.policy import SystemPolicy
from leyiban.people.recording import record
from leyiban.people.rules.systems import SystemDescription, checked_description


def register_system(
    *, told: SystemDescription, actor: Actor, now: dt.datetime, again: bool = False
) -> str | None:
    """Register a system, or change the description of a registered one; ``again``: also one that was ended, which
    begins like a new one, except that people stay the persons there that they were (:class:`Consent`).

    Returns:
        Its secret when it is new or comes back: shown here and never again. None when it was known; the same description
        again changes nothing. A consent covers what was shown then, so more scopes are asked for anew.

    Raises:
        InvalidInput: the description cannot stand.
        SystemEnded: it was ended, and ``again`` is not asked.
    """
    facts = checked_description(told, loopback=not settings.PRODUCTION)
    with transaction.atomic():
        system = OutsideSystem.objects.select_for_update().filter(client_id=facts.client_id).first()
        if system is None:
            return _register(facts, actor, now)
        if system.ended_at is not None:
            if not again:
                raise SystemEnded
            return _register_again(system, facts, actor, now)
        if _described(system) != facts:
            _describe(system, facts)
            system.save()
            _record(system, "described", actor, now)
    return None


def new_system_secret(
    *, client_id: str, policy: SystemPolicy, actor: Actor, now: dt.datetime, at_once: bool = False
) -> str:
    """A new secret, shown here and never again; the former one is good for some days more, or not at all.

    ``at_once``: somebody else may know the former one, and the one before it.

    Raises:
        SystemUnknown: no such system is in force.
    """
    with transaction.atomic():
        system = _locked(client_id)
        former = bytes(system.secret_digest)
        secret = _fresh_secret(system)
        if not at_once:
            system.former_secret_digest = former
            system.former_secret_until = now + dt.timedelta(days=policy.system_former_secret_days)
        system.save()
        _record(system, "secret", actor, now)
    return secret


def end_system(*, client_id: str, actor: Actor, now: dt.datetime) -> None:
    """From now on it signs nobody in and reads nothing; what it holds is worth nothing, also if it comes back.

    Raises:
        SystemUnknown: no such system is in force.
    """
    with transaction.atomic():
        system = _locked(client_id)
        system.ended_at = now
        _fresh_secret(system)  # told to nobody
        system.save()
        _take_away(system, now)
        _record(system, "ended", actor, now)


def system_by_secret(*, client_id: str, secret: str, now: dt.datetime) -> OutsideSystem | None:
    """The system that proves itself by its secret, or by its former one while that is good; else None."""
    system = OutsideSystem.objects.in_force().filter(client_id=client_id).first()
    given = token_digest(secret)
    expected = bytes(system.secret_digest) if system else bytes(32)
    if same(given, expected):
        return system
    if system is None or system.former_secret_digest is None or system.former_secret_until is None:
        return None
    good = same(given, bytes(system.former_secret_digest)) and now < system.former_secret_until
    return system if good else None


def _register(facts: SystemDescription, actor: Actor, now: dt.datetime) -> str:
    system = OutsideSystem(registered_at=now)
    secret = _fresh_secret(system)
    _describe(system, facts)
    system.save(force_insert=True)
    registered = SystemRegistered(scopes=tuple(system.scopes), redirects=tuple(system.redirects))
    record(system, registered, actor=actor, now=now)
    return secret


def _register_again(system: OutsideSystem, facts: SystemDescription, actor: Actor, now: dt.datetime) -> str:
    _take_away(system, now)  # a consent may have waited for the lock behind which the system ended
    _describe(system, facts)
    system.ended_at = None
    secret = _fresh_secret(system)
    system.save()
    _record(system, "again", actor, now)
    return secret


def _fresh_secret(system: OutsideSystem) -> str:
    """A secret in place of all that were good; the caller saves it."""
    secret = new_token()
    system.secret_digest = token_digest(secret)
    system.former_secret_digest = system.former_secret_until = None
    return secret


def _take_away(system: OutsideSystem, now: dt.datetime) -> None:
    """Everything that people let it read. The ledger says it once, of the system, and not of each of them."""
    Consent.objects.filter(system=system, withdrawn_at=None).update(withdrawn_at=now)
    open_ones = SystemAccess.objects.filter(consent__system=system, ended_at=None)
    open_ones.update(ended_at=now, end_reason="system_ended")


def _locked(client_id: str) -> OutsideSystem:
    system = OutsideSystem.objects.in_force().select_for_update().filter(client_id=client_id).first()
    if system is None:
        raise SystemUnknown
    return system


def _describe(system: OutsideSystem, facts: SystemDescription) -> None:
    for name in ("client_id", "name", "name_en", "operator", "operator_en", "purpose", "purpose_en"):
        setattr(system, name, getattr(facts, name))
    system.redirects, system.scopes = list(facts.redirects), list(facts.scopes)


def _described(system: OutsideSystem) -> SystemDescription:
    return SystemDescription(
        client_id=system.client_id,
        name=system.name,
        name_en=system.name_en,
        operator=system.operator,
        operator_en=system.operator_en,
        purpose=system.purpose,
        purpose_en=system.purpose_en,
        redirects=tuple(system.redirects),
        scopes=tuple(system.scopes),
    )


def _record(system: OutsideSystem, act: str, actor: Actor, now: dt.datetime) -> None:
    facts = SystemChanged(act=act, scopes=tuple(system.scopes), redirects=tuple(system.redirects))
    record(system, facts, actor=actor, now=now)

"""What a person lets a system read, and the codes and tokens by which the system does it.

A code and the tokens that came of it are one family (:class:`SystemAccess`). Whatever of it comes a second time
ends the whole family: either the system or somebody else holds a copy, and nobody can tell which
(RFC 6749 §4.1.2, RFC 9700 §4.14.2). The ledger says so to the person.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from leyiban.kernel.actors import Actor, system_actor
from leyiban.kernel.crypto import token_digest
from leyiban.people.errors import ConsentMissing
from leyiban.people.kinds import ConsentChanged
from leyiban.people.models import (
    Account,
    Binding,
    Consent,
    OutsideSystem,
    SystemAccess,
    SystemScope,
    SystemToken,
    TokenUse,
)
from leyiban.people.operations.accounts import lock_account
from leyiban.people.policy import SystemPolicy
from leyiban.people.recording import record
from leyiban.people.rules.systems import in_order

_UNPROVEN = 1  # real-name level of an account with a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a system asks for on one way through the consent page."""

    scopes: tuple[str, ...]
    redirect: str
    challenge: str
    nonce: str


def give_consent(
    *,
    system: OutsideSystem,
    account: Account,
    asked: Collection[str],
    allowed: Collection[str],
    actor: Actor,
    now: dt.datetime,
) -> Consent:
    """Let the system read ``allowed`` of what it ``asked`` for; what was allowed before and not asked about stays.

    When something is taken away, the sign-ins that were there end: their tokens name it. Saying the same again writes nothing.
    """
    with transaction.atomic():
        locked = lock_account(account)
        consent = Consent.objects.select_for_update().filter(system=system, account=locked).first()
        if consent is None:
            consent = Consent(system=system, account=locked, scopes=[])
        before = set(consent.scopes) if consent.withdrawn_at is None else set()
        chosen = in_order((before - set(asked)) | set(allowed) & set(asked) | {SystemScope.OPENID})
        if consent.pk is None or set(chosen) != before:
            consent.scopes, consent.given_at, consent.withdrawn_at = list(chosen), now, None
            consent.save()
            if not before <= set(chosen):
                consent.accesses.filter(ended_at=None).update(ended_at=now, end_reason="narrowed")
            facts = ConsentChanged(act="given", system=system.client_id, scopes=chosen)
            record(locked, facts, actor=actor, now=now)
        return consent


def withdraw_consent(*, client_id: str, account: Account, actor: Actor, now: dt.datetime) -> None:
    """The system reads nothing more of this person from now on. Withdrawing again changes nothing.

    Raises:
        ConsentMissing: there never was one.
    """
    with transaction.atomic():
        locked = lock_account(account)
        found = Consent.objects.select_for_update(of=("self",)).select_related("system")
        consent = found.filter(system__client_id=client_id, account=locked).first()
        if consent is None:
            raise ConsentMissing
        if consent.withdrawn_at is None:
            consent.withdrawn_at = now
            consent.save(update_fields=["withdrawn_at"])
            consent.accesses.filter(ended_at=None).update(ended_at=now, end_reason="withdrawn")
            facts = ConsentChanged(act="withdrawn", system=client_id, scopes=tuple(consent.scopes))
            record(locked, facts, actor=actor, now=now)


def keep_code(
    *,
    code: str,
    consent: Consent,
    asked: Asked,
    signed_in_at: dt.datetime,
    policy: SystemPolicy,
    now: dt.datetime,
) -> None:
    """Keep a code for what is both asked for and allowed; it is good once, for seconds."""
    binding = Binding.objects.of_account(consent.account_id)
    with transaction.atomic():
        SystemAccess.objects.create(
            consent=consent,
            scopes=list(in_order(set(asked.scopes) & set(consent.scopes))),
            code_digest=token_digest(code),
            code_until=now + dt.timedelta(seconds=policy.system_code_seconds),
            redirect=asked.redirect,
            challenge=asked.challenge,
            nonce=asked.nonce,
            level=binding.level if binding else _UNPROVEN,
            signed_in_at=signed_in_at,
            session_generation=consent.account.session_generation,
            begun_at=now,
            until=now + dt.timedelta(days=policy.system_longest_days),
        )
        Consent.objects.filter(pk=consent.pk).update(signed_in_at=now)


def take_code(*, system: OutsideSystem, code: str, now: dt.datetime) -> SystemAccess | None:
    """The sign-in behind a code that its own system presents, once; presented again it ends the family.

    The code is spent here, whatever may be wrong with the rest of the request. Runs in the caller's transaction.
    """
    access = _locked(code_digest=token_digest(code), consent__system=system)
    if access is None:
        return None
    if access.code_spent_at is not None:
        _reused(access, now)
        return None
    access.code_spent_at = now
    access.save(update_fields=["code_spent_at"])
    return access if now < access.code_until and _is_good(access, now) else None


def refresh_of(*, system: OutsideSystem, token: str, now: dt.datetime) -> SystemAccess | None:
    """The family behind a refresh token that its own system presents, locked; a spent one ends the family.

    Runs in the caller's transaction, in which :func:`keep_tokens` spends it.
    """
    digest = token_digest(token)
    access = _locked(tokens__digest=digest, tokens__use=TokenUse.REFRESH, consent__system=system)
    if access is None:
        return None
    row = access.tokens.get(digest=digest)  # read behind the family's lock
    if row.spent_at is not None:
        _reused(access, now)
        return None
    return access if now < row.until and _is_good(access, now) else None


def keep_tokens(
    *,
    access: SystemAccess,
    token: str,
    refresh: str | None,
    in_place_of: str | None,
    scopes: Collection[str],
    policy: SystemPolicy,
    now: dt.datetime,
) -> None:
    """Keep what was issued, and spend the refresh token for which it was. None outlives its family."""
    if in_place_of:
        access.tokens.filter(digest=token_digest(in_place_of)).update(spent_at=now)
    until = min(now + dt.timedelta(minutes=policy.system_access_minutes), access.until)
    issued = [(TokenUse.ACCESS, token, until)]
    if refresh is not None:
        issued.append((TokenUse.REFRESH, refresh, access.until))
    for use, text, end in issued:
        SystemToken.objects.create(
            access=access,
            use=use,
            digest=token_digest(text),
            scopes=list(in_order(scopes)),
            issued_at=now,
            until=end,
        )


def access_by_token(*, token: str, now: dt.datetime) -> SystemToken | None:
    """The access token behind a reading, while it and its family are good; notes the reading."""
    found = SystemToken.objects.select_related("access__consent__account", "access__consent__system")
    row = found.filter(digest=token_digest(token), use=TokenUse.ACCESS, until__gt=now).first()
    if row is None or not _is_good(row.access, now):
        return None
    Consent.objects.filter(pk=row.access.consent_id).update(read_at=now)
    return row


def revoke_system_token(*, system: OutsideSystem, token: str, now: dt.datetime) -> None:
    """End what a system gives back: an access token alone, with a refresh token the family (RFC 7009 §2.1).

    An unknown token, or another system's, is no error and changes nothing.
    """
    digest = token_digest(token)
    with transaction.atomic():
        access = _locked(tokens__digest=digest, consent__system=system)
        if access is None:
            return
        row = access.tokens.get(digest=digest)
        if row.use == TokenUse.REFRESH:
            _end(access, "given_back", now)
        row.until = min(row.until, now)
        row.save(update_fields=["until"])


def sweep_system_accesses(*, before: dt.datetime) -> int:
    """Drop families that ended before ``before``. Returns how many rows went."""
    gone, _ = SystemAccess.objects.filter(until__lt=before).delete()
    return gone


def _locked(**facts: object) -> SystemAccess | None:
    """The one family with these facts, locked behind its account, in the order in which consents are changed."""
    found = SystemAccess.objects.filter(**facts).values_list("pk", "consent__account").first()
    if found is None:
        return None
    Account.objects.select_for_update().get(pk=found[1])
    rows = SystemAccess.objects.select_for_update(of=("self",))
    return rows.select_related("consent__account", "consent__system").get(pk=found[0])


def _is_good(access: SystemAccess, now: dt.datetime) -> bool:
    return SystemAccess.objects.in_force(now).filter(pk=access.pk).exists()


def _reused(access: SystemAccess, now: dt.datetime) -> None:
    """Somebody holds a copy: end the family, and say so once."""
    if access.ended_at is not None:
        return
    _end(access, "reused", now)
    system = access.consent.system.client_id
    facts = ConsentChanged(act="reused", system=system, scopes=tuple(access.scopes))
    record(lock_account(access.consent.account), facts, actor=system_actor(), now=now)


def _end(access: SystemAccess, reason: str, now: dt.datetime) -> None:
    access.ended_at, access.end_reason = now, reason
    access.save(update_fields=["ended_at", "end_reason"])

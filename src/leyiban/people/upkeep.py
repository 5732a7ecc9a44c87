"""What people need done every day, and what ``leyiban doctor`` asks about them."""

import datetime as dt

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session

from leyiban.kernel.actors import system_actor
from leyiban.kernel.crypto import key_id_of
from leyiban.kernel.crypto.keys import field_keys
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.lawbook.queries import rule
from leyiban.kernel.lawbook.rules import NATION
from leyiban.kernel.moments import city_date
from leyiban.kernel.upkeep import Finding, daily, fail, health_check, ok, preparation, warn
from leyiban.people.models import Party, PhoneChange, PhoneCode, PostHolding, SignIn
from leyiban.people.operations import (
    end_unused_posts,
    expire_mandates,
    settle_phone_changes,
    sweep_parked_forms,
    sweep_system_accesses,
)
from leyiban.people.policy import post_policy
from leyiban.people.provider.keys import ensure_provider_key, signing_key

_OLDEST_SAMPLE = 200  # rows whose keys the doctor looks at


@daily("people.mandates")
def mandates(*, now: dt.datetime) -> str:
    """Record the terms that have run out."""
    expired = 0
    while batch := expire_mandates(now=now):
        expired += batch
    return f"{expired} mandates expired"


@daily("people.unused_posts")
def unused_posts(*, now: dt.datetime) -> str:
    """End the rights that nobody uses (FX.3), by each region's own rule."""
    held = (
        PostHolding.objects.in_force(now).order_by().values_list("post__region__code", flat=True).distinct()
    )
    ended = sum(
        end_unused_posts(
            region=region,
            policy=post_policy(on=city_date(now), region=region),
            actor=system_actor(),
            now=now,
        )
        for region in sorted(held)
    )
    return f"{ended} unused rights ended"


@daily("people.phone_changes")
def phone_changes(*, now: dt.datetime) -> str:
    """Carry out the changes of phone whose wait is over and whose owner has not signed in since."""
    settled = 0
    while batch := settle_phone_changes(now=now):
        settled += batch
    return f"{settled} phones changed"


@daily("people.traces")
def traces(*, now: dt.datetime) -> str:
    """Delete what sign-in left behind once its time is over (``retention.session``)."""
    kept = rule("retention.session", on=city_date(now), region=NATION)
    before = now - dt.timedelta(days=int(kept.value))
    codes, _ = PhoneCode.objects.filter(sent_at__lt=before).delete()
    sign_ins, _ = SignIn.objects.filter(at__lt=before).delete()
    attempts, _ = AccessAttempt.objects.filter(attempt_time__lt=before).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    changes, _ = PhoneChange.objects.filter(ended_at__lt=before).delete()
    forms = sweep_parked_forms(now=now)
    accesses = sweep_system_accesses(before=before)
    deleted = codes + sign_ins + attempts + sessions + changes + forms + accesses
    return f"{deleted} traces of sign-in deleted"


@preparation("people.provider_key")
def provider_key(*, now: dt.datetime) -> str:
    """The key by which other offices' systems learn who signed in here."""
    return "made" if ensure_provider_key(now=now) else "there"


@health_check("people.provider_key", needs_database=False)
def provider_key_signs(*, now: dt.datetime) -> Finding:
    """Whether other systems could be told who somebody is."""
    try:
        key = signing_key(now=now)
    except LookupError as missing:
        return fail(str(missing), "Run leyiban prepare.")
    return ok(f"{key.id} signs for other systems since {city_date(key.signs_from)}")


@health_check("people.keys")
def keys(*, now: dt.datetime) -> Finding:
    """Whether people's numbers open, and whether a rotation still has work to do."""
    rows = Party.objects.natural().filter(erased_at=None).order_by("pk")[:_OLDEST_SAMPLE]
    numbers = [party.id_number for party in rows if party.id_number is not None]
    known = field_keys().keys
    lost = {key_id_of(number.sealed) for number in numbers} - known.keys()
    if lost:
        return fail(
            f"numbers were sealed by keys that are not here: {', '.join(sorted(lost))}",
            "Put these lines back into the secret field_keys; without them the numbers are lost.",
        )
    if numbers:
        numbers[0].reveal()
    if not all(number.is_current for number in numbers):
        return warn(
            "some numbers are still sealed by an older key, or not for their row alone",
            "Run leyiban people reseal.",
        )
    return ok("people's numbers open with the current key")


@health_check("people.rules")
def rules(*, now: dt.datetime) -> Finding:
    """Whether the rules by which one signs in are published."""
    try:
        post_policy(on=city_date(now), region=NATION)
    except RuleUnknown as unknown:
        return fail(str(unknown), "Load a city: leyiban city load DIR.")
    return ok("the rules of signing in are published")

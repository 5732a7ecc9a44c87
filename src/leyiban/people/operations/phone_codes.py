"""Text-message codes: send one, try one, and exchange a right one for a ticket.

A code belongs to one phone and one purpose; only the newest counts; five wrong tries kill it. All answers
about a wrong code are one and the same, and an unknown phone gets a code like any other, so that nobody
learns from here who has an account.
"""

import datetime as dt
import secrets

from django.db import connection, models, transaction

from leyiban.kernel.crypto import (
    digest_of,
    new_code,
    new_token,
    same,
    search_digests,
    token_digest,
)
from leyiban.kernel.crypto.commitments import SALT_BYTES
from leyiban.kernel.moments import clock_text
from leyiban.people.errors import CodeTooOften, CodeTooSoon, CodeWrong
from leyiban.people.models import PhoneCode
from leyiban.people.models.party import PHONE_DOMAIN
from leyiban.people.models.sign_in import Purpose
from leyiban.people.policy import SignInPolicy
from leyiban.people.ports import code_sender
from leyiban.people.rules.inputs import Inputs

_CODE_DOMAIN = "phone.code"
_ORIGIN_DOMAIN = "phone.origin"
_A_DAY = dt.timedelta(days=1)
_AN_HOUR = dt.timedelta(hours=1)


def send_code(
    *, phone: str, purpose: Purpose, origin: str | None, policy: SignInPolicy, now: dt.datetime
) -> dt.datetime:
    """Send a fresh code; older ones of this phone and purpose stop counting. Returns when it expires.

    Args:
        origin: the address that asks, to bound how many phones one machine can ring.

    Raises:
        InvalidInput: not a mobile number.
        CodeTooSoon, CodeTooOften: the pause or the daily number (``identity-and-codes`` §4).
        CodeNotSent: the carrier took nothing; the try does not count.
    """
    number = checked_phone(phone)
    digest = digest_of(number, domain=PHONE_DOMAIN)
    with transaction.atomic():
        _one_at_a_time(digest)
        _check_pace(number, origin, policy, now)
        code = new_code(policy.code_digits)
        salt = secrets.token_bytes(SALT_BYTES)
        row = PhoneCode(
            phone=number,
            phone_digest=digest,
            origin_digest=digest_of(origin, domain=_ORIGIN_DOMAIN) if origin else None,
            purpose=purpose,
            salt=salt,
            code_digest=_code_digest(salt, code),
            sent_at=now,
            expires_at=now + dt.timedelta(minutes=policy.code_minutes),
        )
        _codes_of(number).filter(purpose=purpose, spent_at=None).update(spent_at=now)
        row.save(force_insert=True)
        code_sender()(phone=number, code=code, minutes=policy.code_minutes, now=now)
        return row.expires_at


def prove_phone(
    *,
    phone: str,
    code: str,
    purpose: Purpose,
    policy: SignInPolicy,
    now: dt.datetime,
    ticket_minutes: int | None = None,
) -> str:
    """Exchange a right code for a ticket, once.

    Args:
        ticket_minutes: how long the ticket is good, where what it is for takes longer than a code lives.

    Raises:
        CodeWrong: whatever is wrong with it. The try counts, also when the caller's page fails later.
    """
    number = checked_phone(phone)
    with transaction.atomic():
        ticket = _try(number, code, purpose, policy, now, ticket_minutes or policy.code_minutes)
    if ticket is None:
        raise CodeWrong
    return ticket


def phone_behind(*, ticket: str, purpose: Purpose, now: dt.datetime) -> str:
    """The phone that a ticket proves; the ticket stays good.

    Raises:
        CodeWrong: unknown, spent, too old or for another purpose.
    """
    return _ticket_row(ticket, purpose, now).phone.reveal()


def redeem_ticket(*, ticket: str, purpose: Purpose, now: dt.datetime) -> str:
    """The phone that a ticket proves; the ticket is spent. Runs in the caller's transaction.

    Raises:
        CodeWrong: as for :func:`phone_behind`.
    """
    row = _ticket_row(ticket, purpose, now, lock=True)
    row.ticket_digest = None
    row.save(update_fields=["ticket_digest"])
    return row.phone.reveal()


def checked_phone(phone: str) -> str:
    """The number in stored form.

    Raises:
        InvalidInput: not a mobile number of the mainland.
    """
    inputs = Inputs()
    number = inputs.mobile("phone", phone)
    inputs.done()
    return number


def _check_pace(phone: str, origin: str | None, policy: SignInPolicy, now: dt.datetime) -> None:
    sent = _codes_of(phone)
    newest = sent.order_by("-sent_at").first()
    pause = dt.timedelta(seconds=policy.code_pause_seconds)
    if newest is not None and now < newest.sent_at + pause:
        raise CodeTooSoon(seconds=_seconds_up(newest.sent_at + pause - now))
    _check_number(sent, policy.codes_per_day, _A_DAY, now)
    if origin:
        _check_number(_codes_from(origin), policy.codes_per_origin_per_hour, _AN_HOUR, now)


def _check_number(
    codes: models.QuerySet[PhoneCode], most: int, window: dt.timedelta, now: dt.datetime
) -> None:
    """Refuse one more than ``most`` within ``window``, and say when the oldest of them no longer counts."""
    newest = (
        codes.filter(sent_at__gt=now - window).order_by("-sent_at").values_list("sent_at", flat=True)[:most]
    )
    if len(newest) >= most:
        raise CodeTooOften(until=clock_text(newest[most - 1] + window, now=now))


def _try(
    phone: str, code: str, purpose: Purpose, policy: SignInPolicy, now: dt.datetime, ticket_minutes: int
) -> str | None:
    newest = _codes_of(phone).select_for_update().filter(purpose=purpose).order_by("-sent_at", "-pk").first()
    salt = bytes(newest.salt) if newest else bytes(SALT_BYTES)
    stored = bytes(newest.code_digest) if newest else bytes(32)
    right = same(_code_digest(salt, code.strip()), stored)  # computed always, so that time tells nothing
    if newest is None or newest.spent_at or now >= newest.expires_at:
        return None
    if newest.wrong_tries >= policy.code_wrong_tries:
        return None
    if not right:
        newest.wrong_tries += 1
        newest.save(update_fields=["wrong_tries"])
        return None
    ticket = new_token()
    newest.spent_at = now
    newest.ticket_digest = token_digest(ticket)
    newest.ticket_until = now + dt.timedelta(minutes=ticket_minutes)
    newest.save(update_fields=["spent_at", "ticket_digest", "ticket_until"])
    return ticket


def _ticket_row(ticket: str, purpose: Purpose, now: dt.datetime, *, lock: bool = False) -> PhoneCode:
    rows = PhoneCode.objects.filter(ticket_digest=token_digest(ticket), purpose=purpose, ticket_until__gt=now)
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise CodeWrong
    return row


def _codes_of(phone: str) -> models.QuerySet[PhoneCode]:
    return PhoneCode.objects.filter(phone_digest__in=search_digests(phone, domain=PHONE_DOMAIN))


def _codes_from(origin: str) -> models.QuerySet[PhoneCode]:
    return PhoneCode.objects.filter(origin_digest__in=search_digests(origin, domain=_ORIGIN_DOMAIN))


def _code_digest(salt: bytes, code: str) -> bytes:
    return digest_of(f"{salt.hex()}:{code}", domain=_CODE_DOMAIN)


def _one_at_a_time(digest: bytes) -> None:
    """Two requests for one phone wait for each other: there may be no row yet that could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])


def _seconds_up(span: dt.timedelta) -> int:
    return int(span.total_seconds()) + (1 if span.microseconds else 0)

"""A form that was being sent when the session ended is kept for its sender, sealed, for a short while."""

import datetime as dt
import json
from collections.abc import Sequence

from django.db import transaction

from leyiban.people.models import Account, ParkedForm
from leyiban.people.policy import SignInPolicy

LARGEST = 64 * 1024  # characters of JSON; longer forms save drafts of their own
Fields = Sequence[tuple[str, str]]


def park_form(*, account: Account, path: str, fields: Fields, policy: SignInPolicy, now: dt.datetime) -> bool:
    """Keep one form per account, the newest. False when it is too large to keep."""
    body = json.dumps(list(fields), ensure_ascii=False)
    if len(body) > LARGEST or len(path) > 500:
        return False
    with transaction.atomic():
        ParkedForm.objects.filter(account=account).delete()
        ParkedForm.objects.create(
            account=account,
            path=path,
            body=body,
            parked_at=now,
            expires_at=now + dt.timedelta(minutes=policy.parked_form_minutes),
        )
    return True


def parked_form(*, account: Account, now: dt.datetime) -> tuple[str, Fields] | None:
    """Path and fields of what the account's owner was sending, or None."""
    row = ParkedForm.objects.filter(account=account, expires_at__gt=now).first()
    if row is None:
        return None
    return row.path, [(str(name), str(value)) for name, value in json.loads(row.body.reveal())]


def drop_parked_form(*, account: Account) -> None:
    """It was sent or is not wanted."""
    ParkedForm.objects.filter(account=account).delete()


def sweep_parked_forms(*, now: dt.datetime) -> int:
    """Delete what nobody came back for."""
    deleted, _ = ParkedForm.objects.filter(expires_at__lte=now).delete()
    return deleted

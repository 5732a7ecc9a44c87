"""A sweep must not remove the content that somebody is just handing in again."""

from typing import Final

from django.db import connection

_FAMILY: Final = 0x7061_7065  # "pape": keeps these advisory locks apart from others


def hold_for_keeping(digest: str) -> None:
    """Until the transaction ends no sweep touches ``digest``. Those who keep do not wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [_FAMILY, _number(digest)])


def try_hold_for_sweeping(digest: str) -> bool:
    """Take ``digest`` for this session alone, or say that someone is keeping it. Never waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_FAMILY, _number(digest)])
        (held,) = cursor.fetchone()
    return bool(held)


def release_after_sweeping(digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_FAMILY, _number(digest)])


def _number(digest: str) -> int:
    return int.from_bytes(bytes.fromhex(digest[:8]), "big", signed=True)

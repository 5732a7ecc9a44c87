"""Carry out a request once, however often it arrives."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from leyiban.kernel.idempotency.errors import KeyMalformed, KeyReused
from leyiban.kernel.idempotency.models import Done

__all__ = ["Answer", "forget_before", "once"]

Answer = dict[str, Any]
_KEY_LENGTH = range(8, 201)

_CLAIM = """
    INSERT INTO idempotency_done (scope, key, fingerprint, answer, done_at)
    VALUES (%s, %s, %s, 'null', %s) ON CONFLICT (scope, key) DO NOTHING RETURNING id
"""


def once(
    *, scope: str, key: str, fingerprint: bytes, act: Callable[[], Answer], now: dt.datetime
) -> tuple[Answer, bool]:
    """Run ``act`` in a transaction unless this request was carried out before.

    The claim and the act commit together: if the act fails nothing is kept and the request may be sent
    again. A second request that arrives while the first runs waits for it, then gets its answer.

    Args:
        scope: who asks and what for, e.g. ``"account:17 submit"``.
        fingerprint: SHA-256 over the request, to tell a repetition from a reused key.

    Returns:
        The answer, and whether it is a repetition.

    Raises:
        KeyReused: the key belongs to another request. KeyMalformed. Whatever ``act`` raises.
    """
    if len(key) not in _KEY_LENGTH or not key.isascii() or not key.isprintable():
        raise KeyMalformed
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [scope, key, fingerprint, now])
            claimed = cursor.fetchone()
        if claimed is None:
            return _earlier(scope, key, fingerprint), True
        answer = act()
        Done.objects.filter(pk=claimed[0]).update(answer=answer)
    return answer, False


def _earlier(scope: str, key: str, fingerprint: bytes) -> Answer:
    done = Done.objects.get(scope=scope, key=key)
    if bytes(done.fingerprint) != fingerprint:
        raise KeyReused
    answer: Answer = done.answer
    return answer


def forget_before(*, moment: dt.datetime) -> int:
    """Drop what is too old to be sent again. Returns how many rows went."""
    count, _ = Done.objects.filter(done_at__lt=moment).delete()
    return count

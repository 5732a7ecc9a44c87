"""A rotation of keys: started by command, carried out by the workers in small batches while the city serves.

Its place is a row, written in the transaction of each batch: a worker that is killed loses one batch, and the next
one goes on there. New values are sealed by the new key from the first moment; readers and searches know both
until the old one is taken out, which :func:`uses` allows only when nothing needs it any more.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import F

from leyiban.kernel.crypto.keys import digest_keys, field_keys
from leyiban.kernel.privacy.errors import RotateBoth
from leyiban.kernel.privacy.models import KeyRotation
from leyiban.kernel.privacy.parts import Part, all_parts, bound_digests

BATCH: Final = 200  # rows in one transaction: a few milliseconds of somebody else's waiting at most
_BEHIND: Final = "\x01"  # sorts after the part's own name and before every other
_UNBOUND: Final = " unbound"
# What lives no longer than this needs no rotation: sessions, throttles, lockouts (``SESSION_COOKIE_AGE``).
SHORT_LIVED: Final = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUse:
    """A key of a ring: ``values`` that it sealed; ``removable`` when the ring does without it. Digests do not say
    their key: a former one is needed until a rotation to a later one has ended, and as long as there are ``values``
    in use that no rotation can make anew and that any former key may have made."""

    ring: str
    key: str
    is_current: bool
    values: int
    removable: bool


def start_rotation(*, now: dt.datetime) -> KeyRotation | None:
    """Begin to bring everything under the keys that are current now; the one that is under way, if it has them.
    None: everything is under them.

    One that was begun for other keys ends here: its work is part of the new one's.

    Raises:
        RotateBoth: only the digests' key is new. How far those are, is told by the values sealed beside them.
    """
    field, digest = field_keys().current.id, digest_keys().current.id
    with transaction.atomic():
        last = KeyRotation.objects.select_for_update().order_by("-pk").first()
        if last is not None and last.finished_at is None and _has_its_keys(last):
            return last
        if _digests_done(last) and not _behind(all_parts()):
            return None
        before = last.field_key if last else next(iter(field_keys().keys))
        if field == before and not _digests_done(last) and (last is None or last.digest_key != digest):
            raise RotateBoth
        KeyRotation.objects.filter(finished_at=None).update(finished_at=now)
        parts = all_parts()
        return KeyRotation.objects.create(
            field_key=field, digest_key=digest, started_at=now, rows=sum(part.rows() for part in parts)
        )


def carry_on(*, now: dt.datetime, batch: int = BATCH) -> bool:
    """The next batch of the rotation under way; False when there is nothing to do here and now.

    Another worker may have it in hand, or this process may not have the new keys yet.
    """
    with transaction.atomic():
        waiting = KeyRotation.objects.select_for_update(skip_locked=True).filter(finished_at=None)
        rotation = waiting.first()
        if rotation is None or not _has_its_keys(rotation):
            return False
        part = next((each for each in all_parts() if each.name >= rotation.part), None)
        if part is None:
            _end_of_round(rotation, now)
        else:
            _walk(rotation, part, batch)
        return True


def rotate_now(*, now: dt.datetime, batch: int = BATCH) -> int:
    """Start a rotation, walk everything in this process, and end it. Returns how many rows changed."""
    rotation = start_rotation(now=now)
    if rotation is None:
        return 0
    while carry_on(now=now, batch=batch):
        pass
    return KeyRotation.objects.values_list("changed", flat=True).get(pk=rotation.pk)


def latest_rotation() -> KeyRotation | None:
    return KeyRotation.objects.order_by("-pk").first()


def uses(*, now: dt.datetime) -> list[KeyUse]:
    """Every key of both rings, and which may be taken out. Reads every sealed table once."""
    sealed = sum((part.sealed_by() for part in all_parts()), Counter[str]())
    last = latest_rotation()
    settled = last is not None and last.finished_at is not None and last.finished_at <= now - SHORT_LIVED
    done = last if settled else None
    bound = bound_digests(now)
    return [
        *(_field_use(key, sealed, done) for key in field_keys().keys),
        *(_digest_use(key, done, bound) for key in digest_keys().keys),
    ]


def _field_use(key: str, sealed: Counter[str], done: KeyRotation | None) -> KeyUse:
    current = key == field_keys().current.id
    values = sealed[key] + sealed[key + _UNBOUND]
    settled = done is not None and done.field_key == field_keys().current.id
    return KeyUse(
        ring="field_keys",
        key=key,
        is_current=current,
        values=values,
        removable=not current and settled and values == 0,
    )


def _digest_use(key: str, done: KeyRotation | None, bound: int) -> KeyUse:
    current = key == digest_keys().current.id
    settled = done is not None and done.left == 0 and done.digest_key == digest_keys().current.id
    values = 0 if current else bound
    return KeyUse(
        ring="digest_keys",
        key=key,
        is_current=current,
        values=values,
        removable=not current and settled and values == 0,
    )


def _has_its_keys(rotation: KeyRotation) -> bool:
    return (rotation.field_key, rotation.digest_key) == (field_keys().current.id, digest_keys().current.id)


def _digests_done(last: KeyRotation | None) -> bool:
    """Whether every digest is known to be under the current key: there was never another, or they were walked."""
    if last is None:
        return len(digest_keys().keys) == 1
    return last.digest_key == digest_keys().current.id and last.finished_at is not None and last.left == 0


def _walk(rotation: KeyRotation, part: Part, batch: int) -> None:
    after = rotation.after if part.name == rotation.part else 0
    walked = part.walk(after=after, batch=batch)
    rotation.part, rotation.after = part.name, after if walked.last is None else walked.last
    if walked.last is None:
        rotation.part, rotation.after = f"{part.name}{_BEHIND}", 0
    rotation.walked = F("walked") + walked.rows
    rotation.changed = F("changed") + walked.changed
    rotation.save(update_fields=["part", "after", "walked", "changed"])


def _end_of_round(rotation: KeyRotation, now: dt.datetime) -> None:
    """Done, or once more: rows that were in use, or written by a process that did not have the new key yet. A round
    that changed nothing would change nothing again: what is left then does not open, and keeps its key."""
    left = _behind(all_parts())
    if left and rotation.changed > rotation.changed_before:
        rotation.part, rotation.after, rotation.rounds = "", 0, rotation.rounds + 1
        rotation.rows, rotation.walked = sum(part.rows() for part in all_parts()), 0
        rotation.changed_before = rotation.changed
    else:
        rotation.finished_at, rotation.left = now, left
    rotation.save()


def _behind(parts: list[Part]) -> int:
    """How many values another key than the current one sealed, or not for their row alone."""
    sealed = sum((part.sealed_by() for part in parts), Counter[str]())
    return sealed.total() - sealed[field_keys().current.id]

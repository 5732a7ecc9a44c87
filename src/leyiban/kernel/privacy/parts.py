"""What a rotation of keys walks: every table with sealed values, the digests beside them, and whatever an app seals
in a way of its own."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from django.apps import apps
from django.db import connection, models, transaction

from leyiban.kernel.crypto import Undecipherable, digest_of
from leyiban.kernel.privacy.fields import EncryptedText

log = structlog.get_logger(__name__)
Value = Callable[[Any], str | None]
Unknown = Callable[[dt.datetime], int]


@dataclass(frozen=True, slots=True)
class Walked:
    """One batch: the key of the last row looked at (None: there was none left), rows looked at, rows changed."""

    last: int | None
    rows: int
    changed: int


class Part(Protocol):
    """Something to walk, in the order of its keys."""

    @property
    def name(self) -> str: ...

    def rows(self) -> int:
        """How many there are."""
        ...

    def walk(self, *, after: int, batch: int) -> Walked:
        """Bring the next rows under the current keys. In the caller's transaction; skips rows that are in use."""
        ...

    def sealed_by(self) -> Counter[str]:
        """Values by the id of the key that sealed them; those not bound to their row count under ``"<id> unbound"``."""
        ...


@dataclass(frozen=True, slots=True)
class _Digest:
    field: str
    domain: str
    value: Value
    unknown: Unknown | None


_DIGESTS: dict[type[models.Model], list[_Digest]] = {}
_PARTS: dict[str, Part] = {}


def rotated_digest(
    model: type[models.Model], field: str, *, domain: str, value: Value, unknown: Unknown | None = None
) -> None:
    """Declare how the keyed digest ``field`` is made anew: of ``value(row)``; None: there is nothing left to digest.

    ``unknown`` counts the rows that are still looked for at that time by a digest whose value nobody kept: those
    need the key that made it.
    """
    _DIGESTS.setdefault(model, []).append(_Digest(field, domain, value, unknown))


def bound_digests(now: dt.datetime) -> int:
    """How many digests in use no rotation can make anew. Which key made each, cannot be told."""
    declared = (digest for digests in _DIGESTS.values() for digest in digests)
    return sum(digest.unknown(now) for digest in declared if digest.unknown is not None)


def rotated_part(part: Part) -> None:
    """Declare something sealed that is no :class:`EncryptedText` of ours.

    Raises:
        ValueError: the name is taken.
    """
    if part.name in _PARTS:
        raise ValueError(f"two parts are called {part.name}")
    _PARTS[part.name] = part


def all_parts() -> list[Part]:
    """Every part, in a fixed order."""
    found = {model for model in apps.get_models() if sealed_fields(model) or model in _DIGESTS}
    tables: list[Part] = [Table(model) for model in found]
    return sorted([*tables, *_PARTS.values()], key=lambda part: part.name)


def sealed_models() -> list[type[models.Model]]:
    """Every installed model with a sealed field, in a fixed order."""
    found = (model for model in apps.get_models() if sealed_fields(model))
    return sorted(found, key=lambda model: model._meta.label_lower)


def sealed_fields(model: type[models.Model]) -> "list[EncryptedText[str, str]]":
    return [field for field in model._meta.get_fields() if isinstance(field, EncryptedText)]


@dataclass(frozen=True, slots=True)
class Table:
    """One model's sealed values and digests."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.label_lower

    def rows(self) -> int:
        return self.model._default_manager.count()

    def walk(self, *, after: int, batch: int) -> Walked:
        with transaction.atomic():
            rows = self.model._default_manager.filter(pk__gt=after).order_by("pk")
            keys = list(rows.values_list("pk", flat=True)[:batch])
            if not keys:
                return Walked(None, 0, 0)
            # A row that somebody holds is left for the next round: waiting for it could make him wait for us.
            free = self.model._default_manager.select_for_update(of=("self",), skip_locked=True)
            changed = sum(self._refresh(row) for row in free.filter(pk__in=keys).order_by("pk"))
            return Walked(keys[-1], len(keys), changed)

    def sealed_by(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for field in sealed_fields(self.model):
            assert field.column is not None
            found += _keys_in(self.model._meta.db_table, field.column)
        return found

    def _refresh(self, row: models.Model) -> bool:
        """Whether the row changed. One that does not open keeps its key and holds up nobody else."""
        try:
            updates = [*self._seals(row), *self._digests(row)]
        except Undecipherable:
            log.error("rotation.undecipherable", table=self.name, row=row.pk)
            return False
        if updates:
            row.save(update_fields=updates)
        return bool(updates)

    def _seals(self, row: models.Model) -> list[str]:
        """Seal again in place what the current key did not seal for this row alone; the names that changed."""
        behind = []
        for field in sealed_fields(self.model):
            hidden = getattr(row, field.attname)
            if hidden is not None and not hidden.is_current:
                setattr(row, field.attname, hidden.reveal())
                behind.append(field.attname)
        return behind

    def _digests(self, row: models.Model) -> list[str]:
        behind = []
        for digest in _DIGESTS.get(self.model, ()):
            value = digest.value(row)
            if value is None:
                continue
            fresh = digest_of(value, domain=digest.domain)
            if getattr(row, digest.field) != fresh:
                setattr(row, digest.field, fresh)
                behind.append(digest.field)
        return behind


def _keys_in(table: str, column: str) -> Counter[str]:
    """By the header of each value: version, length of the key's id, id (``crypto.envelopes``)."""
    quoted, name = connection.ops.quote_name(column), connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT convert_from(substring({quoted} FROM 3 FOR get_byte({quoted}, 1)), 'SQL_ASCII'),"  # noqa: S608
            f" get_byte({quoted}, 0), count(*) FROM {name} WHERE {quoted} IS NOT NULL GROUP BY 1, 2"
        )
        rows = cursor.fetchall()
    return Counter({key if version > 1 else f"{key} unbound": count for key, version, count in rows})

"""Erasure of personal facts, by what each model declares; journalled outside the database.

The journal survives a restore: an older backup brings erased facts back, and :func:`erase_again` takes
them away before anybody is served.
"""

import datetime as dt
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from leyiban.kernel.privacy.classification import Erase, personal_fields


def journal_path() -> Path:
    return Path(settings.ERASURES_DIR) / "erasures.jsonl"


def erase(row: models.Model, *, basis: str, now: dt.datetime) -> None:
    """Erase every personal fact of ``row`` that its model lets go of.

    The journal line is durable before the row changes: a crash in between erases on the next start.

    Args:
        basis: the dated rule or the request that demands it (a key, no words).
    """
    line = {"model": row._meta.label_lower, "pk": row.pk, "basis": basis, "at": now.isoformat()}
    path = journal_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as handle:
        handle.write(json.dumps(line).encode() + b"\n")
        handle.flush()
        os.fsync(handle.fileno())
    with transaction.atomic():
        _blank(row, now)


def erase_again(*, now: dt.datetime) -> int:
    """Carry out the whole journal once more, after a restore. Returns how many rows it still concerned."""
    count = 0
    for line in _journal():
        model = apps.get_model(line["model"])
        row = model._default_manager.filter(pk=line["pk"]).first()
        if row is not None:
            with transaction.atomic():
                _blank(row, now)
            count += 1
    return count


def _journal() -> Iterator[dict[str, Any]]:
    path = journal_path()
    if path.exists():
        with path.open("rb") as handle:
            yield from (json.loads(line) for line in handle if line.strip())


def _blank(row: models.Model, now: dt.datetime) -> None:
    declared = personal_fields(type(row)) or {}
    if any(personal.erase is Erase.DELETE_ROW for personal in declared.values()):
        row.delete()
        return
    changed = []
    for name, personal in declared.items():
        if personal.erase in (Erase.BLANK, Erase.DESTROY_KEY):
            setattr(row, name, _nothing(row._meta.get_field(name)))
            changed.append(name)
    if hasattr(row, "erased_at") and row.erased_at is None:
        row.erased_at = now
        changed.append("erased_at")
    row.save(update_fields=changed)


def _nothing(field: Any) -> object:
    """The empty value of a field: null where it may be null, else its type's emptiness."""
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return {}
    return b"" if isinstance(field, models.BinaryField) else ""

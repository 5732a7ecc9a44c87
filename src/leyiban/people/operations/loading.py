"""Bulk, idempotent loading: write only what is new or different, and say how much that was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a load created, changed and found as they should be."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.created + other.created, self.changed + other.changed, self.unchanged + other.unchanged
        )


def upsert(
    model: type[Row], wanted: Sequence[Row], *, key: str, fields: Sequence[str], known: Mapping[str, Row]
) -> Loaded:
    """Insert the unknown and update the different among ``wanted`` in one statement.

    Args:
        key: the unique field by which ``known`` is keyed.
        fields: attribute names to compare and write (``parent_id``, not ``parent``).
    """
    fresh = [row for row in wanted if getattr(row, key) not in known]
    differing = [
        row
        for row in wanted
        if (stored := known.get(getattr(row, key))) is not None
        and any(getattr(row, name) != getattr(stored, name) for name in fields)
    ]
    if fresh or differing:
        model._default_manager.bulk_create(
            [*fresh, *differing],
            update_conflicts=True,
            unique_fields=[key],
            update_fields=[name.removesuffix("_id") for name in fields],
        )
    return Loaded(len(fresh), len(differing), len(wanted) - len(fresh) - len(differing))

"""Every model field says whether it is personal, how long it is kept and how it is erased.

``@classified()`` on a model is the declaration; a test walks all installed models and fails on one that
is missing. What is declared here is what the erasure command executes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db import models

ModelType = TypeVar("ModelType", bound=type[models.Model])


class Erase(StrEnum):
    """How a personal value leaves the database when its time is over."""

    BLANK = "blank"  # the value becomes empty, the row stays
    DELETE_ROW = "delete_row"  # the row exists only for this fact
    DESTROY_KEY = "destroy_key"  # the salt or key goes, so that the digest proves nothing any more
    KEEP = "keep"  # a law demands it; the retention rule names the law


@dataclass(frozen=True, slots=True)
class Personal:
    """``retention`` is the key of a dated retention rule in the pack (``retention.case``)."""

    retention: str
    erase: Erase


_CLASSIFIED: dict[type[models.Model], Mapping[str, Personal]] = {}


def classified(personal: Mapping[str, Personal] | None = None) -> Callable[[ModelType], ModelType]:
    """Declare a model's personal fields; every field not named is declared *not* personal.

    Raises:
        ValueError: a named field does not exist on the model.
    """
    named = dict(personal or {})

    def declare(model: ModelType) -> ModelType:
        known = {field.name for field in model._meta.fields}
        unknown = set(named) - known
        if unknown:
            raise ValueError(f"{model.__name__} classifies fields that it does not have: {sorted(unknown)}")
        _CLASSIFIED[model] = named
        return model

    return declare


def personal_fields(model: type[models.Model]) -> Mapping[str, Personal] | None:
    """What ``model`` declares as personal, or None when it has declared nothing at all."""
    return _CLASSIFIED.get(model)

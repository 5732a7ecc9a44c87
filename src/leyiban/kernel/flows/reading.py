"""Matters and their clock events as rows, read in the order of their keys."""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from leyiban.kernel.composed import AnyOf, Composed
from leyiban.kernel.docket.models import Matter

M = TypeVar("M", bound=Matter)


def matters_of(model: type[M], keys: Sequence[int], *, lock: bool = False) -> list[M]:
    """The matters with these keys that there are; with ``lock`` held until the transaction ends."""
    return _matters(model, lock).all(keys=keys)


def events_of(model: type[Model], keys: Sequence[int]) -> list[Any]:
    """The clock events of the matters with these keys, rows of the domain's own ``model``."""
    return _events(model).all(keys=keys)


@cache
def _matters(model: type[M], lock: bool) -> Composed[M]:
    def build(keys: Any) -> QuerySet[M]:
        rows = model._default_manager.filter(pk=AnyOf(keys)).order_by("pk")
        return rows.select_for_update() if lock else rows

    return Composed(build)


@cache
def _events(model: type[Model]) -> Composed[Any]:
    return Composed(lambda keys: model._default_manager.filter(matter=AnyOf(keys)).order_by("pk"))

"""Rows of one table, written with statements that are composed once.

An ORM finds the same words anew each time, and for the few statements of a move that is most of what a move
costs (``bench``, by CPU). Values go through the fields as in a save, and ``pre_save`` is sent, because
a sealed value asks for its row's key there; other signals, defaults of the database and multi-table inheritance
are not looked at: no model that comes here has any.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Field, Model
from django.db.models.signals import pre_save

Names = tuple[str, ...]
Fields = tuple["Field[Any, Any]", ...]


def insert(rows: Sequence[Model], *, conflict: Names = (), update: Names = ()) -> None:
    """Insert rows of one model; each gets its key, unless all have theirs. In the caller's transaction.

    Args:
        conflict: fields of a unique constraint; a row that has them already takes on the values of ``update``.

    Raises:
        IntegrityError: as the database says.
    """
    if not rows:
        return
    model = type(rows[0])
    for row in rows:
        pre_save.send(model, instance=row, raw=False, using=connection.alias, update_fields=None)
    fields = model._meta.local_concrete_fields if rows[0].pk is not None else _but_key(model)
    values = _values(fields, rows, add=True)
    with connection.cursor() as cursor:
        cursor.execute(_insertion(model, tuple(fields), len(rows), conflict, update), values)
        keys = cursor.fetchall()
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, connection.alias


def change(row: Model, names: Sequence[str]) -> None:
    """Write these fields of a row that is there.

    Raises:
        RuntimeError: it is not there (any more).
    """
    fields = _named(type(row), tuple(names))
    values = _values(fields, [row], add=False)
    with connection.cursor() as cursor:
        cursor.execute(_changing(type(row), fields), [*values, row.pk])
        if cursor.rowcount != 1:
            raise RuntimeError(f"no {type(row).__name__} has the key {row.pk}")


def remove(model: type[Model], column: str, value: Any) -> None:
    """Remove the rows that have this value there. Rows that point at them must be gone before.

    Raises:
        IntegrityError: something still points at one of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_removing(model, column), [value])


# ── values ────────────────────────────────────────────────────────────────────────────────────────────────


def _values(fields: Sequence["Field[Any, Any]"], rows: Sequence[Model], *, add: bool) -> list[Any]:
    """The values of each row, one row after the other, as the driver takes them."""
    here = connections[DEFAULT_DB_ALIAS]  # looked up once: ``connection`` looks it up at every mention
    return [field.get_db_prep_save(field.pre_save(row, add), here) for row in rows for field in fields]


# ── statements: every name in them is a model's own ────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _but_key(model: type[Model]) -> Fields:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


@lru_cache(maxsize=1024)
def _named(model: type[Model], names: Names) -> Fields:
    fields = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
    return tuple(field for field in fields if isinstance(field, Field))


@lru_cache(maxsize=1024)
def _insertion(model: type[Model], fields: Fields, count: int, conflict: Names, update: Names) -> str:
    columns, row = ", ".join(map(_column, fields)), f"({', '.join(['%s'] * len(fields))})"
    statement = f"INSERT INTO {_table(model)} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608
    if conflict:
        known = ", ".join(map(_column, _named(model, conflict)))
        taken = ", ".join(f"{_column(field)} = EXCLUDED.{_column(field)}" for field in _named(model, update))
        statement += f" ON CONFLICT ({known}) DO UPDATE SET {taken}"
    return f"{statement} RETURNING {_column(model._meta.pk)}"


@lru_cache(maxsize=1024)
def _changing(model: type[Model], fields: Fields) -> str:
    settings = ", ".join(f"{_column(field)} = %s" for field in fields)
    return f"UPDATE {_table(model)} SET {settings} WHERE {_column(model._meta.pk)} = %s"  # noqa: S608


@lru_cache(maxsize=1024)
def _removing(model: type[Model], column: str) -> str:
    (field,) = _named(model, (column,))
    return f"DELETE FROM {_table(model)} WHERE {_column(field)} = %s"  # noqa: S608


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: "Field[Any, Any]") -> str:
    assert field.column is not None, "a field without a column has no place in a statement"
    return connection.ops.quote_name(field.column)

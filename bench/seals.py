"""Sealed values of originals, sealed anew for no row: a value opens in its own row only, and copies lie in others."""

import psycopg
from django.apps import apps
from psycopg import sql

from leyiban.kernel.crypto import Hidden
from leyiban.kernel.privacy.fields import EncryptedText


def open_in_copies(connection: psycopg.Connection, *, table: str, column: str, value: int) -> None:
    """Let the sealed values of the rows of ``table`` whose ``column`` is ``value`` open in copies of these rows."""
    fields = _sealed_fields(table)
    if not fields:
        return
    names = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    rows = connection.execute(
        sql.SQL("SELECT id, {} FROM {} WHERE {} = %s").format(
            names, sql.Identifier(table), sql.Identifier(column)
        ),
        [value],
    ).fetchall()
    for key, *stored in rows:
        for field, sealed in zip(fields, stored, strict=True):
            if sealed is not None:
                anew = Hidden(bytes(sealed), place=field.place, row=str(key)).moved_to(field.place)
                connection.execute(
                    sql.SQL("UPDATE {} SET {} = %s WHERE id = %s").format(
                        sql.Identifier(table), sql.Identifier(str(field.column))
                    ),
                    [anew.sealed, key],
                )


def _sealed_fields(table: str) -> "list[EncryptedText[str, str]]":
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    return [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedText)]

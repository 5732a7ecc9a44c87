"""Rows as plain values, to hold one way of reading against another."""

from django.db.models import Model


def values(row: Model) -> dict[str, object]:
    """Attributes of all columns that were read, sealed ones opened."""
    read = [field.attname for field in row._meta.concrete_fields if field.attname in row.__dict__]
    return {name: _open(getattr(row, name)) for name in read}


def _open(value: object) -> object:
    if isinstance(value, memoryview):
        return bytes(value)
    reveal = getattr(value, "reveal", None)
    return value if reveal is None else reveal()

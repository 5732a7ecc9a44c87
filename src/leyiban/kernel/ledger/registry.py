"""Kinds of entries: a name, a version, a typed schema, and who may see it.

A domain declares its kinds in its own ``kinds.py``. A kind never changes once released: a new shape is a
new version beside the old one, and every old version stays readable for ever.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

Facts = TypeVar("Facts")

_FACT_TYPES: frozenset[object] = frozenset({str, int, tuple[str, ...], tuple[int, ...]})


class Visibility(StrEnum):
    PUBLIC = "public"
    PARTIES = "parties"  # the parties of the matter, and the office
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class EntryKind:
    name: str
    version: int
    visibility: Visibility
    schema: type[Any]

    @property
    def code(self) -> str:
        return f"{self.name}/{self.version}"


_BY_CODE: dict[str, EntryKind] = {}
_BY_SCHEMA: dict[type[Any], EntryKind] = {}


def entry_kind(name: str, *, version: int, visibility: Visibility) -> Callable[[type[Facts]], type[Facts]]:
    """Register a frozen dataclass as the facts of ``name/version``.

    Its fields may be ``str``, ``int``, tuples of these, or one of them or None: nothing whose canonical
    bytes could ever be doubted, and no place for free text or a number of a person.

    Raises:
        TypeError: a field of another type, or one that may be None and has no default. ValueError: the code is
            taken.
    """

    def register(schema: type[Facts]) -> type[Facts]:
        kind = EntryKind(name, version, visibility, schema)
        _check_schema(kind)
        if kind.code in _BY_CODE:
            raise ValueError(f"{kind.code} is registered twice")
        _BY_CODE[kind.code] = kind
        _BY_SCHEMA[schema] = kind
        return schema

    return register


def _check_schema(kind: EntryKind) -> None:
    if not dataclasses.is_dataclass(kind.schema):
        raise TypeError(f"{kind.code}: facts are a dataclass")
    for name, hint in typing.get_type_hints(kind.schema).items():
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if any(option not in _FACT_TYPES and option is not type(None) for option in options):
            raise TypeError(f"{kind.code}.{name}: a fact is text, an integer or a list of these, not {hint}")
        if type(None) in options and not _has_default(kind.schema, name):
            raise TypeError(f"{kind.code}.{name}: a fact that may be absent is read back as its default")


def _has_default(schema: type[Any], name: str) -> bool:
    (field,) = (each for each in dataclasses.fields(schema) if each.name == name)
    return field.default is not dataclasses.MISSING


def kind_of(facts: object) -> EntryKind:
    return _BY_SCHEMA[type(facts)]


def kind_by_code(code: str) -> EntryKind:
    return _BY_CODE[code]


def all_kinds() -> list[EntryKind]:
    return sorted(_BY_CODE.values(), key=lambda kind: kind.code)


def facts_as_json(facts: object) -> dict[str, object]:
    """The facts as plain JSON values; absent (None) facts are left out."""
    values = {field.name: getattr(facts, field.name) for field in dataclasses.fields(facts)}  # type: ignore[arg-type]
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value is not None
    }


def facts_from_json(code: str, values: Mapping[str, object]) -> Any:
    """The typed facts of a stored entry, whatever its version."""
    schema = kind_by_code(code).schema
    typed = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return schema(**typed)

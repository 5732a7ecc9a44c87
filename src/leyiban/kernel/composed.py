"""Queries that the ORM composes once; asking again sends the same statement with other values.

A query is written in the ORM's words, with its managers and their rules, and a name wherever a value comes later.
Finding the SQL for it costs several times what the database needs for the answer (``bench``, by CPU), so what
stands on the way of every request is asked like this; everything else through the manager.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet, Value
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=Model)
Converter = Callable[[Any, Any, Any], Any]
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class _Place:
    """Stands among a statement's parameters where a value comes later."""

    name: str


class Composed(Generic[M]):
    """A query for rows of one model, with rows that ``select_related`` brings along.

    ``build`` gives the query; each of its parameters is a value, for a lookup or a slot of one::

        _HELD = Composed(lambda agent, now: Mandate.objects.in_force(now).filter(agent=agent))
        _HELD.all(agent=party.pk, now=now)

    A row is given by its key. Where the number of values changes, look up :class:`AnyOf` them.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._statement: _Statement | None = None

    def all(self, **values: Any) -> list[M]:
        """Every row, in the query's order.

        Raises:
            KeyError: a value is missing. TransactionManagementError: it locks, and there is no transaction.
        """
        return self._composed().ask(values)

    def first(self, **values: Any) -> M | None:
        """The first row, or None. The query itself says how many it wants at most."""
        return next(iter(self.all(**values)), None)

    def _composed(self) -> "_Statement":
        """Only at the first use, because models are there only when all are loaded."""
        if self._statement is None:
            self._statement = _Statement.of(self._build)
        return self._statement


class AnyOf(Value):
    """A place for a list of values: ``filter(code=AnyOf(codes))`` finds the rows that have one of them."""

    def __init__(self, place: Value) -> None:
        super().__init__(place.value)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "ANY(%s)", (self.value,)


@dataclass(frozen=True, slots=True)
class _Statement:
    """``converters`` turn a column's value into an attribute's, by place; ``names`` are the attributes of the
    model itself, which stand first in a row; ``related`` make the rows that came along."""

    text: str
    parameters: tuple[Any, ...]
    model: type[Any]
    names: tuple[str, ...]
    related: tuple[Any, ...]
    converters: tuple[tuple[int, Converter, Any], ...]
    locks: bool

    @classmethod
    def of(cls, build: Callable[..., QuerySet[Any]]) -> "_Statement":
        query = build(**{name: Value(_Place(name)) for name in inspect.signature(build).parameters}).query
        compiler: SQLCompiler = query.get_compiler(using=connection.alias)
        text, parameters = compiler.as_sql()
        columns, made = compiler.select, compiler.klass_info
        assert made is not None and not compiler.annotation_col_map, "a composed query is for whole rows"
        expressions = [column for column, *_ in columns]
        return cls(
            text=text,
            parameters=tuple(parameters),
            model=made["model"],
            names=tuple(expressions[place].target.attname for place in made["select_fields"]),
            # The stubs are of a later release, in which it takes one argument more.
            related=tuple(get_related_populators(made, columns, connection.alias)),  # type: ignore[call-arg]
            converters=tuple(
                (place, convert, expression)
                for place, (converters, expression) in compiler.get_converters(expressions).items()
                for convert in converters
            ),
            locks=query.select_for_update,
        )

    def ask(self, values: dict[str, Any]) -> list[Any]:
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("a row is locked until the end of a transaction; there is none")
        given = [values[each.name] if isinstance(each, _Place) else each for each in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.text, given)
            found = cursor.fetchall()
        here = connections[DEFAULT_DB_ALIAS]  # looked up once: ``connection`` looks it up at every mention
        return [self._row(list(row), here) for row in found]

    def _row(self, row: list[Any], here: Any) -> Any:
        for place, convert, expression in self.converters:
            row[place] = convert(row[place], expression, here)
        made = self.model.from_db(here.alias, self.names, row[: len(self.names)])
        for populator in self.related:
            populator.populate(row, made)
        return made

"""Conditions: a closed, total subset of JSON logic.

Nine operations (``== != < <= in and or not var``), no arithmetic, no loops, no functions. A condition is
parsed once into a small tree whose size and depth are bounded, so evaluating it always ends and can never
fail: an answer that is not there is ``None``, and comparing what cannot be compared is false. That the
parts of a condition fit together is checked when a rule file is loaded, never when a citizen waits.

A constant beside a date may be a date or a moving bound such as ``today-80y`` (see ``dates.py``).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, assert_never

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from leyiban.catalogue.rulefile import dates
from leyiban.catalogue.words import Miswritten

Scalar = str | int | bool
Value = Scalar | list[str] | None
Values = Mapping[str, Value]
Comparison = Literal["==", "!=", "<", "<="]

MAX_DEPTH = 6
MAX_NODES = 60
OPERATIONS = "== != < <= in and or not var"
EXAMPLE = '{"==": [{"var": "kind"}, "shop"]}'

_COMPARISONS: tuple[Comparison, ...] = ("==", "!=", "<", "<=")


class LogicError(Miswritten):
    """The condition is not written in the closed vocabulary."""


@dataclass(frozen=True, slots=True)
class Var:
    """The answer to a form field or a situation."""

    name: str


@dataclass(frozen=True, slots=True)
class Compare:
    op: Comparison
    left: Var
    right: Scalar


@dataclass(frozen=True, slots=True)
class In:
    """``needle`` is one of ``among``; or, with several-choice answers, one of the chosen."""

    needle: Var
    among: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """``value`` is among the choices ticked in ``answer``."""

    value: str
    answer: Var


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


Node = Compare | In | Chosen | And | Or | Not


@dataclass(frozen=True, slots=True)
class Logic:
    """A parsed condition. ``holds`` evaluates it; ``names`` are the answers it looks at."""

    node: Node

    @classmethod
    def parse(cls, source: object) -> Self:
        """Raises :class:`LogicError` when ``source`` is outside the vocabulary or too large."""
        return cls(node=_parse(source, _Budget(nodes=MAX_NODES), depth=1))

    def holds(self, values: Values, *, today: dt.date) -> bool:
        """``today`` fixes the moving day bounds."""
        return _evaluate(self.node, values, today)

    def decided(self, values: Values, *, unanswered: Collection[str], today: dt.date) -> bool | None:
        """Like :meth:`holds`, where the answers to ``unanswered`` may still be anything; None: it depends on them."""
        return _decide(self.node, values, unanswered, today)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(var.name for var in _variables(self.node))

    def comparisons(self) -> Iterator[Compare | In | Chosen]:
        """The leaves, for checks and translations."""
        return _leaves(self.node)

    def as_json(self) -> dict[str, Any]:
        """The JSON-logic form; parsing it gives an equal condition."""
        return _as_json(self.node)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.parse(value),
            serialization=core_schema.plain_serializer_function_ser_schema(lambda logic: logic.as_json()),
        )


@dataclass(slots=True)
class _Budget:
    nodes: int

    def spend(self, amount: int = 1) -> None:
        self.nodes -= amount
        if self.nodes < 0:
            raise LogicError(
                f"一个条件最多{MAX_NODES}个部分。", f"A condition may have at most {MAX_NODES} parts."
            )


def _parse(source: object, budget: _Budget, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise LogicError(f"条件最多套{MAX_DEPTH}层。", f"A condition may be nested at most {MAX_DEPTH} deep.")
    budget.spend()
    op, arguments = _operation(source)
    if op in ("and", "or"):
        parts = _parts(op, arguments, budget, depth)
        return And(parts) if op == "and" else Or(parts)
    if op == "not":
        inner = arguments[0] if isinstance(arguments, list) and len(arguments) == 1 else arguments
        return Not(_parse(inner, budget, depth + 1))
    if op == "in":
        return _parse_in(arguments, budget)
    for comparison in _COMPARISONS:
        if op == comparison:
            return _parse_compare(comparison, arguments)
    raise LogicError(
        f"不认识运算“{op}”。只能用 {OPERATIONS}。", f"Unknown operation {op!r}. Use one of {OPERATIONS}."
    )


def _operation(source: object) -> tuple[str, object]:
    if not isinstance(source, dict) or len(source) != 1:
        raise LogicError(
            f"一个条件是一个运算,例如 {EXAMPLE}。", f"A condition is one operation, such as {EXAMPLE}."
        )
    ((op, arguments),) = source.items()
    return str(op), arguments


def _parts(op: str, arguments: object, budget: _Budget, depth: int) -> tuple[Node, ...]:
    if not isinstance(arguments, list) or not arguments:
        raise LogicError(f"“{op}”后面要写条件的列表。", f"{op!r} needs a list of conditions.")
    return tuple(_parse(part, budget, depth + 1) for part in arguments)


def _parse_compare(op: Comparison, arguments: object) -> Compare:
    if not isinstance(arguments, list) or len(arguments) != 2:
        raise LogicError(f"“{op}”后面要写两个部分。", f"{op!r} needs two parts.")
    left, right = arguments
    return Compare(op, _parse_var(left), _parse_scalar(right))


def _parse_in(arguments: object, budget: _Budget) -> In | Chosen:
    if not isinstance(arguments, list) or len(arguments) != 2:
        raise LogicError("“in”后面要写两个部分。", "'in' needs two parts.")
    left, right = arguments
    if isinstance(right, list):
        if not right:
            raise LogicError("“in”至少要列一个值。", "'in' needs at least one value to look among.")
        budget.spend(len(right))
        return In(_parse_var(left), tuple(_parse_scalar(item) for item in right))
    if not isinstance(left, str):
        raise LogicError(
            "“in”是在列出的值里找答案,或者在多选的答案里找一个值。",
            "'in' looks for an answer among values, or for a value among chosen answers.",
        )
    return Chosen(left, _parse_var(right))


def _parse_var(source: object) -> Var:
    if isinstance(source, dict) and list(source) == ["var"] and isinstance(source["var"], str):
        return Var(source["var"])
    raise LogicError(
        '比较的前一部分是一个答案,例如 {"var": "kind"}。',
        'The first part of a comparison is an answer, such as {"var": "kind"}.',
    )


def _parse_scalar(source: object) -> Scalar:
    if isinstance(source, bool | int | str):
        return source
    raise LogicError(
        "比较的后一部分是文字、整数、true 或 false。",
        "The second part of a comparison is a text, a whole number, true or false.",
    )


def _evaluate(node: Node, values: Values, today: dt.date) -> bool:
    match node:
        case Compare():
            return _compare(node.op, values.get(node.left.name), _constant(node.right, today))
        case In():
            answer = values.get(node.needle.name)
            return any(_same(answer, _constant(item, today)) for item in node.among)
        case Chosen():
            chosen = values.get(node.answer.name)
            return isinstance(chosen, list) and node.value in chosen
        case And():
            return all(_evaluate(part, values, today) for part in node.parts)
        case Or():
            return any(_evaluate(part, values, today) for part in node.parts)
        case Not():
            return not _evaluate(node.part, values, today)
        case _:
            assert_never(node)


def _decide(node: Node, values: Values, unanswered: Collection[str], today: dt.date) -> bool | None:
    """Strong three-valued logic: one false part decides an ``and``, one true part an ``or``, whatever is open."""
    match node:
        case And():
            return all_of(_decide(part, values, unanswered, today) for part in node.parts)
        case Or():
            found = all_of(negated(_decide(part, values, unanswered, today)) for part in node.parts)
            return negated(found)
        case Not():
            return negated(_decide(node.part, values, unanswered, today))
        case _:
            is_open = any(var.name in unanswered for var in _variables(node))
            return None if is_open else _evaluate(node, values, today)


def all_of(parts: Iterable[bool | None]) -> bool | None:
    """False when one part is false, else None when one is not known."""
    found = list(parts)
    if any(part is False for part in found):
        return False
    return None if None in found else True


def negated(part: bool | None) -> bool | None:
    return None if part is None else not part


def _constant(value: Scalar, today: dt.date) -> Scalar:
    if isinstance(value, str) and dates.is_moving(value):
        return dates.resolve(value, today).isoformat()
    return value


def _compare(op: Comparison, left: Value, right: Scalar) -> bool:
    if op == "==":
        return _same(left, right)
    if op == "!=":
        return not _same(left, right)
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    if isinstance(left, int) and isinstance(right, int):
        return left < right if op == "<" else left <= right
    if isinstance(left, str) and isinstance(right, str):  # days: ISO texts sort as their days do
        return left < right if op == "<" else left <= right
    return False


def _same(left: Value, right: Scalar) -> bool:
    """Equality that does not take ``True`` for 1."""
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _leaves(node: Node) -> Iterator[Compare | In | Chosen]:
    match node:
        case And() | Or():
            for part in node.parts:
                yield from _leaves(part)
        case Not():
            yield from _leaves(node.part)
        case Compare() | In() | Chosen():
            yield node
        case _:
            assert_never(node)


def _variables(node: Node) -> Iterator[Var]:
    for leaf in _leaves(node):
        match leaf:
            case Compare():
                yield leaf.left
            case In():
                yield leaf.needle
            case Chosen():
                yield leaf.answer


def _as_json(node: Node) -> dict[str, Any]:
    match node:
        case Compare():
            return {node.op: [{"var": node.left.name}, node.right]}
        case In():
            return {"in": [{"var": node.needle.name}, list(node.among)]}
        case Chosen():
            return {"in": [node.value, {"var": node.answer.name}]}
        case And():
            return {"and": [_as_json(part) for part in node.parts]}
        case Or():
            return {"or": [_as_json(part) for part in node.parts]}
        case Not():
            return {"not": _as_json(node.part)}
        case _:
            assert_never(node)

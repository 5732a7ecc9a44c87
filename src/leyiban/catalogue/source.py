"""YAML as a city writes it: plain data, and the line of every part.

Only the plain subset is read: no anchors, no tags, no merge keys, no duplicate keys, bounded size and
depth, so a pack from a stranger cannot do harm. Days stay texts; the models judge them.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from leyiban.catalogue.problems import Problem, say

Path = tuple[str | int, ...]

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 40

_TAG = "tag:yaml.org,2002:"

# The words of YAML 1.2, and no others: yes and no are texts, and so are days and times of day.
_WORDS = (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9][0-9_]*|0o[0-7_]+|0x[0-9a-fA-F_]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+0123456789.",
    ),
    ("null", r"~|null|Null|NULL|", "~nN"),
)


class _Loader(yaml.CSafeLoader):
    """Made of C: a whole pack is read in a blink."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]  # the stubs call it an instance's


for _tag, _pattern, _first in _WORDS:
    _Loader.add_implicit_resolver(
        f"{_TAG}{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first, *([""] if _tag == "null" else [])]
    )


@dataclass(frozen=True, slots=True)
class Source:
    """``data`` holds only what JSON holds. ``lines`` maps a path to the line where that part begins."""

    file: str
    data: Any
    lines: Mapping[Path, int]

    def line(self, path: Iterable[str | int]) -> int:
        """The line of the deepest part of ``path`` that exists; steps that lead nowhere are passed over.

        A validator's path may hold names of union members between the real steps.
        """
        found: Path = ()
        for step in path:
            if (*found, step) in self.lines:
                found = (*found, step)
        return self.lines.get(found, 1)

    def problem(
        self, path: Iterable[str | int], code: str, what: tuple[str, str], what_to_do: tuple[str, str]
    ) -> Problem:
        """A problem at ``path``; the texts are (Chinese, English)."""
        return Problem(
            file=self.file,
            line=self.line(path),
            code=code,
            what=say(*what),
            what_to_do=say(*what_to_do),
        )


class Unreadable(Exception):
    """The text is not the plain YAML we read; ``problem`` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_yaml(text: str, *, file: str) -> Source:
    """Parse ``text``; raises :class:`Unreadable`."""
    if len(text.encode()) > MAX_BYTES:
        raise Unreadable(_trouble(file, 1, "too_large", "文件超过1 MB。", "The file is larger than 1 MB."))
    try:
        _check_shape(text, file)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        reason = (error.problem or "").strip() or "unreadable"
        raise Unreadable(
            _trouble(file, line, "not_yaml", f"这一行YAML读不懂:{reason}。", f"Not valid YAML: {reason}.")
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Unreadable(_trouble(file, 1, "not_yaml", "文件不是YAML。", "The file is not YAML.")) from error
    if node is None:
        raise Unreadable(_trouble(file, 1, "empty", "文件是空的。", "The file is empty."))
    reading = _Reading(file)
    data = reading.value(node, ())
    return Source(file=file, data=data, lines=reading.lines)


def _check_shape(text: str, file: str) -> None:
    """Event by event, before anything is composed: composing calls itself, and a deep file would end the program."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, AliasEvent):
            raise Unreadable(
                _trouble(
                    file, line, "alias", "不能用锚点和引用(& 和 *)。", "Anchors and aliases are not used."
                )
            )
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise Unreadable(_trouble(file, line, "too_deep", "层次太深。", "Nested too deeply."))


@dataclass(slots=True)
class _Reading:
    file: str
    lines: dict[Path, int] = field(default_factory=dict)

    def value(self, node: Node, path: Path) -> Any:
        line = node.start_mark.line + 1
        self.lines.setdefault(path, line)
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        if isinstance(node, ScalarNode):
            return self._scalar(node, line)
        raise self._refuse(line, "node", "这一行读不懂。", "This line is not understood.")

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise self._refuse(line, "key", "键必须是一个词。", "A key must be one word.")
            key = str(key_node.value)
            if key in result:
                raise self._refuse(line, "duplicate_key", f"“{key}”写了两次。", f'"{key}" is written twice.')
            self.lines[(*path, key)] = line
            result[key] = self.value(value_node, (*path, key))
        return result

    def _scalar(self, node: ScalarNode, line: int) -> Any:
        tag = str(node.tag).removeprefix(_TAG)
        text = str(node.value)
        match tag:
            case "str":
                if not _is_plain(text):
                    raise self._refuse(line, "control", "里面有控制字符。", "It holds control characters.")
                return text
            case "int" | "float":
                return self._number(tag, text.replace("_", ""), line)
            case "bool":
                return text.lower() == "true"
            case "null":
                return None
        raise self._refuse(line, "tag", f"不能用标签“{tag}”。", f'The tag "{tag}" is not used.')

    def _number(self, tag: str, text: str, line: int) -> int | float:
        try:
            whole = int(text) if text.lstrip("+-").isdigit() else int(text, 0) if tag == "int" else None
            number = float(text) if whole is None else whole
        except ValueError:
            number = math.nan
        if isinstance(number, float) and not math.isfinite(number):
            raise self._refuse(line, "number", "这不是能用的数。", "This is no number that can be used.")
        return number

    def _refuse(self, line: int, code: str, zh: str, en: str) -> Unreadable:
        return Unreadable(_trouble(self.file, line, code, zh, en))


def _is_plain(text: str) -> bool:
    """Neither a control character nor half of a pair: no database and no page takes these."""
    return not any(
        (character < " " and character not in "\n\t") or "\ud800" <= character <= "\udfff"
        for character in text
    )


def _trouble(file: str, line: int, code: str, zh: str, en: str) -> Problem:
    return Problem(
        file=file,
        line=line,
        code=f"source.{code}",
        what=say(zh, en),
        what_to_do=say("请照其他文件的写法改这一行。", "Write this line as the other files do."),
    )

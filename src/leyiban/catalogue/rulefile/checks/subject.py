"""What every check receives: the model, its lines, and the lawbook if the pack has one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.source import Path, Source
from leyiban.catalogue.vocabulary import TimeUnit
from leyiban.catalogue.words import Bilingual

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LawbookEntry:
    """What a pack's lawbook says under one key: every period's amount and unit (None for a text rule)."""

    key: str
    amounts: tuple[tuple[int, TimeUnit], ...]


Lawbook = Mapping[str, LawbookEntry]


class Teller(Protocol):
    """Whatever knows the line of every part of a file: a rule file under examination, or the source of any file."""

    def problem(self, path: Path, code: str, what: Pair, what_to_do: Pair, /) -> Problem: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """One rule file under examination. ``lawbook`` is None when the file is checked alone."""

    rulefile: RuleFile
    source: Source
    lawbook: Lawbook | None = None

    def problem(self, path: Path, code: str, what: Pair, what_to_do: Pair) -> Problem:
        """``what`` and ``what_to_do`` are (Chinese, English)."""
        return self.source.problem(path, code, what, what_to_do)


Check = Callable[[Subject], Iterator[Problem]]


def texts(part: BaseModel, path: Path = ()) -> Iterator[tuple[Path, Bilingual]]:
    """Every bilingual text below ``part`` with its path in the source."""
    for name, info in type(part).model_fields.items():
        yield from _texts_in(getattr(part, name), (*path, info.alias or name))


def _texts_in(value: object, path: Path) -> Iterator[tuple[Path, Bilingual]]:
    if isinstance(value, Bilingual):
        yield path, value
    elif isinstance(value, BaseModel):
        yield from texts(value, path)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts_in(item, (*path, index))


def repeated(keys: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Index and value of every key that stood earlier in the list."""
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            yield index, key
        seen.add(key)

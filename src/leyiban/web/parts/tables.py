"""Lists: columns of a table that becomes cards on a phone, the pages of a long list, checked answers."""

from dataclasses import dataclass
from math import ceil
from urllib.parse import urlencode

from leyiban.web.parts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    key: str
    label: str
    right: bool = False
    head: bool = False  # the cell that names its row


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where a reader is in a long list. ``query`` is kept while turning pages."""

    number: int
    size: int
    total: int
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def pages(self) -> int:
        return max(1, ceil(self.total / self.size))

    @property
    def before(self) -> str:
        return self.link(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        return self.link(self.number + 1) if self.number < self.pages else ""

    def link(self, number: int) -> str:
        return f"{self.path}?{urlencode([*self.query, ('page', str(number))])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A question and what was answered, with where it comes from and where to change it."""

    label: Words
    value: Words
    change: str = ""
    source: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    title: Words
    rows: tuple[Answer, ...]

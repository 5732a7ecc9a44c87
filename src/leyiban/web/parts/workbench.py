"""The desk of a clerk or an approver: what is waiting, and one case as papers | points | conclusion."""

import datetime as dt
from dataclasses import dataclass

from leyiban.web.parts import Words
from leyiban.web.parts.lights import Light


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    name: str
    link: str
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One of the four counts on top: 今天到期、待受理、待补正、已超期. ``tone``: "", "amber" or "red"."""

    name: str
    number: int
    link: str
    tone: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A matter in the list by time left. ``left`` is finished text ("还剩2个工作日", "今天17:30到期").

    ``holder`` is who took it in hand, ``post`` whose turn it is, ``office`` whose it is where that is not plain.
    ``marks`` are what everybody should notice. ``goes_first``: it is in the green channel; ``passed_by``: how many such
    have passed it.
    """

    item: Words
    applicant: str
    number: str
    mine_since: dt.datetime
    light: Light
    left: str
    next_step: Words
    link: str
    holder: str = ""
    post: str = ""
    office: Words = ""
    marks: tuple[str, ...] = ()
    goes_first: bool = False
    passed_by: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key and what it does, shown and handled by ``desk.js``: ``press`` names the element it activates."""

    key: str
    does: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTab:
    name: Words
    link: str
    here: bool = False
    light: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Something to look at for a point: a paper or an answer on the same page."""

    name: Words
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point to check (审查要点): ``value`` is "" | "yes" | "no"; ``note`` says what is wrong."""

    key: str
    text: Words
    basis: Words = ""
    looks_at: tuple[Glance, ...] = ()
    value: str = ""
    note: str = ""
    problem: str = ""

    @property
    def id(self) -> str:
        return "c-" + self.key.replace(".", "-").replace("_", "-")

"""What the page of a case shows, as plain values."""

import datetime as dt
from dataclasses import dataclass

from leyiban.web.parts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcoming:
    """One thing to put right. ``link`` leads to the very field or slot; while there is no draft yet, ``target`` is
    what a button sends to open it there. ``done``: it has been touched in the draft."""

    name: str
    what: str
    how: str
    target: str
    link: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A one-time notice as it was told. Words of one that was taken back stay readable."""

    number: int
    told_at: dt.datetime
    state: str
    shortcomings: tuple[Shortcoming, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    image: str
    large: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file: pictures of its pages, and the file itself. ``note`` is one line of what it is."""

    name: str
    note: str
    link: str
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What stands under one name. ``waiting``: it is being made; ``failed``: it could not be, and we know."""

    name: Words
    files: tuple[File, ...] = ()
    waiting: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceCard:
    """A licence that the case ended in. ``picture`` is the code to be scanned; ``page`` what the scan shows;
    ``file`` the sealed file, empty until it lies in the case."""

    name: str
    number: str
    identifier: str
    status: str
    valid: bool
    page: str
    picture: str
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """``due`` is the last moment that counts, in words; ``left`` what is left, or how it ended."""

    name: str
    length: str
    due: str
    left: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """Whom to turn to against the decision, and until when."""

    name: str
    body: Words
    within: str
    until: dt.date | None

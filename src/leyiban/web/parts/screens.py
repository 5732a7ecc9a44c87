"""The states of a screen other than "here it is" (look.md §18), each with what to do instead."""

from dataclasses import dataclass
from enum import StrEnum

from leyiban.web.parts import Words


class ScreenState(StrEnum):
    EMPTY = "empty"
    LOADING = "loading"
    ERROR = "error"
    NO_RIGHT = "no_right"
    OUT_OF_DATE = "out_of_date"
    CLOSED = "closed"

    @property
    def icon(self) -> str:
        return _ICONS[self]


_ICONS = {
    ScreenState.EMPTY: "clipboard-list",
    ScreenState.LOADING: "hourglass",
    ScreenState.ERROR: "octagon-alert",
    ScreenState.NO_RIGHT: "lock",
    ScreenState.OUT_OF_DATE: "refresh-cw",
    ScreenState.CLOSED: "clock",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Something the reader can do now; the first one is the main button."""

    label: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """``title``: what happened. ``safe``: is my work safe. ``now``: what to do. ``ways``: the buttons."""

    state: ScreenState
    title: str
    safe: Words = ""
    now: Words = ""
    ways: tuple[Way, ...] = ()

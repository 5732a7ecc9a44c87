"""What the portal's pages show, as plain values."""

from dataclasses import dataclass

from leyiban.web.city import Phone
from leyiban.web.parts import Words
from leyiban.web.parts.lights import Light
from leyiban.web.portal.bare import BareLine
from leyiban.web.portal.precheck_shown import Because


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """A life or business event (开店、生孩子、买房、退休…) and the items that belong to it."""

    name: Words
    link: str
    icon: str
    more: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """One of my matters in hand: its first sentence is the same as on its own page."""

    item: Words
    sentence: str
    light: Light
    link: str
    act: str = ""  # what I must do; empty when nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a text, marked when it is what was searched for."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A search result. ``why`` says in one line how it was found; ``tags`` are the facts that help to choose.

    ``bare`` is told of an item that only a list names; it has no summary.
    ``precheck`` leads to its questions; ``because`` are answers to a life event's questions by which it applies or not.
    """

    name: Words
    link: str
    summary: Words = ""
    bare: BareLine | None = None
    why: tuple[Piece, ...] = ()
    tags: tuple[Words, ...] = ()
    optional: bool = False
    precheck: str = ""
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What others do: where to go with it, and whom to call."""

    name: Words
    advice: Words
    phone: Phone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items of one topic. ``id`` is the anchor."""

    id: str
    name: Words
    finds: tuple[Find, ...]

"""All the ways in which Leyiban says no, for the pages behind the ``type`` of a problem detail."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from inspect import cleandoc
from typing import Final

from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from leyiban.api.frame.problems import TITLES, TYPES, status_of
from leyiban.kernel.errors import Refusal
from leyiban.kernel.wording import speak

_GAP: Final = "…"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One kind of refusal. ``titles`` and ``sentences`` are Chinese first, then English; what a sentence
    fills in per case stands as ``…``. ``about`` is for programmers."""

    code: str
    status: HTTPStatus
    titles: tuple[str, str]
    sentences: tuple[str, str]
    about: str

    @property
    def address(self) -> str:
        return f"{TYPES}{self.code}"


@cache
def problem_types() -> dict[str, ProblemType]:
    """Every refusal of every app, by code."""
    autodiscover_modules("errors")
    return {kind.code: _described(kind) for kind in sorted(set(_kinds(Refusal)), key=lambda kind: kind.code)}


def _kinds(of: type[Refusal]) -> Iterator[type[Refusal]]:
    for kind in of.__subclasses__():
        if "code" in vars(kind):
            yield kind
        yield from _kinds(kind)


def _described(kind: type[Refusal]) -> ProblemType:
    status = status_of(kind)
    return ProblemType(
        code=kind.code,
        status=status,
        titles=(_said(TITLES[status], "zh-hans"), _said(TITLES[status], "en")),
        sentences=(_filled(kind, "zh-hans"), _filled(kind, "en")),
        about=cleandoc(vars(kind).get("__doc__") or ""),
    )


def _filled(kind: type[Refusal], language: str) -> str:
    return _said(kind.message, language).format_map(defaultdict(lambda: _GAP))


def _said(text: object, language: str) -> str:
    with translation.override(language):
        return speak(str(text))

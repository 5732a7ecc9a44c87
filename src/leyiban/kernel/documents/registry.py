"""The register of papers of law: which exist, what each must say, who may seal it on what ground.

A domain declares its papers in its ``papers_of_law.py``, one frozen dataclass each: its fields are what
the template reads. A template's look may change; what a made document says is kept with it.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from leyiban.kernel.documents.glyphs import Json
from leyiban.kernel.documents.typesetting import ROOT

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOfLaw:
    """One kind of paper.

    ``series`` follows the office's short name in the number (受 in 乐行审受〔2020〕12号). ``seal`` is the kind
    of seal it bears, or None. ``warrants`` are the kinds of ledger entry that allow it to be sealed:
    no such entry about the same matter, no seal.
    """

    name: str
    version: int
    title: str
    series: str
    seal: str | None
    warrants: frozenset[str]
    source: Path
    schema: type[Any]


_BY_NAME: dict[str, PaperOfLaw] = {}
_BY_SCHEMA: dict[type[Any], PaperOfLaw] = {}


def paper_of_law(
    name: str,
    *,
    title: str,
    series: str,
    template: str,
    seal: str | None,
    warrants: tuple[str, ...] = (),
    version: int = 1,
) -> Callable[[type[Content]], type[Content]]:
    """Register the decorated frozen dataclass as what the paper ``name`` says.

    Args:
        title: the printed title, in Chinese.
        template: path of the Typst file below the package, such as ``cases/papers/acceptance_notice.typ``.
        warrants: codes of ledger entries, such as ``case.accepted/1``; needed when there is a ``seal``.

    Raises:
        ValueError: the name is taken, the template does not exist, or a seal without a warrant.
    """

    def register(schema: type[Content]) -> type[Content]:
        paper = PaperOfLaw(
            name=name,
            version=version,
            title=title,
            series=series,
            seal=seal,
            warrants=frozenset(warrants),
            source=ROOT / template,
            schema=schema,
        )
        _check(paper)
        _BY_NAME[name] = paper
        _BY_SCHEMA[schema] = paper
        return schema

    return register


def _check(paper: PaperOfLaw) -> None:
    if paper.name in _BY_NAME:
        raise ValueError(f"{paper.name} is registered twice")
    if not paper.source.is_file():
        raise ValueError(f"{paper.name}: there is no template {paper.source}")
    if paper.seal is not None and not paper.warrants:
        raise ValueError(f"{paper.name} bears a seal, so it must name the ledger entries that allow it")


def paper_by_name(name: str) -> PaperOfLaw:
    """Raises:
    KeyError: no domain has declared it.
    """
    return _BY_NAME[name]


def paper_for(content: object) -> PaperOfLaw:
    """Raises:
    KeyError: the content's class was never registered.
    """
    return _BY_SCHEMA[type(content)]


def all_papers() -> tuple[PaperOfLaw, ...]:
    return tuple(sorted(_BY_NAME.values(), key=lambda paper: paper.name))


def content_as_json(content: object) -> dict[str, Json]:
    """The content as plain values, ready to store and to hand to the template.

    Raises:
        TypeError: a value is neither text, whole number, truth value nor a composition of these. Dates come
        as the words to be printed (:mod:`wording`).
    """
    plain = _plain(content)
    if not isinstance(plain, dict):
        raise TypeError("a paper's content is a dataclass")
    return plain


def _plain(value: Any) -> Json:
    if value is None or isinstance(value, str | bool | int):
        return str(value) if isinstance(value, str) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    raise TypeError(f"a paper cannot say {type(value).__name__}")

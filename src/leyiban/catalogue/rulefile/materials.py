"""Application materials (申请材料) with every column the national guide dictionary asks for."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.parts import Blank, Key, Part, Sample
from leyiban.catalogue.vocabulary import (
    Mark,
    MaterialCopy,
    MaterialFormat,
    MaterialKind,
    MaterialSource,
    Necessity,
    PaperSize,
)
from leyiban.catalogue.words import Bilingual

MEBIBYTE = 1024 * 1024


class FileKind(StrEnum):
    """A kind of file that may be handed in; judged by content, never by name."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    OFD = "ofd"


class FileRule(Part):
    """``max_bytes`` is per file; a material may be several photos."""

    kinds: tuple[FileKind, ...] = (FileKind.PDF, FileKind.JPEG, FileKind.PNG, FileKind.OFD)
    max_bytes: int = Field(default=10 * MEBIBYTE, ge=1024, le=50 * MEBIBYTE)
    max_files: int = Field(default=9, ge=1, le=50)


class SituationAnswer(Part):
    """The material is needed when ``situation`` was answered with one of ``options``."""

    situation: Key
    options: tuple[Key, ...] = Field(min_length=1)


class Material(Part):
    """One material. ``reuse_key`` equal in two items means one paper serves both.

    It is needed when every entry of ``situations`` fits and ``when`` holds. ``blank`` is the empty form and
    ``sample`` the filled specimen: ``generated`` from this file's own questions, or told here.
    """

    key: Key
    name: Bilingual
    necessity: Necessity
    kind: MaterialKind
    copy_kind: MaterialCopy = Field(alias="copy")
    format: MaterialFormat
    copies: int = Field(default=1, ge=0, le=20)
    paper_size: PaperSize = PaperSize.A4
    source: MaterialSource
    source_explain: Bilingual | None = None
    blank: Literal["generated"] | Blank | None = None
    sample: Literal["generated"] | Sample | None = None
    fill_explain: Bilingual | None = None
    accept_stand: Bilingual
    by_law: str = Field(min_length=1, max_length=200)
    situations: tuple[SituationAnswer, ...] = ()
    when: Logic | None = None
    licence_type_code: str | None = Field(default=None, pattern=r"^[0-9A-Z]{18}[0-9]{3}$")
    share_source: str | None = Field(default=None, max_length=80)
    reuse_key: Key
    file: FileRule = FileRule()
    mark: Mark

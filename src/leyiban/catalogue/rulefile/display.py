"""Answers as people read them: on the check page, in a case, on a paper of law, on a licence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from leyiban.catalogue.rulefile.form import ChoiceField, FormField, IntegerField, MultiChoiceField
from leyiban.catalogue.rulefile.logic import Value
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.outcome import Fixed, FromForm, LicenceForm, SurfaceSource
from leyiban.catalogue.rulefile.readers import yuan
from leyiban.catalogue.words import Bilingual, Lang, Said
from leyiban.kernel.identifiers import mask_mobile, mask_resident_id

RegionName = Callable[[str], str]
"""A region's name by its code; the code itself where the name is not known."""

_YES, _NO = Bilingual(zh="是", en="Yes"), Bilingual(zh="否", en="No")
_YUAN = Bilingual(zh="元", en="yuan")


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    key: str
    label: Said
    text: str


def shown_answers(
    rulefile: RuleFile,
    values: Mapping[str, Value],
    lang: Lang,
    *,
    region_name: RegionName,
    masked: bool = True,
) -> tuple[ShownAnswer, ...]:
    """Every answer in ``values`` in reading order. ``masked`` hides the middle of people's numbers."""
    return tuple(
        ShownAnswer(
            key=question.key,
            label=question.label.said(lang),
            text=in_words(question, values[question.key], lang, region_name=region_name, masked=masked),
        )
        for question in rulefile.questions()
        if values.get(question.key) is not None
    )


def in_words(question: FormField, value: Value, lang: Lang, *, region_name: RegionName, masked: bool) -> str:
    """One clean answer in words."""
    if isinstance(value, bool):
        return (_YES if value else _NO).said(lang).text
    if isinstance(value, list):
        separator = "、" if lang is Lang.ZH else ", "
        return separator.join(_choice(question, item, lang) for item in value)
    if isinstance(value, int):
        return _number(question, value, lang)
    if value is None:
        return ""
    return _text(question, value, lang, region_name=region_name, masked=masked)


def _number(question: FormField, value: int, lang: Lang) -> str:
    if question.type == "money":
        return f"{yuan(value)} {_YUAN.said(lang)}" if lang is Lang.EN else f"{yuan(value)}{_YUAN.zh}"
    if isinstance(question, IntegerField) and question.unit is not None:
        return f"{value} {question.unit.said(lang)}" if lang is Lang.EN else f"{value}{question.unit.zh}"
    return str(value)


def _text(question: FormField, value: str, lang: Lang, *, region_name: RegionName, masked: bool) -> str:
    match question.type:
        case "choice":
            return _choice(question, value, lang)
        case "region":
            return region_name(value)
        case "resident_id" if masked:
            return mask_resident_id(value)
        case "mobile" if masked:
            return mask_mobile(value)
    return value


def _choice(question: FormField, value: str, lang: Lang) -> str:
    if not isinstance(question, ChoiceField | MultiChoiceField):
        return value
    label = next((choice.label for choice in question.choices if choice.value == value), None)
    return label.said(lang).text if label else value


def code_itself(code: str) -> str:
    """The region's name for callers that have no table of regions at hand."""
    return code


def shown(
    rulefile: RuleFile,
    key: str,
    value: Value,
    *,
    lang: Lang = Lang.ZH,
    region_name: RegionName = code_itself,
    masked: bool = True,
) -> str:
    """One answer in words by its question's key; empty when there is no such question or no answer."""
    question = rulefile.question(key)
    if question is None:
        return ""
    return in_words(question, value, lang, region_name=region_name, masked=masked)


@dataclass(frozen=True, slots=True)
class SurfaceLine:
    """One line of a licence's face (照面信息); ``fact`` says which platform fact it shows, if it does."""

    label: Bilingual
    text: str
    fact: SurfaceSource | None = None


def licence_surface(
    rulefile: RuleFile,
    licence: LicenceForm,
    values: Mapping[str, Value],
    facts: Mapping[SurfaceSource, str],
    *,
    region_name: RegionName,
) -> tuple[SurfaceLine, ...]:
    """What stands on the licence, in Chinese. ``facts`` must hold every platform fact the licence shows.

    People's numbers on a licence are masked: the licence is shown to strangers.
    """
    lines = []
    for surface in licence.surface:
        fact: SurfaceSource | None = None
        if isinstance(surface, FromForm):
            question = rulefile.question(surface.field)
            value = values.get(surface.field)
            text = (
                in_words(question, value, Lang.ZH, region_name=region_name, masked=True) if question else ""
            )
        elif isinstance(surface, Fixed):
            text = surface.text.zh
        else:
            fact, text = surface.fact, facts[surface.fact]
        if text:
            lines.append(SurfaceLine(label=surface.label, text=text, fact=fact))
    return tuple(lines)

"""Blank forms and filled samples of the papers of an item, drawn from its rule file (F1.1)."""

from dataclasses import dataclass

from django.http import HttpResponseBase

from leyiban.catalogue.errors import ItemUnknown
from leyiban.catalogue.queries import item_version
from leyiban.catalogue.rulefile.display import in_words
from leyiban.catalogue.rulefile.form import FormField
from leyiban.catalogue.rulefile.materials import Material
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.parts import Blank, Sample
from leyiban.catalogue.rulefile.posted import from_typed
from leyiban.catalogue.words import active_lang
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.web.edge import Visit, page
from leyiban.web.parts import Words
from leyiban.web.portal.finding import city_of_visit, guide_link
from leyiban.web.wording import as_written

GENERATED = "generated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a form: its question, the choices to tick, and what a sample writes there."""

    label: Words
    choices: tuple[Words, ...] = ()
    value: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    title: Words
    lines: tuple[Line, ...]
    text: tuple[Words, ...] = ()


@page(ANYONE)
def blank(visit: Visit, code: str, key: str) -> HttpResponseBase:
    """An empty form to print and fill in by hand."""
    rulefile, material = _material(visit, code, key)
    told = material.blank
    if isinstance(told, Blank):
        lines = tuple(Line(label=line) for line in told.lines)
        sections: tuple[Section, ...] = (Section(title=told.title, text=told.text, lines=lines),)
    elif told == GENERATED:
        sections = _form(rulefile, filled=False)
    else:
        raise ItemUnknown
    return _show(visit, rulefile, material, sections=sections, filled=False)


@page(ANYONE)
def sample(visit: Visit, code: str, key: str) -> HttpResponseBase:
    """The same form filled in as an example, or the specimen that the rule file tells."""
    rulefile, material = _material(visit, code, key)
    if isinstance(material.sample, Sample):
        lines = tuple(Line(label=row.label, value=as_written(row.value)) for row in material.sample.rows)
        sections: tuple[Section, ...] = (Section(title=material.sample.title, lines=lines),)
    elif material.sample == GENERATED:
        sections = _form(rulefile, filled=True)
    else:
        raise ItemUnknown
    return _show(visit, rulefile, material, sections=sections, filled=True)


def _material(visit: Visit, code: str, key: str) -> tuple[RuleFile, Material]:
    rulefile = item_version(code=code, city=city_of_visit(visit), on=city_date(visit.now)).rulefile
    material = rulefile.material(key)
    if material is None:
        raise ItemUnknown
    return rulefile, material


def _show(
    visit: Visit, rulefile: RuleFile, material: Material, *, sections: tuple[Section, ...], filled: bool
) -> HttpResponseBase:
    shown = {
        "item": rulefile.name,
        "item_link": guide_link(rulefile.code),
        "name": material.name,
        "help": material.fill_explain or "",
        "sections": sections,
        "filled": filled,
    }
    return visit.show("portal/specimen.html", shown)


def _form(rulefile: RuleFile, *, filled: bool) -> tuple[Section, ...]:
    return tuple(
        Section(title=page_.title, lines=tuple(_line(question, filled=filled) for question in page_.fields))
        for page_ in rulefile.form.pages
    )


def _line(question: FormField, *, filled: bool) -> Line:
    choices = tuple(choice.label for choice in getattr(question, "choices", ()))
    return Line(label=question.label, choices=choices, value=as_written(_example(question)) if filled else "")


def _example(question: FormField) -> str:
    if not question.example:
        return ""
    answer = from_typed(question, [question.example])
    if not isinstance(answer, str | int | bool):
        return question.example
    return in_words(question, answer, active_lang(), region_name=lambda code: code, masked=True)

"""Ticking what must be put right: every field and paper once, what is wrong, how to fix it, all in one notice."""

import datetime as dt
from collections.abc import Iterable

from django.http import QueryDict

from leyiban.cases.queries import CaseFile
from leyiban.cases.rules.intake import Defect
from leyiban.catalogue.rulefile import asked_questions, needed_materials, shown
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import FieldProblem, InvalidInput
from leyiban.kernel.moments import city_date
from leyiban.people.queries import region_name
from leyiban.web.parts import Words
from leyiban.web.wording import gettext, ngettext
from leyiban.web.workbench.moves import phrases
from leyiban.web.workbench.moves.forms import DefectLine, Desk

LONGEST = 200  # characters of what is wrong, and of how to fix it
_Target = tuple[str, Words, str]  # target, its name, what stands there now


def lines_for(desk: Desk, *moves: str, only: frozenset[str] | None = None) -> tuple[DefectLine, ...]:
    """A line per paper and per answer of the case; with ``only``, of these targets."""
    typed = desk.typed if desk.refused in moves else None
    return tuple(
        _line(desk, target, typed, moves)
        for target in _targets(desk.file, desk.visit.now)
        if only is None or target[0] in only
    )


def _targets(file: CaseFile, now: dt.datetime) -> Iterable[_Target]:
    today = city_date(now)
    for needed in needed_materials(file.rules, file.answers, today=today):
        material = needed.material
        yield f"materials.{material.key}", material.name, _how_many(len(file.handed_in.get(material.key, [])))
    for question in asked_questions(file.rules, file.answers, today=today):
        text = shown(
            file.rules,
            question.key,
            file.answers.get(question.key),
            lang=active_lang(),
            region_name=region_name,
        )
        yield f"form.{question.key}", question.label, text or gettext("没有填")


def _how_many(count: int) -> str:
    if not count:
        return gettext("没有交")
    return ngettext("交了%(n)s个文件", "交了%(n)s个文件", count) % {"n": count}


def _line(desk: Desk, target: _Target, typed: QueryDict | None, moves: tuple[str, ...]) -> DefectLine:
    key, name, now = target
    return DefectLine(
        target=key,
        name=name,
        now=now,
        is_paper=phrases.about(key) == "material",
        ticked=typed is not None and key in typed.getlist("defect"),
        what="" if typed is None else typed.get(f"what.{key}", ""),
        how="" if typed is None else typed.get(f"how.{key}", ""),
        phrases=phrases.choices(key),
        phrase="" if typed is None else typed.get(f"phrase.{key}", ""),
        problem=desk.problem(f"defect.{key}", *moves),
    )


def defects_in(posted: QueryDict, *, changed: frozenset[str] = frozenset()) -> list[Defect]:
    """The ticked lines. A phrase that was picked fills what was left empty.

    Raises:
        InvalidInput: a ticked line does not say what is wrong.
    """
    found, problems = [], []
    for target in dict.fromkeys(posted.getlist("defect")):
        what, how = _said(posted, target)
        if not what:
            message = gettext("请选一句,或写哪里不对。")
            problems.append(FieldProblem(f"defect.{target}", "required", message))
        found.append(Defect(target, what, how, caused_by_supplement=target in changed))
    if problems:
        raise InvalidInput(problems=tuple(problems))
    return found


def _said(posted: QueryDict, target: str) -> tuple[str, str]:
    picked = phrases.phrase(target, posted.get(f"phrase.{target}", ""))
    what = posted.get(f"what.{target}", "").strip()[:LONGEST]
    how = posted.get(f"how.{target}", "").strip()[:LONGEST]
    if picked is None:
        return what, how
    return what or picked.what, how or picked.how

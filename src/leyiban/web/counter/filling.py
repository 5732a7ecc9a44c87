"""The form at the counter: the pages of the rule file below one another, because a clerk types it in one go."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.operations import save_answers
from leyiban.cases.queries import DraftPage, draft_for, open_defects, untouched
from leyiban.cases.queries.known_facts import known_facts
from leyiban.catalogue.queries import city_of_region
from leyiban.catalogue.rulefile import FormPage, form_pages
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import FieldProblem
from leyiban.kernel.moments import city_date
from leyiban.web.counter.desk import at_counter, show
from leyiban.web.counter.steps import FORM, steps_of
from leyiban.web.edge import Trouble, Visit, attempt, see_other, version_of
from leyiban.web.filling.questions import Boxes, Posted, fields_of, posted_answers, sent_for
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Field, Known
from leyiban.web.wording import gettext
from leyiban.web.workbench.case.answers import clerks_of, typed_by

_REGIONS = "regions_of"  # the button that only opens the next list of regions
_STAY = "stay"  # the button that keeps and shows what the answers ask beyond
_FORM = "form."


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One page of the form."""

    title: Words
    intro: Words
    fields: tuple[Field, ...]


@at_counter("GET", "POST")
def draft(visit: Visit, key: str) -> HttpResponseBase:
    """Everything the form asks; kept as far as it is well-formed, whatever else is wrong."""
    opened = draft_for(visit.actor, key, now=visit.now)
    if visit.request.method != "POST":
        return _show(visit, opened, problems=_asked_again(opened))
    pages = _pages(visit, opened)
    posted = sent_for([question for page in pages for question in page.questions], visit.request.POST)
    if _REGIONS in visit.request.POST:
        return _show(visit, opened, posted=posted)
    kept = attempt(lambda: _keep(visit, opened, posted))
    fresh = draft_for(visit.actor, key, now=visit.now)
    if isinstance(kept, Trouble):
        return _show(visit, fresh, posted=posted, trouble=kept)
    problems = _by_question(kept)
    if problems:
        return _show(visit, fresh, posted=posted, problems=problems, status=422)
    if _STAY in visit.request.POST or _asks_more(pages, _pages(visit, fresh)):
        return _show(visit, fresh, saved=True)
    return see_other(reverse("web:counter_papers", kwargs={"key": key}))


def _pages(visit: Visit, opened: DraftPage) -> tuple[FormPage, ...]:
    today = city_date(visit.now)
    return form_pages(opened.rules, active_lang(), values=opened.answers, today=today)


def _keep(visit: Visit, opened: DraftPage, posted: Posted) -> tuple[FieldProblem, ...]:
    _, problems = save_answers(
        key=opened.draft.key,
        answers=posted_answers(opened.rules, posted),
        version=version_of(visit.request),
        actor=visit.actor,
        now=visit.now,
    )
    return problems


def _by_question(problems: tuple[FieldProblem, ...]) -> dict[str, str]:
    return {
        problem.field.removeprefix(_FORM): str(problem.message)
        for problem in problems
        if problem.field.startswith(_FORM)
    }


def _asks_more(before: tuple[FormPage, ...], after: tuple[FormPage, ...]) -> bool:
    """Whether the answers have opened questions that were not on the page."""
    seen = {question.key for page in before for question in page.questions}
    return any(question.key not in seen for page in after for question in page.questions)


def _asked_again(opened: DraftPage) -> dict[str, str]:
    """What a correction notice says about answers that are still as they were."""
    if opened.draft.case is None:
        return {}
    return {
        defect.target.removeprefix(_FORM): f"{defect.what}。{defect.how}"
        for defect in untouched(open_defects(opened.draft.case), opened.draft, opened.answers)
        if defect.target.startswith(_FORM)
    }


def _show(
    visit: Visit,
    opened: DraftPage,
    *,
    posted: Posted | None = None,
    problems: Mapping[str, str] | None = None,
    trouble: Trouble | None = None,
    saved: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    sections = _sections(visit, opened, posted, problems or {})
    fields = [field for section in sections for field in section.fields]
    return show(
        visit,
        "counter/form.html",
        {
            "draft": opened.draft,
            "item": opened.rules.short_name,
            "steps": steps_of(opened, here=FORM),
            "sections": sections,
            "lines": tuple((field.first_id, field.problem) for field in fields if field.problem),
            "sentence": "" if trouble is None else trouble.sentence,
            "saved": saved,
        },
        status=trouble.status if trouble else status,
    )


def _sections(
    visit: Visit, opened: DraftPage, posted: Posted | None, problems: Mapping[str, str]
) -> tuple[Section, ...]:
    draft = opened.draft
    names = clerks_of(draft.typed_by)
    boxes = Boxes(
        region=city_of_region(draft.region).region.code,
        answers=opened.answers,
        posted=posted,
        problems=problems,
        facts=known_facts(applicant=draft.applicant, operator=draft.operator),
        facts_note=Known(source=gettext("登记过的信息")),
        notes={
            key: Known(source=typed_by(stamp, names, now=visit.now)) for key, stamp in draft.typed_by.items()
        },
    )
    return tuple(
        Section(
            title=page.title,
            intro=page.intro or "",
            fields=fields_of(page.questions, rules=opened.rules, boxes=boxes),
        )
        for page in _pages(visit, opened)
    )

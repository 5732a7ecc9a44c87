"""A page of questions: drawn with what is known, saved as it is typed, told beside the field what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpResponse, HttpResponseBase

from leyiban.cases.errors import DraftMoved
from leyiban.cases.operations import save_answers
from leyiban.cases.queries import DraftPage, draft_for, open_defects, untouched
from leyiban.catalogue.rulefile import FormPage, RuleFile, Value, shown
from leyiban.catalogue.rulefile.pages import SITUATIONS
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import FieldProblem, Stale
from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.queries import region_name
from leyiban.web.edge import Visit, page, see_other, version_of
from leyiban.web.filling.questions import Posted, fields_of, posted_answers
from leyiban.web.jinja import plain
from leyiban.web.journey.boxes import boxes_of
from leyiban.web.journey.steps import BACK_TO_CHECK, Steps, check_link, draft_link, steps_of
from leyiban.web.parts.fields import Field
from leyiban.web.wording import gettext, ngettext, speak, typeset

BACK: Final = "back"  # where a change leads back to
LATER: Final = "later"  # the button that only keeps
REGIONS_OF: Final = "regions_of"  # the button that opens the next list of regions
AUTOSAVE: Final = "autosave"  # what draft.js calls itself
_FORM: Final = "form."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What is said on a page that is drawn again: beside fields, and on top."""

    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""
    more: int = 0  # questions that the answers have just opened
    status: int = 200


@page(SIGNED_IN, "GET", "POST")
def form(visit: Visit, key: str, step: str) -> HttpResponseBase:
    """One page of a draft."""
    opened = draft_for(visit.actor, key, now=visit.now)
    steps = steps_of(opened, now=visit.now)
    asked = steps.page(step)
    if asked is None:  # an answer elsewhere has closed this page
        return see_other(draft_link(key))
    if visit.request.method != "POST":
        return _show(visit, opened, steps, asked, told=_Told(problems=_asked_again(opened)))
    if REGIONS_OF in visit.request.POST:
        return _show(visit, opened, steps, asked, posted=_posted(visit, opened, asked))
    return _save(visit, opened, steps, asked)


def _posted(visit: Visit, opened: DraftPage, asked: FormPage) -> Posted:
    """What was sent for the questions of this page, also for one that its own answers have just opened. Boxes
    that are all unticked send nothing, and mean none."""
    sent = dict(visit.request.POST.lists())
    none = {each.key: [""] for each in asked.questions if each.type == "multi_choice"}
    keys = {each.key for each in asked.questions} | _keys_of(opened.rules, asked.key)
    return {**none, **{key: sent[key] for key in keys if key in sent}}


def _keys_of(rules: RuleFile, step: str) -> set[str]:
    """Every question of a page, asked or not."""
    if step == SITUATIONS:
        return {situation.key for situation in rules.situations}
    return {field.key for page_ in rules.form.pages if page_.key == step for field in page_.fields}


def _save(visit: Visit, opened: DraftPage, steps: Steps, asked: FormPage) -> HttpResponseBase:
    posted = _posted(visit, opened, asked)
    answers = posted_answers(opened.rules, posted)
    key = opened.draft.key
    try:
        problems = _keep(visit, key, answers)
    except (DraftMoved, Stale) as moved:
        return _compare(visit, key, asked, posted, answers, sentence=speak(str(moved)))
    fresh = draft_for(visit.actor, key, now=visit.now)
    if _is_autosave(visit):
        return _autosaved(visit, fresh, asked, posted, problems)
    if LATER in visit.request.POST and not problems:
        return see_other(draft_link(key))
    return _go_on(visit, fresh, asked, posted, problems)


def _keep(visit: Visit, key: str, answers: Mapping[str, object]) -> tuple[FieldProblem, ...]:
    _, problems = save_answers(
        key=key, answers=answers, version=version_of(visit.request), actor=visit.actor, now=visit.now
    )
    return problems


def _go_on(
    visit: Visit, fresh: DraftPage, asked: FormPage, posted: Posted, problems: Iterable[FieldProblem]
) -> HttpResponseBase:
    """The next page, or this one again: with what is wrong, or with questions that the answers opened."""
    steps = steps_of(fresh, now=visit.now)
    again = steps.page(asked.key)
    if again is None:
        return see_other(steps.after(asked.key).link)
    before = {question.key for question in asked.questions} | posted.keys()
    wrong = {**_missing(fresh, before), **_by_field(problems)}
    if wrong:
        return _show(visit, fresh, steps, again, posted=posted, told=_Told(problems=wrong, status=422))
    more = sum(question.key not in before and question.required for question in again.questions)
    if more:
        return _show(visit, fresh, steps, again, posted=posted, told=_Told(more=more))
    if visit.request.POST.get(BACK) == BACK_TO_CHECK:
        return see_other(check_link(fresh.draft.key))
    return see_other(steps.after(asked.key).link)


def _missing(fresh: DraftPage, keys: set[str]) -> dict[str, str]:
    return {name: said for name, said in _by_field(fresh.problems).items() if name in keys}


def _by_field(problems: Iterable[FieldProblem]) -> dict[str, str]:
    return {
        problem.field.removeprefix(_FORM): str(problem.message)
        for problem in problems
        if problem.field.startswith(_FORM)
    }


def _compare(
    visit: Visit,
    key: str,
    asked: FormPage,
    posted: Posted,
    answers: Mapping[str, object],
    *,
    sentence: str,
) -> HttpResponseBase:
    """Saved elsewhere meanwhile: what was typed stays, and what is kept stands beside it."""
    fresh = draft_for(visit.actor, key, now=visit.now)
    steps = steps_of(fresh, now=visit.now)
    page_now = steps.page(asked.key) or asked
    other = {
        name: gettext("别处存的是:%(text)s") % {"text": _in_words(fresh.rules, name, fresh.answers.get(name))}
        for name, typed in answers.items()
        if fresh.answers.get(name) not in (None, typed)
    }
    return _show(
        visit,
        fresh,
        steps,
        page_now,
        posted=posted,
        told=_Told(problems=other, sentence=sentence, status=409),
    )


def _in_words(rules: RuleFile, name: str, value: Value) -> str:
    text = shown(rules, name, value, lang=active_lang(), region_name=region_name, masked=False)
    return text or gettext("没有填")


def _asked_again(opened: DraftPage) -> dict[str, str]:
    """What a correction notice says about answers that are still as they were. No query for a first filing."""
    case = opened.draft.case
    if case is None:
        return {}
    return {
        defect.target.removeprefix(_FORM): f"{defect.what}。{defect.how}"
        for defect in untouched(open_defects(case), opened.draft, opened.answers)
        if defect.target.startswith(_FORM)
    }


def _is_autosave(visit: Visit) -> bool:
    return visit.request.headers.get("X-Requested-With") == AUTOSAVE


def _autosaved(
    visit: Visit,
    fresh: DraftPage,
    asked: FormPage,
    posted: Posted,
    problems: Sequence[FieldProblem],
) -> HttpResponse:
    """The questions as they are now, for the script to put in or take out; wrong ones are told later, when the
    person goes on."""
    steps = steps_of(fresh, now=visit.now)
    response = visit.show(
        "journey/questions.html",
        {
            "fields": _fields(visit, fresh, steps.page(asked.key) or asked, posted, {}),
            "version": fresh.draft.version,
            "saved_at": fresh.draft.saved_at,
        },
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _fields(
    visit: Visit, opened: DraftPage, asked: FormPage, posted: Posted | None, problems: Mapping[str, str]
) -> tuple[Field, ...]:
    boxes = boxes_of(
        opened, asked.questions, actor=visit.actor, now=visit.now, posted=posted, problems=problems
    )
    return fields_of(asked.questions, rules=opened.rules, boxes=boxes)


def _show(
    visit: Visit,
    opened: DraftPage,
    steps: Steps,
    asked: FormPage,
    *,
    posted: Posted | None = None,
    told: _Told | None = None,
) -> HttpResponseBase:
    told = told or _Told()
    draft = opened.draft
    fields = _fields(visit, opened, asked, posted, told.problems)
    lines = tuple((each.first_id, _line(each)) for each in fields if each.problem)
    before = steps.before(asked.key)
    return visit.show(
        "journey/form.html",
        {
            "item": opened.rules.short_name,
            "applicant": draft.applicant.name,
            "asked": asked,
            "step": steps.of(asked.key),
            "total": steps.total,
            "fields": fields,
            "lines": lines,
            "sentence": told.sentence or _sentence(opened, lines, told),
            "more": _more(told.more),
            "version": draft.version,
            "saved_at": draft.saved_at if draft.version > 1 else None,
            "back": visit.request.POST.get(BACK) or visit.request.GET.get(BACK, ""),
            "before": before.link if before else draft_link(draft.key),
            "draft": draft_link(draft.key),
            "correcting": draft.case,
        },
        status=told.status,
    )


def _line(wrong: Field) -> str:
    """A problem as the list above the page says it, where its field does not stand beside it."""
    label = plain(wrong.label)
    return wrong.problem if label in wrong.problem else typeset(f"{label}:{wrong.problem}")


def _sentence(opened: DraftPage, lines: Sequence[object], told: _Told) -> str:
    """What stands above the list: a notice's lines are no mistakes of this page."""
    if opened.draft.case is None or told.status != 200 or not lines:
        return ""
    return ngettext("请您改这%(n)s处", "请您改这%(n)s处", len(lines)) % {"n": len(lines)}


def _more(count: int) -> str:
    if not count:
        return ""
    return ngettext("照您的回答,还要问%(n)s个", "照您的回答,还要问%(n)s个", count) % {"n": count}

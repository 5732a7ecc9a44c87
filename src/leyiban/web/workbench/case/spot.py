"""当场更正 (ALL 32(3)): the applicant stands there, and what can be put right at once is put right."""

from collections.abc import Mapping

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases import operations as cases
from leyiban.cases.queries import CaseFile, case_file
from leyiban.catalogue.queries import city_of_region
from leyiban.catalogue.rulefile import ShownQuestion, form_pages
from leyiban.catalogue.words import active_lang
from leyiban.kernel.errors import NotFound
from leyiban.kernel.moments import city_date
from leyiban.web.edge import Trouble, Visit, attempt, new_once, send_once, version_of
from leyiban.web.filling.questions import Boxes, fields_of, posted_answers
from leyiban.web.parts.fields import Field, Known
from leyiban.web.workbench.case.answers import clerks_of, typed_by
from leyiban.web.workbench.desk import HANDLES, at_desk, show

MOVE = "correct_on_spot"
_REGIONS = "regions_of"  # the button that only opens the next list of regions


@at_desk(HANDLES, "GET", "POST")
def spot(visit: Visit, number: str) -> HttpResponseBase:
    """Every answer in its box; what is changed is stamped with the clerk's name."""
    file = case_file(visit.actor, number, now=visit.now)
    if not any(each.name == MOVE for each in file.moves):
        raise NotFound
    if visit.request.method != "POST" or _REGIONS in visit.request.POST:
        return _show(visit, file)
    posted = dict(visit.request.POST.lists())

    def act() -> str:
        cases.correct_on_spot(
            case_id=file.case.pk,
            version=version_of(visit.request),
            answers=posted_answers(file.rules, posted),
            actor=visit.actor,
            now=visit.now,
        )
        return f"{reverse('web:workbench_case', kwargs={'number': number})}?done={MOVE}"

    made = attempt(lambda: send_once(visit, act))
    return _show(visit, file, made) if isinstance(made, Trouble) else made


def _show(visit: Visit, file: CaseFile, trouble: Trouble | None = None) -> HttpResponseBase:
    fields = _fields(visit, file, {} if trouble is None else trouble.at)
    lines = [(field.first_id, field.problem) for field in fields if field.problem]
    return show(
        visit,
        "workbench/spot.html",
        {
            "case": file.case,
            "item": file.rules.name,
            "fields": fields,
            "lines": lines,
            "sentence": "" if trouble is None or lines else trouble.sentence,
            "once": new_once(),
            "version": file.case.version,
            "back": reverse("web:workbench_case", kwargs={"number": file.case.number}),
        },
        here="list",
        status=trouble.status if trouble else 200,
    )


def _fields(visit: Visit, file: CaseFile, problems: Mapping[str, str]) -> tuple[Field, ...]:
    names = clerks_of(file.case.typed_by)
    questions: list[ShownQuestion] = []
    for page in form_pages(file.rules, active_lang(), values=file.answers, today=city_date(visit.now)):
        questions += page.questions
    boxes = Boxes(
        region=city_of_region(file.case.region).region.code,
        answers=file.answers,
        posted=dict(visit.request.POST.lists()) if visit.request.method == "POST" else None,
        problems={name.removeprefix("form."): problem for name, problem in problems.items()},
        notes={
            key: Known(source=typed_by(stamp, names, now=visit.now))
            for key, stamp in file.case.typed_by.items()
        },
    )
    return fields_of(questions, rules=file.rules, boxes=boxes)

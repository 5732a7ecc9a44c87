"""补正: what the office asked for, once and completely, each line with the way to the very field (F1.5)."""

from django.http import HttpResponseBase
from django.urls import reverse

from leyiban.cases.models import CorrectionNotice, Draft
from leyiban.cases.operations import open_correction
from leyiban.cases.queries import CaseFile, case_for, draft_for, open_defects, untouched
from leyiban.cases.rules.intake import Defect
from leyiban.catalogue.rulefile import RuleFile
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Trouble, Visit, attempt, page, see_other
from leyiban.web.journey.case_shown import Notice, Shortcoming
from leyiban.web.journey.steps import Steps, draft_link, place_of, steps_of
from leyiban.web.wording import gettext
from leyiban.web.workbench.case.story import target_name

TO = "to"


@page(SIGNED_IN, "POST")
def correct(visit: Visit, number: str) -> HttpResponseBase:
    """Open the draft in which the case is put right, at the place that was pressed."""
    case = case_for(visit.actor, number)
    opened = attempt(lambda: open_correction(case_id=case.pk, actor=visit.actor, now=visit.now))
    if isinstance(opened, Trouble):  # it is not waiting any more: its page says what has happened
        return see_other(reverse("web:case", kwargs={"number": number}))
    page_of_draft = draft_for(visit.actor, opened.key, now=visit.now)
    target = visit.request.POST.get(TO, "")
    if not target:
        return see_other(draft_link(opened.key))
    return see_other(place_of(target, opened.key, steps_of(page_of_draft, now=visit.now)))


def to_put_right(visit: Visit, file: CaseFile) -> tuple[Shortcoming, ...]:
    """What the case waits for now; what was touched in the draft is marked."""
    draft = Draft.objects.select_related("case", "item_version").filter(case=file.case).first()
    defects = open_defects(file.case)
    if draft is None:
        return tuple(_line(defect, file.rules) for defect in defects)
    opened = draft_for(visit.actor, draft.key, now=visit.now)
    steps = steps_of(opened, now=visit.now)
    left = untouched(defects, opened.draft, opened.answers)
    return tuple(_line(defect, file.rules, draft.key, steps, done=defect not in left) for defect in defects)


def notices_of(file: CaseFile) -> tuple[Notice, ...]:
    """Every notice of the case in order, with what became of it."""
    return tuple(
        Notice(
            number=notice.number,
            told_at=notice.told_at,
            state=_state(notice),
            shortcomings=tuple(_line(Defect(**line), file.rules) for line in lines),
            reason=notice.reason.reveal() if notice.reason is not None else "",
        )
        for notice, lines in file.notices
    )


def _state(notice: CorrectionNotice) -> str:
    if notice.withdrawn_at is not None:
        return gettext("收回了,不用补")
    if notice.supplemented_at is not None:
        return gettext("您补过了")
    return gettext("公开的再次要求,时限不停") if notice.repeated else gettext("等您补")


def _line(
    defect: Defect, rules: RuleFile, key: str = "", steps: Steps | None = None, *, done: bool = False
) -> Shortcoming:
    return Shortcoming(
        name=target_name(defect.target, rules),
        what=defect.what,
        how=defect.how,
        target=defect.target,
        link=place_of(defect.target, key, steps) if steps is not None else "",
        done=done,
    )

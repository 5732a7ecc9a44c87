"""What stands around a case on its page: licences, hearings, other offices, supervision."""

from typing import Any

from django.urls import reverse

from leyiban.cases import queries
from leyiban.cases.hearing.waiting import decision_waits
from leyiban.cases.models import Case
from leyiban.cases.queries import CaseFile
from leyiban.cases.states import CaseState, Decision
from leyiban.credentials.queries import PublicLicence, licence_of_case, public_licence
from leyiban.province.queries import handovers_of
from leyiban.supervision.queries import slips_about
from leyiban.web.edge import Visit
from leyiban.web.parts.plan import picture_of
from leyiban.web.wording import speak
from leyiban.web.workbench.case.story import conclusion_words
from leyiban.web.workbench.desk import ANSWERS, SUPERVISES
from leyiban.web.workbench.supervision.lines import slip_lines

_DECIDABLE = frozenset({CaseState.UNDER_REVIEW, CaseState.SPECIAL_PROCEDURE})


def earlier_licence(file: CaseFile, visit: Visit) -> PublicLicence | None:
    """The licence that this renews or changes, as it is now."""
    earlier = file.case.earlier_licence
    return public_licence(earlier, now=visit.now) if earlier else None


def licence_link(file: CaseFile, visit: Visit) -> str:
    """To the licence that the case ended in, for whoever decides on it."""
    if file.case.decision != Decision.GRANT or not ANSWERS.held_by(visit.actor):
        return ""
    licence = licence_of_case(file.case.number)
    if licence is None:
        return ""
    return reverse("web:workbench_licence", kwargs={"identifier": licence.identifier})


def waits_for_hearing(file: CaseFile, visit: Visit) -> str:
    """Why the decision has to wait for people to be heard, for whoever decides (R12)."""
    if file.case.state not in _DECIDABLE or not ANSWERS.held_by(visit.actor):
        return ""
    refusal = decision_waits(file.case)
    return "" if refusal is None else speak(str(refusal))


def offices_in(file: CaseFile, visit: Visit) -> dict[str, Any]:
    """The picture of the plan, and a way to each task of another office. Nothing for an ordinary case."""
    plan = queries.plan_of(file.case, file.trail, now=visit.now)
    lines = () if plan is None else tuple(line for line in plan.lines if line.task is not None)
    return {
        "plan": picture_of(plan, now=visit.now),
        "above": () if plan is None else handovers_of(file.case.number),
        "joint_tasks": [
            (
                line.name,
                line.office,
                conclusion_words(line.task.conclusion) if line.task.conclusion else "",
                reverse("web:workbench_task", kwargs={"number": line.task.number}),
            )
            for line in lines
            if line.task is not None
        ],
    }


def supervision_of(visit: Visit, case: Case) -> dict[str, Any]:
    """The slips about the case, and the way to another for whoever supervises."""
    found = slips_about(Case.KIND, case.number)
    may_issue = SUPERVISES.held_by(visit.actor)
    return {
        "slips": slip_lines(found, now=visit.now),
        "issue_link": reverse("web:workbench_new_slip", kwargs={"number": case.number}) if may_issue else "",
    }

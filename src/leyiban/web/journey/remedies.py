"""不服怎么办: which body, which court, within what time, until which day; and a letter to print (F3.12, R22)."""

import datetime as dt

from django.http import HttpResponseBase

from leyiban.cases.models import Case
from leyiban.cases.queries import case_file
from leyiban.cases.states import CaseState, Decision
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.rulefile.dates import shift
from leyiban.kernel.errors import NotFound
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.lawbook.rules import RuleInForce
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.people.queries import names_on_paper
from leyiban.web.edge import Visit, page
from leyiban.web.formats import span_in_words
from leyiban.web.journey.case_shown import Remedy
from leyiban.web.wording import as_written, gettext

_STEPS = {"natural_day": "d", "calendar_day": "d", "month": "m", "year": "y"}


def may_be_fought(case: Case) -> bool:
    """Whether there is a decision against the applicant (R11, R22)."""
    return case.state == CaseState.REFUSED or case.decision == Decision.DENY


def remedies_against(case: Case, rules: RuleFile) -> tuple[Remedy, ...]:
    """As the rules were on the day of the decision; the time runs from the day on which it was handed over."""
    keys = rules.remedies
    known_on = _known_on(case)
    found = (
        _remedy(gettext("行政复议"), keys.reconsideration_body, keys.reconsideration_limit, case, known_on),
        _remedy(gettext("行政诉讼"), keys.litigation_court, keys.litigation_limit, case, known_on),
    )
    return tuple(remedy for remedy in found if remedy is not None)


def _known_on(case: Case) -> dt.date | None:
    """When the applicant came to know: delivered, or refused; None while the paper is on its way."""
    moment = case.delivered_at or (case.closed_at if not case.decision else None)
    return city_date(moment) if moment is not None else None


def _remedy(name: str, where: str, limit: str, case: Case, known_on: dt.date | None) -> Remedy | None:
    """None rather than a wrong one, where a rule is not published: the paper of law says it then."""
    on = city_date(case.decided_at or case.closed_at or case.received_at)
    try:
        body = lawbook.rule(where, on=on, region=case.region)
        time = lawbook.rule(limit, on=on, region=case.region)
    except RuleUnknown:
        return None
    return Remedy(
        name=name,
        body=as_written(str(body.value)),
        within=span_in_words(int(time.value), time.unit),
        until=None if known_on is None else _last_day(known_on, time),
    )


def _last_day(known_on: dt.date, limit: RuleInForce) -> dt.date:
    return shift(known_on, int(limit.value), _STEPS[limit.unit])


@page(SIGNED_IN)
def letter(visit: Visit, number: str) -> HttpResponseBase:
    """An application for reconsideration with what we know filled in; the rest is written by hand."""
    file = case_file(visit.actor, number, now=visit.now)
    if not may_be_fought(file.case):
        raise NotFound
    names = names_on_paper(applicant=file.case.applicant, operator=file.case.operator)
    remedies = remedies_against(file.case, file.rules)
    return visit.show(
        "journey/letter.html",
        {
            "case": file.case,
            "item": file.rules.name,
            "names": names,
            "remedy": remedies[0] if remedies else None,
            "decided_on": city_date(file.case.decided_at or file.case.closed_at or visit.now),
        },
    )

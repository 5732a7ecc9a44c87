"""A renewal or a change begins with everything the city holds filled in: nothing is asked again (F1.4)."""

import datetime as dt

from leyiban.cases.answers import read_answers
from leyiban.cases.earlier_licences import HeldLicence
from leyiban.cases.models import Case
from leyiban.cases.queries.known_facts import known_facts
from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.answers import validate_answers
from leyiban.catalogue.rulefile.posted import from_typed
from leyiban.kernel.moments import city_date
from leyiban.people.models import Party


def granting_case(licence: HeldLicence) -> Case | None:
    """The case that ended in this licence; None for one that was granted elsewhere."""
    return Case.objects.select_related("item_version").filter(number=licence.case_number).first()


def filled_in(
    rules: RuleFile, source: Case, *, applicant: Party, operator: Party | None, now: dt.datetime
) -> dict[str, Value]:
    """What the form of ``rules`` asks and the city knows: from the case that granted the licence, and from the
    registers, which know better since. What today's form would not take is left open."""
    granted = read_answers(source.answers)
    facts = known_facts(applicant=applicant, operator=operator)
    answers: dict[str, object] = {}
    for question in rules.questions():
        if question.from_licence and question.key in granted:
            answers[question.key] = granted[question.key]
        if question.known_from in facts:
            answers[question.key] = from_typed(question, [facts[question.known_from]])
    checked = validate_answers(rules, answers, stage="draft", today=city_date(now))
    wrong = {problem.field.removeprefix("form.") for problem in checked.problems}
    return {key: value for key, value in checked.clean.items() if key not in wrong}

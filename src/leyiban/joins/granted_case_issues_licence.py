"""A granted case issues its licence."""

import datetime as dt
from collections.abc import Mapping

from leyiban.cases.answers import read_answers
from leyiban.cases.models import Case
from leyiban.cases.states import Decision
from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.dates import shift
from leyiban.catalogue.rulefile.display import shown
from leyiban.catalogue.rulefile.outcome import Fixed, FromForm, LicenceForm, SurfaceField, Validity
from leyiban.credentials.operations import Grant, prepare_licence
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date
from leyiban.people.queries import names_on_paper


@reaction("case.decided/1", follower="joins.granted_case_issues_licence")
def issue_licence(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Grants whose item ends in a licence; everything else ends in the decision itself."""
    if entry.facts.decision != Decision.GRANT:
        return
    case = Case.objects.select_related("item_version", "agency", "applicant", "operator").get(
        number=entry.subject_key
    )
    licence = case.item_version.rulefile.result.licence
    if licence is not None:
        prepare_licence(grant=grant_of(case, licence, entry), now=now)


def grant_of(case: Case, licence: LicenceForm, entry: LedgerEntry) -> Grant:
    """The licence that this decision calls for, as the rule file of its version describes it."""
    rules, answers = case.item_version.rulefile, read_answers(case.answers)
    valid_from = city_date(entry.happened_at)
    return Grant(
        case_number=case.number,
        decision_entry=entry.entry_id,
        holder=case.applicant,
        issuer=case.agency,
        type_code=licence.type_code,
        name=licence.name.zh,
        number_prefix=licence.number_prefix,
        surface=[
            (field.label.zh, _surface_text(field, case, rules, answers, valid_from))
            for field in licence.surface
        ],
        valid_from=valid_from,
        valid_until=last_valid_day(licence.validity, valid_from, answers),
    )


def last_valid_day(validity: Validity, valid_from: dt.date, answers: Mapping[str, Value]) -> dt.date | None:
    """The last day of the term; None for a long-term licence."""
    if validity.long_term:
        return None
    if validity.until_field is not None:
        return dt.date.fromisoformat(str(answers[validity.until_field]))
    months = validity.months if validity.months is not None else 12 * (validity.years or 0)
    return shift(valid_from, months, "m") - dt.timedelta(days=1)


def _surface_text(
    field: SurfaceField, case: Case, rules: RuleFile, answers: Mapping[str, Value], valid_from: dt.date
) -> str:
    if isinstance(field, Fixed):
        return field.text.zh
    if isinstance(field, FromForm):
        return shown(rules, field.field, answers.get(field.field))
    return _platform_fact(field.fact, case, rules, valid_from)


def _platform_fact(fact: str, case: Case, rules: RuleFile, valid_from: dt.date) -> str:
    """``{number}`` and ``{valid}`` are filled in by the domain that issues."""
    match fact:
        case "party.name":
            return case.applicant.name
        case "party.number":
            return case.applicant.uscc or ""
        case "party.legal_representative":
            return names_on_paper(applicant=case.applicant, operator=case.operator).head
        case "agency.name":
            return case.agency.name
        case "case.number":
            return case.number
        case "item.name":
            return rules.name.zh
        case "licence.number":
            return "{number}"
        case "licence.issued_on" | "licence.valid_from":
            return in_words(valid_from)
        case _:
            return "{valid}"

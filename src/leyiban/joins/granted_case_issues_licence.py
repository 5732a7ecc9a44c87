"""A granted case issues its licence."""

import datetime as dt
from collections.abc import Mapping

from leyiban.cases.answers import read_answers
from leyiban.cases.models import Case
from leyiban.cases.states import DECIDED_ENTRIES, Decision
from leyiban.catalogue.rulefile import RuleFile, Value
from leyiban.catalogue.rulefile.dates import shift
from leyiban.catalogue.rulefile.display import licence_surface
from leyiban.catalogue.rulefile.outcome import LicenceForm, SurfaceSource, Validity
from leyiban.credentials.faces import Own
from leyiban.credentials.operations import Grant, prepare_licence
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.kernel.moments import city_date
from leyiban.people.queries import names_on_paper, region_name

_OWN: dict[SurfaceSource, Own] = {
    "licence.number": Own.NUMBER,
    "licence.issued_on": Own.ISSUED_ON,
    "licence.valid_from": Own.VALID_FROM,
    "licence.valid_until": Own.VALID_UNTIL,
    "agency.name": Own.ISSUER,
}


@reaction(*DECIDED_ENTRIES, follower="joins.granted_case_issues_licence")
def issue_licence(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Grants whose item ends in a licence; everything else ends in the decision itself."""
    if entry.facts.decision != Decision.GRANT:
        return
    case = Case.objects.select_related("item_version", "agency", "applicant", "operator").get(
        number=entry.subject_key
    )
    licence = case.rules.result.licence
    if licence is not None:
        prepare_licence(grant=grant_of(case, licence, entry), now=now)


def grant_of(case: Case, licence: LicenceForm, entry: LedgerEntry) -> Grant:
    """The licence that this decision calls for, as the rule file of its version describes it."""
    rules, answers = case.rules, read_answers(case.answers)
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
            (line.label.zh, line.text if line.fact is None else _OWN.get(line.fact, line.text))
            for line in licence_surface(
                rules, licence, answers, _platform_facts(case, rules), region_name=region_name
            )
        ],
        valid_from=valid_from,
        # A change touches no term; a renewal begins its own.
        valid_until=case.earlier_until
        if rules.changes is not None and case.earlier_licence
        else last_valid_day(licence.validity, valid_from, answers),
        replaces=case.earlier_licence,
    )


def last_valid_day(validity: Validity, valid_from: dt.date, answers: Mapping[str, Value]) -> dt.date | None:
    """The last day of the term; None for a long-term licence."""
    if validity.long_term:
        return None
    if validity.until_field is not None:
        return dt.date.fromisoformat(str(answers[validity.until_field]))
    months = validity.months if validity.months is not None else 12 * (validity.years or 0)
    return shift(valid_from, months, "m") - dt.timedelta(days=1)


def _platform_facts(case: Case, rules: RuleFile) -> dict[SurfaceSource, str]:
    """What the platform itself puts on a licence; for the issuing domain's own facts, their names."""
    names = names_on_paper(applicant=case.applicant, operator=case.operator)
    return {
        "party.name": names.applicant,
        "party.number": case.applicant.uscc or "",
        "party.legal_representative": names.head,
        **{fact: own.name for fact, own in _OWN.items()},
        "case.number": case.number,
        "item.name": rules.name.zh,
    }

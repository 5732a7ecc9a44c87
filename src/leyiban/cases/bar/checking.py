"""Who may not apply for a licence for a time (R14): the question that every filing asks."""

import datetime as dt

from django.utils.formats import date_format

from leyiban.cases.bar.errors import ApplicationBarred
from leyiban.cases.queries.bars import bar_against
from leyiban.cases.states import BarGround
from leyiban.catalogue.rulefile import RuleFile
from leyiban.people.models import Party


def check_not_barred(applicant: Party, rules: RuleFile, *, on: dt.date) -> None:
    """R14: who handed in false papers, or got a licence by fraud, may not apply for it again for a time.

    Raises:
        ApplicationBarred: says why, from which case, and until when.
    """
    bar = bar_against(applicant, rules, on=on)
    if bar is not None:
        raise ApplicationBarred(
            party=applicant.label,
            until=date_format(bar.until, "DATE_FORMAT"),
            licence=bar.title,
            ground=BarGround(bar.ground).label,
            source=bar.case.number,
        )

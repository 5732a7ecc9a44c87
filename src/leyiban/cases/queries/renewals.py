"""Which licence an application is about, and whether its renewal may be asked for now (R13)."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils.formats import date_format

from leyiban.cases.earlier_licences import HeldLicence, licence_shelf
from leyiban.cases.errors import (
    NoLicenceToRenew,
    RenewalNotYet,
    RenewalTooLate,
    RenewalUnderWay,
    WhichLicence,
)
from leyiban.cases.models import Case
from leyiban.cases.rules.renewal import Window, window_of
from leyiban.cases.states import Decision
from leyiban.catalogue.queries.guides import limit_of
from leyiban.catalogue.rulefile import RuleFile
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.people.models import Party


def licence_in_question(
    applicant: Party, rules: RuleFile, *, chosen: str, on: dt.date, lock: bool = False
) -> HeldLicence | None:
    """The applicant's licence that this item renews or changes: the chosen one, else the only one he has.

    None: the item touches no licence, or changes one that the city does not hold.

    Raises:
        NoLicenceToRenew: none that is his own and valid today. WhichLicence: several, and none chosen.
    """
    if not rules.replaces:
        return None
    held = licence_shelf().held(holder_id=applicant.pk, type_code=rules.replaces, on=on, lock=lock)
    if chosen:
        held = [each for each in held if each.identifier == chosen]
    if not held and (chosen or rules.renews is not None):
        raise NoLicenceToRenew(name=rules.result.name.zh)
    if len(held) > 1:
        raise WhichLicence(numbers="、".join(each.number for each in held))
    return held[0] if held else None


def renewal_window(rules: RuleFile, last_day: dt.date, *, region: str, on: dt.date) -> Window:
    """When the renewal of a licence that ends on ``last_day`` may be asked for, by the rules in force on ``on``.

    Raises:
        CalendarYearUnknown: the days are working days of a year whose calendar is not published.
    """
    assert rules.renews is not None  # whoever asks has looked
    opens, ahead = (
        limit_of(claim, rulefile=rules, region=region, on=on).limit
        for claim in (rules.renews.opens, rules.renews.ahead)
    )
    return window_of(last_day, opens=opens, ahead=ahead, calendar=calendar_of(region))


def under_way(licences: Iterable[str]) -> dict[str, str]:
    """Licence → number of the application that renews or changes it. One query.

    A granted one stays under way until its licence is issued: then the earlier one is valid no more.
    """
    waiting = Q(decision="", closed_at__isnull=True) | Q(decision=Decision.GRANT)
    found = Case.objects.filter(waiting, earlier_licence__in=list(licences))
    return dict(found.order_by("pk").values_list("earlier_licence", "number"))


def check_may_be_asked(rules: RuleFile, licence: HeldLicence, *, region: str, on: dt.date) -> Window | None:
    """Whether the application may be made on this day; the window of a renewal.

    Raises:
        RenewalUnderWay: one is enough, open or granted. RenewalNotYet. RenewalTooLate: by the item's own rule.
    """
    number = under_way([licence.identifier]).get(licence.identifier)
    if number is not None:
        raise RenewalUnderWay(number=number)
    if rules.renews is None:
        return None
    if licence.valid_until is None:
        raise NoLicenceToRenew(name=licence.name)
    window = renewal_window(rules, licence.valid_until, region=region, on=on)
    if on < window.opens:
        raise RenewalNotYet(since=date_format(window.opens, "DATE_FORMAT"))
    if not window.in_time(on) and rules.renews.late == "refused":
        raise RenewalTooLate(until=date_format(window.until, "DATE_FORMAT"))
    return window

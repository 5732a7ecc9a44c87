"""From when and until when the renewal of a licence can be asked for, and what becomes of who is late (R13). Reads."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from leyiban.cases.queries.renewals import renewal_window, under_way
from leyiban.cases.rules.renewal import Window
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.queries import city_of_region, renewing_items
from leyiban.credentials.models import Licence
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.calendar.errors import CalendarYearUnknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewable:
    """``window`` is None while the calendar it is counted in is not published; ``open_case`` is the number of the
    application under way, or empty."""

    version: ItemVersion
    window: Window | None
    open_case: str
    today: dt.date

    @property
    def can_ask(self) -> bool:
        """Whether it can be asked for today."""
        if self.window is None or self.open_case or not self.window.is_open(self.today):
            return False
        return self.in_time or not self.late_is_refused

    @property
    def in_time(self) -> bool:
        """Whether silence would renew it if it were asked for today."""
        return self.window is not None and self.window.in_time(self.today)

    @property
    def late_is_refused(self) -> bool:
        renews = self.version.rulefile.renews
        return renews is not None and renews.late == "refused"


def renewals_of(licences: Iterable[Licence], *, on: dt.date) -> dict[int, Renewable]:
    """By the licence's key, those of the valid ones that an item renews. The issuers must come along."""
    ending = [each for each in licences if _ends(each, on)]
    asked = under_way(each.identifier for each in ending)
    items: dict[str, dict[str, ItemVersion]] = {}
    found = {}
    for licence in ending:
        region = licence.issuer.region.code
        if region not in items:
            items[region] = dict(renewing_items(city=city_of_region(region), on=on))
        version = items[region].get(licence.type_code)
        if version is not None:
            found[licence.pk] = Renewable(
                version=version,
                window=_window(version, licence, on),
                open_case=asked.get(licence.identifier, ""),
                today=on,
            )
    return found


def _ends(licence: Licence, on: dt.date) -> bool:
    still = (LicenceStatus.VALID, LicenceStatus.RENEWING)
    return licence.valid_until is not None and licence.status_on(on) in still


def _window(version: ItemVersion, licence: Licence, on: dt.date) -> Window | None:
    assert licence.valid_until is not None  # asked before
    try:
        return renewal_window(version.rulefile, licence.valid_until, region=licence.issuer.region.code, on=on)
    except CalendarYearUnknown:
        return None

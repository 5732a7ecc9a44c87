"""One public page, and the files with which anyone verifies offline."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.http import HttpResponse, HttpResponseBase

from leyiban.cases.figures import reading
from leyiban.cases.figures.columns import Dimension, Figure, Measure
from leyiban.cases.queries.published import repeated_requests
from leyiban.cases.queries.ranges import HitRate, hit_rates
from leyiban.catalogue.models import City
from leyiban.kernel.ledger import keyring
from leyiban.kernel.ledger import verify as verifier
from leyiban.kernel.ledger.errors import HeadNotReady
from leyiban.kernel.ledger.heads import SignedHead
from leyiban.kernel.ledger.queries import losses
from leyiban.kernel.ledger.trails import latest_head
from leyiban.kernel.moments import city_date
from leyiban.kernel.privacy.models import LookDay
from leyiban.kernel.rights import ANYONE
from leyiban.seals.errors import NoAuthority
from leyiban.seals.queries import city_ca_pem, uses_between
from leyiban.web.city import city_of_request
from leyiban.web.edge import Visit, page
from leyiban.web.openness.naming import Line, Names, line_of
from leyiban.web.openness.savings import lines_of, total_of
from leyiban.web.parts.tables import Column
from leyiban.web.wording import gettext, speak

_MONTHS: Final = 3
_SPAN: Final = dt.timedelta(days=90)
_DAYS_SHOWN: Final = 14
_A_YEAR: Final = dt.timedelta(days=365)
_LIMITS: Final = (
    Figure.RECEIVED,
    Figure.OVERDUE,
    Figure.PAUSED,
    Figure.PAUSED_DAYS,
    Measure.PAUSE_SHARE,
    Figure.DEEMED,
)
_TRICKS: Final = (
    Figure.ENTERED_AFTERWARDS,
    Figure.RECEIPT_CORRECTED,
    Figure.REFILED,
    Figure.WITHDRAWN_NEAR_LIMIT,
    Figure.TALKED_OUT,
    Figure.ASKED_AGAIN,
)


@page(ANYONE)
def openness(visit: Visit) -> HttpResponseBase:
    """The last three months in counts, the one-notice guarantee's exceptions by number, the newest head."""
    city = city_of_request(visit.request)
    names = Names.of(city) if city else None
    return visit.show(
        "openness/page.html",
        {
            "record": _record(city, names, visit) if city and names else None,
            "savings": total_of(lines_of(city, visit)) if city else None,
            "hit_rates": _hit_rates(city, visit) if city else (),
            "repeated": repeated_requests(),
            "names": names.items if names else {},
            "uses": uses_between(visit.now - _SPAN, visit.now),
            "looks": LookDay.objects.order_by("-day")[:_DAYS_SHOWN],
            "head": _head(),
            "losses": losses(),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How offices keep their limits (F5.1), and what could make them look better than they are: a row of the open
    statistics for each, the busiest first."""

    since: dt.date
    smallest: int
    limits: tuple[Column, ...]
    tricks: tuple[Column, ...]
    lines: tuple[Line, ...]


def _record(city: City, names: Names, visit: Visit) -> Record:
    today = city_date(visit.now)
    since = reading.months_back(today, _MONTHS)
    asked = reading.Asked(since=since, until=today, region=city.region.code, by=(Dimension.AGENCY,))
    found = reading.statistics(asked, today=today)
    busiest = sorted(found.rows, key=lambda row: -(row.figures[Figure.RECEIVED.value] or 0))
    return Record(
        since=since,
        smallest=found.smallest,
        limits=_columns(_LIMITS),
        tricks=_columns(_TRICKS),
        lines=tuple(line_of(row, names) for row in busiest),
    )


def _columns(figures: tuple[Figure | Measure, ...]) -> tuple[Column, ...]:
    return (
        Column(key="agency", label=gettext("单位"), head=True),
        *(Column(key=each.value, label=speak(each.label), right=True) for each in figures),
    )


def _hit_rates(city: City, visit: Visit) -> list[HitRate]:
    """How often the range that was told at acceptance came true (F5.5)."""
    smallest = reading.smallest_shown(city.region.code, on=city_date(visit.now))
    return hit_rates(region=city.region.code, since=visit.now - _A_YEAR, smallest=smallest)


def _head() -> SignedHead | None:
    try:
        return latest_head()
    except HeadNotReady:
        return None


@page(ANYONE)
def verify_py(visit: Visit) -> HttpResponseBase:
    """The offline verifier itself."""
    return _file(Path(verifier.__file__).read_bytes(), "verify.py", "text/x-python; charset=utf-8")


@page(ANYONE)
def ledger_key(visit: Visit) -> HttpResponseBase:
    """The public key of the ledger's heads. Take it from more than one place."""
    return _file(keyring.public_pem(), keyring.PUBLIC_FILE, "application/x-pem-file")


@page(ANYONE)
def city_certificate(visit: Visit) -> HttpResponseBase:
    """The root of the city's seals, for a PDF reader's store.

    Raises:
        NoAuthority: no city is loaded here.
    """
    city = city_of_request(visit.request)
    if city is None:
        raise NoAuthority
    return _file(city_ca_pem(city.region.code).encode(), "city-ca.pem", "application/x-pem-file")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )

"""One public page, and the files with which anyone verifies offline."""

import datetime as dt
from pathlib import Path
from typing import Final

from django.http import HttpResponse, HttpResponseBase

from leyiban.cases.queries.published import office_records, repeated_requests
from leyiban.catalogue.queries import item_names
from leyiban.kernel.ledger import keyring
from leyiban.kernel.ledger import verify as verifier
from leyiban.kernel.ledger.errors import HeadNotReady
from leyiban.kernel.ledger.heads import SignedHead
from leyiban.kernel.ledger.queries import losses
from leyiban.kernel.ledger.trails import latest_head
from leyiban.kernel.privacy.models import LookDay
from leyiban.kernel.rights import ANYONE
from leyiban.people.rules.divisions import significant
from leyiban.seals.errors import NoAuthority
from leyiban.seals.queries import city_ca_pem, uses_between
from leyiban.web.city import city_of_request
from leyiban.web.edge import Visit, page
from leyiban.web.openness.savings import lines_of, total_of
from leyiban.web.parts.tables import Column
from leyiban.web.wording import gettext, pgettext

_SPAN: Final = dt.timedelta(days=90)
_DAYS_SHOWN: Final = 14


@page(ANYONE)
def openness(visit: Visit) -> HttpResponseBase:
    """The last three months in counts, the one-notice guarantee's exceptions by number, the newest head."""
    city = city_of_request(visit.request)
    since = visit.now - _SPAN
    return visit.show(
        "openness/page.html",
        {
            "since": since,
            "record_columns": _record_columns(),
            "records": office_records(region=significant(city.region.code), since=since) if city else [],
            "savings": total_of(lines_of(city, visit)) if city else None,
            "repeated": repeated_requests(),
            "names": item_names(city) if city else {},
            "uses": uses_between(since, visit.now),
            "looks": LookDay.objects.order_by("-day")[:_DAYS_SHOWN],
            "head": _head(),
            "losses": losses(),
        },
    )


def _record_columns() -> tuple[Column, ...]:
    return (
        Column(key="agency", label=gettext("单位"), head=True),
        Column(key="filed", label=gettext("收件"), right=True),
        Column(key="late", label=pgettext("a column", "超期"), right=True),
        Column(key="paused", label=gettext("暂停过时限"), right=True),
        Column(key="deemed", label=gettext("逾期视为受理"), right=True),
        Column(key="entered_afterwards", label=gettext("事后补录"), right=True),
    )


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

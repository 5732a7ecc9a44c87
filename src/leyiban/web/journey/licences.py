"""我的证照: what I hold, until when; and what ends soon, with the button that renews it (R13)."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.queries import issuing_items
from leyiban.catalogue.words import Bilingual
from leyiban.credentials.models import Licence
from leyiban.credentials.queries import visible_to
from leyiban.credentials.states import LicenceStatus
from leyiban.joins.licence_can_be_renewed import Renewable, renewals_of
from leyiban.kernel.actors import ActorKind
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Visit, page, see_other
from leyiban.web.journey.starting import LICENCE
from leyiban.web.parts import Words
from leyiban.web.parts.screens import Screen, ScreenState, Way
from leyiban.web.portal.finding import city_of_visit, guide_link
from leyiban.web.wording import gettext, speak

_MOST: Final = 100
_IN_FORCE: Final = frozenset({LicenceStatus.VALID, LicenceStatus.RENEWING})


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceShown:
    """``renew`` is where the renewal begins, empty when it cannot be asked for now; ``anew`` the guide of the item that
    issues such a licence, where there is one; ``case`` the renewal under way."""

    licence: Licence
    name: Words
    status: str
    light: str
    opens: dt.date | None
    until: dt.date | None
    unknown: bool
    too_early: bool
    late: bool
    late_is_refused: bool
    renew: str
    anew: str
    case: str


@page(SIGNED_IN)
def licences(visit: Visit) -> HttpResponseBase:
    """Those in force, the first to end first; then the earlier ones, the newest first."""
    if visit.actor.kind is ActorKind.STAFF:
        return see_other(reverse("web:workbench_ending"))
    today = city_date(visit.now)
    rows = list(visible_to(visit.actor).select_related("issuer__region").order_by("-pk")[:_MOST])
    renewals = renewals_of(rows, on=today)
    issuing = issuing_items(city=city_of_visit(visit), on=today)
    shown = [licence_shown(row, renewals.get(row.pk), issuing.get(row.type_code), today) for row in rows]
    return visit.show(
        "journey/licences.html",
        {
            "now_valid": sorted(
                (each for each in shown if each.licence.status_on(today) in _IN_FORCE),
                key=lambda each: each.licence.valid_until or dt.date.max,
            ),
            "earlier": [each for each in shown if each.licence.status_on(today) not in _IN_FORCE],
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("您还没有电子证照"),
                now=gettext("办好的证照会自动到这里。"),
                ways=(Way(label=gettext("看看能办什么"), link=reverse("web:items")),),
            ),
        },
    )


def licence_shown(
    licence: Licence, renewal: Renewable | None, issuing: ItemVersion | None, today: dt.date
) -> LicenceShown:
    """A licence in words; the renewal, and the item that issues it, as far as there are."""
    window = None if renewal is None else renewal.window
    status = licence.status_on(today)
    return LicenceShown(
        licence=licence,
        name=_name(licence, issuing),
        status=speak(status.label),
        light={LicenceStatus.VALID: "calm", LicenceStatus.RENEWING: "held"}.get(status, "act"),
        opens=None if window is None else window.opens,
        until=None if window is None else window.until,
        unknown=renewal is not None and window is None,
        too_early=window is not None and today < window.opens,
        late=window is not None and today > window.until,
        late_is_refused=renewal is not None and renewal.late_is_refused,
        renew=_address(renewal, licence) if renewal is not None and renewal.can_ask else "",
        anew="" if issuing is None else guide_link(issuing.item.code),
        case="" if renewal is None else renewal.open_case,
    )


def _name(licence: Licence, issuing: ItemVersion | None) -> Words:
    """As it is called today in both languages, unless it was called otherwise when it was issued."""
    form = None if issuing is None else issuing.rulefile.result.licence
    return form.name if form is not None and form.name.zh == licence.name else Bilingual(zh=licence.name)


def _address(renewal: Renewable, licence: Licence) -> str:
    start = reverse("web:start", kwargs={"code": renewal.version.item.code})
    return f"{start}?{urlencode({LICENCE: licence.identifier})}"

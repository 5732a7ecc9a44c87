"""The living style page: every part in every state. Not served in production."""

from django.http import HttpResponseBase

from leyiban.kernel.rights import ANYONE
from leyiban.web.design.samples import desk, forms, portal, states, words
from leyiban.web.edge import Visit, page
from leyiban.web.parts.lights import Light

_SHOWN = {
    name.lower(): value
    for samples in (forms, states, desk)
    for name, value in vars(samples).items()
    if name.isupper() and not name.startswith("_")
} | {"sample_now": words.NOW, "lights": tuple(Light)}


@page(ANYONE)
def parts(visit: Visit) -> HttpResponseBase:
    return visit.show("design/parts.html", _SHOWN)


@page(ANYONE)
def workbench(visit: Visit) -> HttpResponseBase:
    return visit.show("design/workbench.html", _SHOWN)


@page(ANYONE)
def home(visit: Visit) -> HttpResponseBase:
    shown = {"cases": portal.CASES, "events": portal.EVENTS_OF_LIFE, "more_events": True}
    return visit.show("portal/home.html", shown, search_box=False)


@page(ANYONE)
def search(visit: Visit) -> HttpResponseBase:
    shown = {
        "words": "开饭店",
        "results": portal.RESULTS,
        "nearest": (),
        "events": portal.EVENTS_OF_LIFE,
    }
    return visit.show("portal/search.html", shown, search_box=False)


@page(ANYONE)
def guide(visit: Visit) -> HttpResponseBase:
    return visit.show("portal/guide.html", {"guide": portal.GUIDE})

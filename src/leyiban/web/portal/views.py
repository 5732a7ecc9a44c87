"""The portal's standing pages: home, entrances, help."""

from django.http import HttpResponseBase

from leyiban.web.edge import Visit, page
from leyiban.web.rights import ANYONE


@page(ANYONE)
def home(visit: Visit) -> HttpResponseBase:
    return visit.show("portal/home.html", {"cases": (), "events": (), "more_events": False}, search_box=False)


@page(ANYONE)
def search(visit: Visit) -> HttpResponseBase:
    return visit.show(
        "portal/search.html", {"words": "", "results": (), "meant": (), "events": ()}, search_box=False
    )


@page(ANYONE)
def items(visit: Visit) -> HttpResponseBase:
    return visit.show(
        "portal/search.html", {"words": "", "results": (), "meant": (), "events": ()}, search_box=False
    )


@page(ANYONE)
def entrances(visit: Visit) -> HttpResponseBase:
    return visit.show("portal/entrances.html", {"departments": (), "phones": ()})


@page(ANYONE)
def help_page(visit: Visit) -> HttpResponseBase:
    return visit.show("portal/help.html")


@page(ANYONE)
def accessibility(visit: Visit) -> HttpResponseBase:
    return visit.show("portal/accessibility.html")


@page(ANYONE)
def privacy(visit: Visit) -> HttpResponseBase:
    return visit.show("portal/privacy.html")

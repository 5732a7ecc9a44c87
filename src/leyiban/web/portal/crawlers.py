"""What search engines are told: where they need not look, and which pages there are."""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from leyiban.catalogue import queries as catalogue
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.web.edge import Visit, page
from leyiban.web.portal.finding import city_of_visit, guide_link

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_STANDING: Final = (
    "home",
    "items",
    "items_table",
    "progress",
    "licences",
    "openness",
    "statistics",
    "public_hearings",
    "hearings",
    "grants",
    "savings",
    "samples",
    "entrances",
    "help",
    "accessibility",
    "privacy",
)
# Doors of programs. Pages of people are not named here: they say themselves that nobody should list them.
_NOT_FOR_THEM: Final = ("/api/", "/-/")


@page(ANYONE)
def robots(visit: Visit) -> HttpResponseBase:
    """``robots.txt`` (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_THEM)]
    lines.append(f"Sitemap: {settings.PUBLIC_URL}{reverse('web:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@page(ANYONE)
def sitemap(visit: Visit) -> HttpResponseBase:
    """Every page that says something to everybody: standing pages, life events, guides."""
    city = city_of_visit(visit)
    paths = [
        *(reverse(f"web:{name}") for name in _STANDING),
        *(reverse("web:event", kwargs={"key": theme.key}) for theme in catalogue.themes(city=city)),
        *(guide_link(each.item.code) for each in catalogue.items(city=city, on=city_date(visit.now))),
    ]
    root = Element("urlset", xmlns=_SITEMAP)
    for path in paths:
        SubElement(SubElement(root, "url"), "loc").text = f"{settings.PUBLIC_URL}{path}"
    content = tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/xml")

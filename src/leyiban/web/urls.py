"""The pages' addresses. Each face keeps its own list; this one puts them together."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from leyiban.web import wishes
from leyiban.web.design import views as design
from leyiban.web.portal import finding, guides, progress, specimens
from leyiban.web.portal import views as portal
from leyiban.web.signin.urls import urlpatterns as signing_in
from leyiban.web.workbench.urls import urlpatterns as workbench

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", finding.home, name="home"),
    path("search", finding.search, name="search"),
    path("items", finding.items, name="items"),
    path("items/<slug:code>", guides.guide, name="guide"),
    path("items/<slug:code>/papers/<slug:key>/blank", specimens.blank, name="blank"),
    path("items/<slug:code>/papers/<slug:key>/sample", specimens.sample, name="sample"),
    path("events/<slug:key>", finding.event, name="event"),
    path("progress", progress.progress, name="progress"),
    path("entrances", portal.entrances, name="entrances"),
    path("help", portal.help_page, name="help"),
    path("accessibility", portal.accessibility, name="accessibility"),
    path("privacy", portal.privacy, name="privacy"),
    path("wishes", wishes.wishes, name="wishes"),
    *signing_in,
    *workbench,
]
if not settings.PRODUCTION:
    urlpatterns += [
        path("design", design.parts, name="design"),
        path("design/home", design.home, name="design_home"),
        path("design/search", design.search, name="design_search"),
        path("design/guide", design.guide, name="design_guide"),
        path("design/workbench", design.workbench, name="design_workbench"),
    ]

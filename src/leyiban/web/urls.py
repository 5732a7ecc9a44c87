"""The pages' addresses. Each face keeps its own list; this one puts them together."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from leyiban.web import wishes
from leyiban.web.counter.urls import urlpatterns as counter
from leyiban.web.design import views as design
from leyiban.web.hearings.urls import urlpatterns as hearings
from leyiban.web.journey.urls import urlpatterns as journey
from leyiban.web.licences import views as licences
from leyiban.web.openness.urls import urlpatterns as open_to_all
from leyiban.web.portal import (
    crawlers,
    finding,
    guides,
    list_changes,
    listed,
    lists,
    prechecking,
    progress,
    specimens,
)
from leyiban.web.portal import views as portal
from leyiban.web.provider.urls import urlpatterns as provider
from leyiban.web.signin.urls import urlpatterns as signing_in
from leyiban.web.workbench.urls import urlpatterns as workbench

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", finding.home, name="home"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("search", finding.search, name="search"),
    path("items", finding.items, name="items"),
    path("items/<slug:code>", guides.guide, name="guide"),
    path("items/<slug:code>/precheck", prechecking.precheck, name="precheck"),
    path("items/<slug:code>/papers/<slug:key>/blank", specimens.blank, name="blank"),
    path("items/<slug:code>/papers/<slug:key>/sample", specimens.sample, name="sample"),
    path("events/<slug:key>", finding.event, name="event"),
    path("progress", progress.progress, name="progress"),
    path("progress/<slug:number>", progress.progress, name="progress_of"),
    path("list", lists.items_table, name="items_table"),
    path("list.csv", lists.items_csv, name="items_csv"),
    path("list/changes", list_changes.list_changes, name="list_changes"),
    path("list/changes.csv", list_changes.list_changes_csv, name="list_changes_csv"),
    path("list/bare", listed.listed_table, name="listed_table"),
    path("list/bare.csv", listed.listed_csv, name="listed_csv"),
    path("list/bare/<int:key>", listed.listed_item, name="listed_item"),
    path("licences", licences.find, name="licences"),
    path("licences/<str:identifier>", licences.licence, name="licence"),
    path("entrances", portal.entrances, name="entrances"),
    path("help", portal.help_page, name="help"),
    path("accessibility", portal.accessibility, name="accessibility"),
    path("privacy", portal.privacy, name="privacy"),
    path("wishes", wishes.wishes, name="wishes"),
    *open_to_all,
    *journey,
    *hearings,
    *signing_in,
    *provider,
    *workbench,
    *counter,
]
if not settings.PRODUCTION:
    urlpatterns += [
        path("design", design.parts, name="design"),
        path("design/home", design.home, name="design_home"),
        path("design/search", design.search, name="design_search"),
        path("design/guide", design.guide, name="design_guide"),
        path("design/workbench", design.workbench, name="design_workbench"),
    ]

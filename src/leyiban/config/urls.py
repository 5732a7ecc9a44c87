"""The root of all addresses. Each face owns what is below its prefix."""

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

from leyiban.config import probes

urlpatterns: list[URLPattern | URLResolver] = [
    path("-/alive", probes.alive, name="alive"),
    path("-/ready", probes.ready, name="ready"),
]
if importlib.util.find_spec("leyiban.api.urls"):
    urlpatterns.append(path("api/v1/", include("leyiban.api.urls")))
if importlib.util.find_spec("leyiban.web.urls"):
    urlpatterns.append(path("", include("leyiban.web.urls")))

handler400 = "leyiban.web.failures.bad_request"
handler403 = "leyiban.web.failures.permission_denied"
handler404 = "leyiban.web.failures.page_not_found"
handler500 = "leyiban.web.failures.server_error"

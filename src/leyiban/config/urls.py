"""The root of all addresses. Each face owns what is below its prefix."""

from django.urls import URLPattern, URLResolver, include, path

from leyiban.config import probes

urlpatterns: list[URLPattern | URLResolver] = [
    path("-/alive", probes.alive, name="alive"),
    path("-/ready", probes.ready, name="ready"),
    path("", include("leyiban.api.urls")),
    path("", include("leyiban.web.urls")),
]

handler400 = "leyiban.config.failing.bad_request"
handler403 = "leyiban.config.failing.permission_denied"
handler404 = "leyiban.config.failing.page_not_found"
handler500 = "leyiban.config.failing.server_error"

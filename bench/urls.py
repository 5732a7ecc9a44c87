"""The product's addresses and, only here, the limit of reads."""

from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from leyiban.config.urls import handler400, handler403, handler404, handler500
from leyiban.kernel.rights import SIGNED_IN
from leyiban.web.edge import Visit, page

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

_ONE_SELECT = "SELECT version FROM cases_case WHERE number = %s"


@page(SIGNED_IN)
def one_select(visit: Visit, number: str) -> HttpResponseBase:
    """The least that a page for somebody who signed in can do: one row by its index, and nothing to send."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_SELECT, [number])
        cursor.fetchone()
    return HttpResponse(status=204)


urlpatterns: list[URLPattern | URLResolver] = [
    path("-/bench/<str:number>", one_select),
    path("", include("leyiban.config.urls")),
]

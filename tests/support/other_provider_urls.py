"""The addresses of :mod:`tests.support.other_provider`: allauth's, and the orders that a test gives."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.support.other_provider import STATE, new_key


def misbehave(request: HttpRequest, way: str) -> HttpResponse:
    STATE["way"] = way
    return HttpResponse()


def rotate(request: HttpRequest) -> HttpResponse:
    STATE["keys"] = [new_key()]
    return HttpResponse()


urlpatterns = [
    path("misbehave/<slug:way>", misbehave),
    path("rotate", rotate),
    path("accounts/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]

"""The two switches of every page: language and size. They work for everybody and come back to the same page."""

from django.conf import settings
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from leyiban.kernel.rights import ANYONE
from leyiban.web.edge import Visit, page, see_other
from leyiban.web.reader import SIZE_COOKIE, Language, Size, remember


@page(ANYONE, "POST")
def wishes(visit: Visit) -> HttpResponseBase:
    """Remember what was pressed. A value that is no wish of ours changes nothing."""
    asked = visit.request.POST
    response = see_other(_back(visit))
    if asked.get("language") in set(Language):
        remember(response, name=settings.LANGUAGE_COOKIE_NAME, value=asked["language"])
    if asked.get("size") in set(Size):
        remember(response, name=SIZE_COOKIE, value=asked["size"])
    return response


def _back(visit: Visit) -> str:
    """Where the reader was, if that is on this site."""
    where = visit.request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        where, {visit.request.get_host()}, require_https=visit.request.is_secure()
    ):
        return where
    return reverse("web:home")

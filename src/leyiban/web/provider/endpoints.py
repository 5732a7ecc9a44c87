"""What systems ask without a person: where things are, our keys, tokens, what a token may read, giving it back."""

from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from leyiban.kernel.actors import Channel
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.kernel.throttles.operations import count_try
from leyiban.kernel.throttles.origins import origin_of
from leyiban.people.policy import system_policy
from leyiban.people.provider import Answer, Desk, Situation, discovery_document
from leyiban.people.provider.keys import published_keys
from leyiban.web.edge import Visit, page
from leyiban.web.signin.where import region_of

_ENDPOINTS: Final = {
    "authorization_endpoint": "web:provider_authorize",
    "token_endpoint": "web:provider_token",
    "userinfo_endpoint": "web:provider_userinfo",
    "revocation_endpoint": "web:provider_revoke",
    "jwks_uri": "web:provider_jwks",
}
_KEYS_KEPT: Final = 3600  # seconds; a new key is published a day before it signs


@page(ANYONE, channel=Channel.API)
def discovery(visit: Visit) -> HttpResponseBase:
    """``/.well-known/openid-configuration``."""
    addresses = {name: settings.PUBLIC_URL + reverse(view) for name, view in _ENDPOINTS.items()}
    return JsonResponse(discovery_document(issuer=settings.PUBLIC_URL, addresses=addresses))


@page(ANYONE, channel=Channel.API)
def jwks(visit: Visit) -> HttpResponseBase:
    """The public keys by which our tokens are checked (RFC 7517)."""
    response = JsonResponse({"keys": [key.public_jwk() for key in published_keys(now=visit.now)]})
    response.headers["Cache-Control"] = f"public, max-age={_KEYS_KEPT}"
    return response


@csrf_exempt  # a system comes without a session and proves itself by its secret
@page(ANYONE, "POST", channel=Channel.API)
def token(visit: Visit) -> HttpResponseBase:
    """A code or a refresh token, exchanged."""
    count_try(throttle="systems.by_origin", subject=origin_of(visit.request.META), now=visit.now)
    with transaction.atomic():
        answer = _desk(visit).token(
            _address(visit.request), body=visit.request.POST.urlencode(), headers=_headers(visit.request)
        )
    return _response(answer)


@csrf_exempt
@page(ANYONE, "POST", channel=Channel.API)
def revoke(visit: Visit) -> HttpResponseBase:
    """A token that a system does not need any more (RFC 7009)."""
    count_try(throttle="systems.by_origin", subject=origin_of(visit.request.META), now=visit.now)
    answer = _desk(visit).revoke(
        _address(visit.request), body=visit.request.POST.urlencode(), headers=_headers(visit.request)
    )
    return _response(answer)


@csrf_exempt
@page(ANYONE, "GET", "POST", channel=Channel.API)
def userinfo(visit: Visit) -> HttpResponseBase:
    """What the bearer of an access token may read of the person who allowed it."""
    return _response(_desk(visit).userinfo(_address(visit.request), headers=_headers(visit.request)))


def _desk(visit: Visit) -> Desk:
    policy = system_policy(on=city_date(visit.now), region=region_of(visit.request))
    return Desk(Situation(issuer=settings.PUBLIC_URL, policy=policy, now=visit.now))


def _address(request: HttpRequest) -> str:
    """The address with its query written anew: oauthlib refuses signs that browsers and Django let pass."""
    asked = request.GET.urlencode()
    return f"{settings.PUBLIC_URL}{request.path}{'?' if asked else ''}{asked}"


def _headers(request: HttpRequest) -> dict[str, str]:
    return {
        name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers
    }


def _response(answer: Answer) -> HttpResponseBase:
    response = HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
    if answer.body:
        response.headers["Content-Type"] = "application/json"
    response.headers["Cache-Control"] = "no-store"
    return response

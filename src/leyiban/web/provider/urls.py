"""The addresses that the discovery document names, and that document's own, which the standard fixes."""

from django.urls import URLPattern, path

from leyiban.web.provider import consent, endpoints

urlpatterns: list[URLPattern] = [
    path(".well-known/openid-configuration", endpoints.discovery, name="provider_discovery"),
    path("identity/authorize", consent.authorize, name="provider_authorize"),
    path("identity/token", endpoints.token, name="provider_token"),
    path("identity/userinfo", endpoints.userinfo, name="provider_userinfo"),
    path("identity/revoke", endpoints.revoke, name="provider_revoke"),
    path("identity/jwks", endpoints.jwks, name="provider_jwks"),
]

"""The province's unified identity: OpenID Connect through django-allauth, checked more strictly.

allauth keeps the state, PKCE and the token exchange. On top of it: the ID token's signature is always
verified, its nonce is ours, the user-info answer is about the same subject, and nothing of what the province
tells is stored by allauth; ``people`` keeps what it needs.
"""

import secrets
from typing import Any, Final

import jwt
import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit, statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from leyiban.kernel.identifiers import check_mobile
from leyiban.people.errors import ProvinceRefused, ProvinceUnavailable
from leyiban.people.operations import ProvinceIdentity
from leyiban.people.rules.inputs import LONGEST_PERSON_NAME

PROVIDER: Final = "province"
_SCOPES: Final = ("openid", "profile", "phone", "identity")
_SECONDS: Final = 5  # to connect and between two bytes; a person waits
_LEVELS: Final = {"L0": 0, "L1": 1, "L2": 2, "L3": 3, "L4": 4}
_ALGORITHMS: Final = ("RS256", "ES256")


class QuietSession(requests.Session):
    """A session with a deadline, that takes no proxy or password from the machine."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _SECONDS)
        return super().request(*args, **kwargs)


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's hook for outgoing requests (``settings.SOCIALACCOUNT_ADAPTER``)."""

    def get_requests_session(self) -> requests.Session:
        return QuietSession()


class ProvinceAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """The provider's endpoints as its discovery document names them."""

    def get_provider(self) -> OpenIDConnectProvider:
        return OpenIDConnectProvider(self.request, app=_app())

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document, where it is of the issuer that we were configured for.

        Raises:
            ProvinceRefused: it speaks for another (OpenID Connect Discovery §4.3).
        """
        document: dict[str, Any] = super().openid_config
        if str(document.get("issuer", "")).rstrip("/") != settings.IDENTITY_PROVIDER_URL:
            raise ProvinceRefused
        return document

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return settings.PUBLIC_URL + reverse("web:province_return")


def address_to_leave_for(request: HttpRequest) -> str:
    """Where the browser goes to be identified; state, nonce and verifier wait in the session.

    Raises:
        ProvinceUnavailable: the provider does not answer.
    """
    adapter = ProvinceAdapter(request, PROVIDER)
    challenge = generate_code_challenge()
    nonce = secrets.token_urlsafe(24)
    state = {"nonce": nonce, "verifier": challenge.pop("code_verifier")}
    try:
        client = adapter.get_client(request, _app())
        client.state = statekit.stash_state(request, provider_id=PROVIDER, state=state)
        return str(client.get_redirect_url(adapter.authorize_url, _SCOPES, {**challenge, "nonce": nonce}))
    except (requests.RequestException, KeyError, ValueError) as failure:
        raise ProvinceUnavailable from failure


def identity_on_return(request: HttpRequest) -> ProvinceIdentity:
    """Who the province says has just come back with this request.

    Raises:
        ProvinceRefused: it refused, the answer is not for this session, or a proof in it fails.
        ProvinceUnavailable: it does not answer.
    """
    state = statekit.unstash_state(request, provider_id=PROVIDER, state_id=request.GET.get("state", ""))
    code = request.GET.get("code", "")
    if state is None or not code:
        raise ProvinceRefused
    adapter = ProvinceAdapter(request, PROVIDER)
    try:
        client = adapter.get_client(request, _app())
        tokens = client.get_access_token(code, pkce_code_verifier=state["verifier"])
        claims = _verified(adapter, tokens, nonce=state["nonce"])
        told = adapter._fetch_user_info(tokens["access_token"])
        if told["sub"] != claims["sub"]:
            raise ProvinceRefused
    except requests.RequestException as failure:
        raise (ProvinceRefused if _said_no(failure) else ProvinceUnavailable) from failure
    except (OAuth2Error, jwt.PyJWTError, KeyError, TypeError, ValueError) as failure:
        raise ProvinceRefused from failure
    return _identity(claims["iss"], told)


def _said_no(failure: requests.RequestException) -> bool:
    """Whether the provider answered and meant it; a server error of its own is an outage."""
    return failure.response is not None and failure.response.status_code < 500


def _verified(adapter: ProvinceAdapter, tokens: dict[str, Any], *, nonce: str) -> dict[str, Any]:
    if jwt.get_unverified_header(tokens["id_token"]).get("alg") not in _ALGORITHMS:
        raise ProvinceRefused  # before anything is done with a token that names its own rules
    claims: dict[str, Any] = jwtkit.verify_and_decode(
        credential=tokens["id_token"],
        keys_url=adapter.openid_config["jwks_uri"],
        issuer=adapter.openid_config["issuer"],
        audience=settings.IDENTITY_PROVIDER_CLIENT_ID,
        lookup_kid=jwtkit.lookup_kid_jwk,
        verify_signature=True,
    )
    if not _is_whole(claims) or not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
        raise ProvinceRefused
    return claims


def _is_whole(claims: dict[str, Any]) -> bool:
    """Whether a token says what it must, and speaks to us alone (OpenID Connect Core §2, §3.1.3.7).

    The library checks a time or an audience that is there; it does not miss one, and takes any list that we
    are on. Beside another audience the token could be played to us by that one.
    """
    audience = claims["aud"]
    ours = (settings.IDENTITY_PROVIDER_CLIENT_ID, [settings.IDENTITY_PROVIDER_CLIENT_ID])
    return audience in ours and all(claims.get(name) for name in ("sub", "exp", "iat"))


def _identity(issuer: str, told: dict[str, Any]) -> ProvinceIdentity:
    phone = check_mobile(str(told.get("phone_number", ""))) if told.get("phone_number_verified") else None
    return ProvinceIdentity(
        issuer=issuer,
        subject=str(told["sub"]),
        level=_LEVELS.get(str(told.get("level", "")), 1),
        name=str(told.get("name", ""))[:LONGEST_PERSON_NAME],
        resident_id=str(told.get("resident_id", "")),
        phone=phone.value if phone is not None and phone.valid else "",
    )


def _app() -> SocialApp:
    """allauth's description of the client registration; in memory, from settings, never stored."""
    return SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id=PROVIDER,
        name=PROVIDER,
        client_id=settings.IDENTITY_PROVIDER_CLIENT_ID,
        secret=settings.IDENTITY_PROVIDER_CLIENT_SECRET,
        settings={"server_url": settings.IDENTITY_PROVIDER_URL, "oauth_pkce_enabled": True},
    )

"""The desk at which other systems ask: may this person sign in to us, and what may we read?

Only what OAuth 2.1 leaves of the old choices: the code with PKCE (S256), and rotated refresh tokens.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oauthlib.common import Request, add_params_to_uri
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.endpoints import AuthorizationEndpoint, RevocationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.tokens import BearerToken
from oauthlib.openid.connect.core.endpoints.userinfo import UserInfoEndpoint
from oauthlib.openid.connect.core.exceptions import RequestNotSupported, RequestURINotSupported
from oauthlib.openid.connect.core.grant_types import AuthorizationCodeGrant, RefreshTokenGrant

from leyiban.kernel.crypto import new_token
from leyiban.people.models import OutsideSystem
from leyiban.people.provider.validator import Situation, Validator

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits in base64url (RFC 7636 §4.2)
_LONGEST_NONCE = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Strange:
    """The request is of no system that we know, or would send the person to an address that we do not."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Where the browser goes, with a code or an error."""

    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A good request. ``longest`` is how many seconds ago the person may have signed in; None: whenever."""

    system: OutsideSystem
    scopes: tuple[str, ...]
    redirect: str
    prompt: frozenset[str]
    longest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a program."""

    status: int
    headers: Mapping[str, str]
    body: str


class Desk:
    """One per request. ``address`` below is the whole address as it was asked for, its query included."""

    def __init__(self, situation: Situation) -> None:
        self._issuer = situation.issuer
        self._validator = Validator(situation)
        code = AuthorizationCodeGrant(self._validator, pre_auth=[_check_request])
        bearer = BearerToken(
            self._validator,
            token_generator=_fresh,
            expires_in=situation.policy.system_access_minutes * 60,
            refresh_token_generator=_fresh,
        )
        self._asking = AuthorizationEndpoint(
            default_response_type="code", default_token_type=bearer, response_types={"code": code}
        )
        grants = {"authorization_code": code, "refresh_token": RefreshTokenGrant(self._validator)}
        self._tokens = TokenEndpoint(
            default_grant_type="authorization_code", default_token_type=bearer, grant_types=grants
        )
        self._revoking = RevocationEndpoint(self._validator)
        self._telling = UserInfoEndpoint(self._validator)

    def wanted(self, address: str) -> Wanted | Back | Strange:
        """Look at what a system sent the person with; nothing is granted by it."""
        try:
            scopes, info = self._asking.validate_authorization_request(address)
        except errors.FatalClientError as error:
            return Strange(code=error.error)
        except errors.OAuth2Error as error:
            return self._back(add_params_to_uri(error.redirect_uri, error.twotuples))
        request: Request = info["request"]
        return Wanted(
            system=request.client,
            scopes=tuple(scopes),
            redirect=request.redirect_uri,
            prompt=frozenset(info.get("prompt") or ()),
            longest=int(request.max_age) if request.max_age else None,
        )

    def granted(self, address: str, *, scopes: tuple[str, ...]) -> Back:
        """Send the person back with a code for ``scopes``, which are among those that he allows."""
        headers, _, _ = self._asking.create_authorization_response(address, scopes=[*scopes])
        return self._back(headers["Location"])

    def refused(self, wanted: Wanted, *, state: str) -> Back:
        """Send him back with his no."""
        return self._without(wanted, error="access_denied", state=state)

    def sign_in_wanted(self, wanted: Wanted, *, state: str) -> Back:
        """Send him back unasked: he would have to sign in anew, and no page may be shown (Core §3.1.2.6)."""
        return self._without(wanted, error="login_required", state=state)

    def token(self, address: str, *, body: str, headers: Mapping[str, str]) -> Answer:
        """Exchange a code or a refresh token. Call it in a transaction: also a refusal may have ended something."""
        return self._told(lambda: self._tokens.create_token_response(address, "POST", body, dict(headers)))

    def revoke(self, address: str, *, body: str, headers: Mapping[str, str]) -> Answer:
        return self._told(
            lambda: self._revoking.create_revocation_response(address, "POST", body, dict(headers))
        )

    def userinfo(self, address: str, *, headers: Mapping[str, str]) -> Answer:
        """What the bearer may read. A token in an address or a form is not looked at (RFC 9700 §4.3.2)."""
        bare = address.partition("?")[0]
        return self._told(lambda: self._telling.create_userinfo_response(bare, "GET", None, dict(headers)))

    def _told(self, act: Any) -> Answer:
        try:
            headers, body, status = act()
        except errors.OAuth2Error as error:
            headers, body, status = error.headers, error.json, error.status_code
        return Answer(status=status, headers=headers, body=body or "")

    def _without(self, wanted: Wanted, *, error: str, state: str) -> Back:
        told = [("error", error), *([("state", state)] if state else [])]
        return self._back(add_params_to_uri(wanted.redirect, told))

    def _back(self, address: str) -> Back:
        """With our name in it, so that a system of several providers knows whose answer it is (RFC 9207)."""
        return Back(address=add_params_to_uri(address, [("iss", self._issuer)]))


def _fresh(request: Request) -> str:
    return new_token()


def _check_request(request: Request) -> dict[str, Any]:
    """What oauthlib leaves open: one method of PKCE, one way back, no request objects, times that are numbers."""
    if getattr(request, "request", None):
        raise RequestNotSupported(request=request)
    if getattr(request, "request_uri", None):
        raise RequestURINotSupported(request=request)
    if request.response_mode not in (None, "query"):
        raise errors.InvalidRequestError("Only response_mode=query is offered.", request=request)
    if request.code_challenge is not None and (
        request.code_challenge_method != "S256" or not _CHALLENGE.fullmatch(request.code_challenge)
    ):
        raise errors.InvalidRequestError("Only code_challenge_method=S256 is offered.", request=request)
    if request.max_age and not (
        request.max_age.isascii() and request.max_age.isdigit() and len(request.max_age) < 10
    ):
        raise errors.InvalidRequestError("max_age is a number of seconds.", request=request)
    if len(request.nonce or "") > _LONGEST_NONCE:
        raise errors.InvalidRequestError("The nonce is too long.", request=request)
    return {}

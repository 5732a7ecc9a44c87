"""oauthlib's questions, answered from our tables. One per request: it remembers what that request is about."""

import base64
import binascii
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from oauthlib.common import Request
from oauthlib.openid import RequestValidator

from leyiban.kernel import security_log
from leyiban.kernel.crypto import same
from leyiban.people.models import Account, OutsideSystem, SystemAccess, SystemScope, SystemToken
from leyiban.people.operations import (
    Asked,
    access_by_token,
    keep_code,
    keep_tokens,
    refresh_of,
    revoke_system_token,
    system_by_secret,
    take_code,
)
from leyiban.people.policy import SystemPolicy
from leyiban.people.provider.keys import signed, subject_in
from leyiban.people.queries.systems import claims_for, consent_of, consented, system_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Who asks, when, by which rules. ``account`` and ``signed_in_at`` are None for a guest and for a program."""

    issuer: str
    policy: SystemPolicy
    now: dt.datetime
    account: Account | None = None
    signed_in_at: dt.datetime | None = None


class Validator(RequestValidator):  # type: ignore[misc]  # oauthlib has no types
    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self._at = situation
        self._access: SystemAccess | None = None
        self.token: SystemToken | None = None

    # ── Asking the person ────────────────────────────────────────────────────────────────────────────────

    def validate_client_id(self, client_id: str, request: Request, *_a: Any, **_k: Any) -> bool:
        request.client = system_of(client_id)
        return request.client is not None

    def validate_redirect_uri(
        self, client_id: str, redirect_uri: str, request: Request, *_a: Any, **_k: Any
    ) -> bool:
        return redirect_uri in request.client.redirects

    def get_default_redirect_uri(self, client_id: str, request: Request, *_a: Any, **_k: Any) -> None:
        """None: the address is always told, so that it can always be compared."""

    def validate_response_type(
        self, client_id: str, response_type: str, client: OutsideSystem, request: Request, *_a: Any, **_k: Any
    ) -> bool:
        return response_type == "code"

    def is_pkce_required(self, client_id: str, request: Request) -> bool:
        return True

    def get_default_scopes(self, client_id: str, request: Request, *_a: Any, **_k: Any) -> list[str]:
        return []

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: OutsideSystem, request: Request, *_a: Any, **_k: Any
    ) -> bool:
        return SystemScope.OPENID in scopes and set(scopes) <= set(client.scopes)

    def validate_silent_login(self, request: Request) -> bool:
        return self._at.account is not None

    def validate_silent_authorization(self, request: Request) -> bool:
        """This system, this person, at least this much: not what somebody else was allowed."""
        if self._at.account is None:
            return False
        return set(request.scopes) <= consented(system=request.client, account=self._at.account)

    def validate_user_match(
        self, id_token_hint: str | None, scopes: list[str], claims: object, request: Request
    ) -> bool:
        """A guest may still turn out to be the person whom the system expects."""
        if not id_token_hint:
            return True
        system, account = request.client, self._at.account
        hinted = subject_in(
            id_token_hint, issuer=self._at.issuer, audience=system.client_id, now=self._at.now
        )
        if account is None or not hinted:
            return bool(hinted)
        consent = consent_of(system=system, account=account)
        return consent is not None and consent.subject == hinted

    def save_authorization_code(
        self, client_id: str, code: dict[str, str], request: Request, *_a: Any, **_k: Any
    ) -> None:
        assert self._at.account is not None and self._at.signed_in_at is not None
        consent = consent_of(system=request.client, account=self._at.account)
        assert consent is not None
        keep_code(
            code=code["code"],
            consent=consent,
            asked=Asked(
                scopes=tuple(request.scopes),
                redirect=request.redirect_uri,
                challenge=request.code_challenge,
                nonce=request.nonce or "",
            ),
            signed_in_at=self._at.signed_in_at,
            policy=self._at.policy,
            now=self._at.now,
        )

    # ── Answering a system ───────────────────────────────────────────────────────────────────────────────

    def client_authentication_required(self, request: Request, *_a: Any, **_k: Any) -> bool:
        return True

    def authenticate_client(self, request: Request, *_a: Any, **_k: Any) -> bool:
        """By its secret in the header or in the form, not both (RFC 6749 §2.3)."""
        header = request.headers.get("Authorization", "")
        posted = request.client_secret
        client_id, secret = _basic(header) if header else (request.client_id, posted)
        system = None
        if client_id and secret and not (header and posted):
            system = system_by_secret(client_id=client_id, secret=secret, now=self._at.now)
        if system is None or (request.client_id and request.client_id != system.client_id):
            security_log.sign_in_failed(step="system", reason="invalid_client")
            return False
        request.client = system
        return True

    def authenticate_client_id(self, client_id: str, request: Request, *_a: Any, **_k: Any) -> bool:
        return False

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: OutsideSystem, request: Request, *_a: Any, **_k: Any
    ) -> bool:
        return True  # the desk offers no other than the two that every system may use

    def validate_code(
        self, client_id: str, code: str, client: OutsideSystem, request: Request, *_a: Any, **_k: Any
    ) -> bool:
        self._access = take_code(system=client, code=code, now=self._at.now)
        return self._is_about(request)

    def invalidate_authorization_code(
        self, client_id: str, code: str, request: Request, *_a: Any, **_k: Any
    ) -> None:
        """:func:`take_code` has done it."""

    def get_code_challenge(self, code: str, request: Request) -> str:
        assert self._access is not None
        return self._access.challenge

    def get_code_challenge_method(self, code: str, request: Request) -> str:
        return "S256"

    def confirm_redirect_uri(
        self,
        client_id: str,
        code: str,
        redirect_uri: str,
        client: OutsideSystem,
        request: Request,
        *_a: Any,
        **_k: Any,
    ) -> bool:
        assert self._access is not None
        return same(redirect_uri.encode(), self._access.redirect.encode())

    def get_authorization_code_nonce(
        self, client_id: str, code: str, redirect_uri: str, request: Request
    ) -> str:
        assert self._access is not None
        return self._access.nonce

    def validate_refresh_token(
        self, refresh_token: str, client: OutsideSystem, request: Request, *_a: Any, **_k: Any
    ) -> bool:
        self._access = refresh_of(system=client, token=refresh_token, now=self._at.now)
        return self._is_about(request)

    def get_original_scopes(self, refresh_token: str, request: Request, *_a: Any, **_k: Any) -> list[str]:
        assert self._access is not None
        return [*self._access.scopes]

    def save_bearer_token(self, token: dict[str, Any], request: Request, *_a: Any, **_k: Any) -> None:
        """Also takes the refresh token away from whom the person did not allow to come back without him."""
        assert self._access is not None
        if SystemScope.OFFLINE not in self._access.scopes:
            token.pop("refresh_token", None)
        keep_tokens(
            access=self._access,
            token=token["access_token"],
            refresh=token.get("refresh_token"),
            in_place_of=request.refresh_token,
            scopes=request.scopes,
            policy=self._at.policy,
            now=self._at.now,
        )

    def get_id_token(self, token: dict[str, Any], token_handler: object, request: Request) -> str:
        """Who signed in, when and how surely; no name and no number, which are read with the access token."""
        assert self._access is not None
        access, now = self._access, self._at.now
        life = dt.timedelta(minutes=self._at.policy.system_id_token_minutes)
        claims: dict[str, Any] = {
            "iss": self._at.issuer,
            "sub": access.consent.subject,
            "aud": access.consent.system.client_id,
            "iat": int(now.timestamp()),
            "exp": int((now + life).timestamp()),
            "auth_time": int(access.signed_in_at.timestamp()),
            "acr": f"L{access.level}",
            "at_hash": _half_hash(token["access_token"]),
        }
        if access.nonce and request.grant_type == "authorization_code":
            claims["nonce"] = access.nonce
        return signed(claims, now=now)

    def validate_bearer_token(self, token: str | None, scopes: list[str], request: Request) -> bool:
        self.token = access_by_token(token=token, now=self._at.now) if token else None
        if self.token is None:
            return False
        request.scopes = [*self.token.scopes]
        return True

    def get_userinfo_claims(self, request: Request) -> dict[str, object]:
        assert self.token is not None
        return claims_for(self.token)

    def revoke_token(
        self, token: str, token_type_hint: str | None, request: Request, *_a: Any, **_k: Any
    ) -> None:
        revoke_system_token(system=request.client, token=token, now=self._at.now)

    def _is_about(self, request: Request) -> bool:
        if self._access is None:
            return False
        request.user, request.scopes = self._access.consent.account, [*self._access.scopes]
        return True


def _basic(header: str) -> tuple[str, str]:
    """Name and secret from an ``Authorization`` header, each form-encoded (RFC 6749 §2.3.1); empty when it is none."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote(name), unquote(secret)


def _half_hash(token: str) -> str:
    """OpenID Connect Core §3.1.3.6."""
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()[:16]).rstrip(b"=").decode()

"""A county's system as an independent library writes it: authlib speaks, joserfc checks, nothing of ours."""

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet
from requests.adapters import BaseAdapter

BACK = "https://qianwei.example/return"
DESCRIPTION = {
    "client_id": "qianwei-hall",
    "name": "犍为县综合窗口",
    "name_en": "Qianwei County Hall",
    "operator": "犍为县行政审批局",
    "operator_en": "Qianwei County Approval Bureau",
    "purpose": "登录后接着办您在县里的事",
    "purpose_en": "go on with what you handed in at the county",
    "redirects": [BACK],
    "scopes": ["openid", "profile", "phone", "identity", "offline_access"],
}


class Inward(BaseAdapter):  # type: ignore[misc]
    """Carries a request of the library to Django's test client, as it is."""

    def send(self, request: requests.PreparedRequest, **_kwargs: Any) -> requests.Response:
        body = request.body or b""
        answer = Client().generic(
            request.method or "GET",
            request.path_url,
            body.encode() if isinstance(body, str) else body,
            content_type=request.headers.get("Content-Type", ""),
            headers={name: value for name, value in request.headers.items() if name == "Authorization"},
        )
        response = requests.Response()
        response.status_code, response.raw = answer.status_code, io.BytesIO(answer.content)
        response.headers.update(answer.headers)
        response.url, response.request = str(request.url), request
        return response

    def close(self) -> None:
        """Nothing is open."""


@dataclass
class County:
    """``issuer`` is all that it was told, beside its name and secret; the rest it reads there."""

    issuer: str
    secret: str
    scope: str = "openid profile identity offline_access"
    inward: bool = True
    proof: str = "client_secret_basic"
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    state: str = ""

    def __post_init__(self) -> None:
        self.session = OAuth2Session(
            DESCRIPTION["client_id"],
            self.secret,
            token_endpoint_auth_method=self.proof,
            scope=self.scope,
            redirect_uri=BACK,
            code_challenge_method="S256",
        )
        self.session.trust_env = False
        if self.inward:
            self.session.mount("http://", Inward())
        self.places: Mapping[str, Any] = self.session.get(
            f"{self.issuer}/.well-known/openid-configuration", withhold_token=True
        ).json()
        assert self.places["issuer"] == self.issuer

    def leave(self, **more: str) -> str:
        """Where it sends its user's browser."""
        address, self.state = self.session.create_authorization_url(
            self.places["authorization_endpoint"], code_verifier=self.verifier, nonce=self.nonce, **more
        )
        return str(address)

    def tokens(self, back: str) -> dict[str, Any]:
        """What it gets for the answer with which the browser came back; the library checks state, we the issuer."""
        assert back.startswith(f"{BACK}?")
        told = parse_qs(urlsplit(back).query)
        assert told["iss"] == [self.issuer]
        return dict(
            self.session.fetch_token(
                self.places["token_endpoint"], authorization_response=back, code_verifier=self.verifier
            )
        )

    def refreshed(self, token: str) -> dict[str, Any]:
        return dict(self.session.refresh_token(self.places["token_endpoint"], refresh_token=token))

    def who(self, tokens: Mapping[str, Any], now: float, *, nonce: bool = True) -> dict[str, Any]:
        """The ID token's claims, after everything that the standard makes a client check (Core §3.1.3.7)."""
        keys = KeySet.import_key_set(self.session.get(self.places["jwks_uri"], withhold_token=True).json())
        read = jwt.decode(
            tokens["id_token"], keys, algorithms=self.places["id_token_signing_alg_values_supported"]
        )
        params = {"client_id": DESCRIPTION["client_id"], "access_token": tokens["access_token"]}
        if nonce:
            params["nonce"] = self.nonce
        essential = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": DESCRIPTION["client_id"]},
        }
        claims = CodeIDToken(read.claims, read.header, essential, params)
        claims.validate(now=int(now))
        return dict(claims)

    def reads(self, token: str) -> requests.Response:
        return self.session.get(
            self.places["userinfo_endpoint"],
            headers={"Authorization": f"Bearer {token}"},
            withhold_token=True,
        )

"""Authorisation codes and access tokens: short-lived, used once, in memory only."""

import base64
import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from sandbox.clock import now
from sandbox.register import Person

CODE_LIFE = dt.timedelta(seconds=60)
TOKEN_LIFE = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What one person allowed one client, and what the client must show to redeem it."""

    person: Person
    client_id: str
    redirect_uri: str
    scopes: frozenset[str]
    nonce: str | None
    challenge: str | None
    expires_at: dt.datetime
    signed_in_at: dt.datetime

    def answers(self, verifier: str | None) -> bool:
        """PKCE (RFC 7636), method S256 only."""
        if self.challenge is None:
            return verifier is None
        if verifier is None:
            return False
        digest = hashlib.sha256(verifier.encode()).digest()
        expected = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return secrets.compare_digest(expected, self.challenge)


class Grants:
    def __init__(self) -> None:
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, tuple[Grant, dt.datetime]] = {}

    def give_code(self, grant: Grant) -> str:
        code = secrets.token_urlsafe(24)
        self._codes[code] = grant
        return code

    def take_code(self, code: str) -> Grant | None:
        """The grant behind a code, once; a second attempt finds nothing."""
        grant = self._codes.pop(code, None)
        return grant if grant and grant.expires_at > now() else None

    def give_token(self, grant: Grant) -> str:
        token = secrets.token_urlsafe(32)
        self._tokens[token] = grant, now() + TOKEN_LIFE
        return token

    def behind_token(self, token: str) -> Grant | None:
        grant, expires_at = self._tokens.get(token, (None, now()))
        return grant if expires_at > now() else None

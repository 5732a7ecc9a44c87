"""The one client that is registered with the provider, and how it proves itself."""

import base64
import binascii
import secrets
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from starlette.datastructures import FormData
from starlette.requests import Request

LOOPBACK = {"127.0.0.1", "localhost", "::1", "testserver"}


@dataclass(frozen=True, slots=True)
class Client:
    client_id: str
    secret: str

    def may_return_to(self, url: str) -> bool:
        """Only the same machine: the sandbox never sends invented people into the world."""
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK and not parts.fragment

    def is_proven_by(self, request: Request, form: FormData) -> bool:
        """``client_secret_basic`` or ``client_secret_post``, not both."""
        header = request.headers.get("authorization", "")
        posted = form.get("client_secret")
        if header and posted is not None:
            return False
        client_id, secret = _basic(header) if header else (form.get("client_id"), posted)
        return client_id == self.client_id and secrets.compare_digest(str(secret or ""), self.secret)


def _basic(header: str) -> tuple[str, str]:
    scheme, _, value = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote(client_id), unquote(secret)

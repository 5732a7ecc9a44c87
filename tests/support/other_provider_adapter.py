"""What :mod:`tests.support.other_provider` tells of its user, and its keys."""

from collections.abc import Iterable
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client, PrivateKey

from tests.support.other_provider import STATE, SUBJECT_CLAIMS, falsified


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth has no types
    def list_private_keys(self, **_asked: Any) -> list[PrivateKey]:
        return [PrivateKey(pem=pem) for pem in STATE["keys"]]

    def get_claims(self, purpose: str, *asked: Any, **more: Any) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_claims(purpose, *asked, **more)
        return claims if purpose == "id_token" else {**claims, **SUBJECT_CLAIMS}

    def populate_id_token(
        self, id_token: dict[str, Any], client: Client, scopes: Iterable[str], **_more: Any
    ) -> None:
        for name, value in falsified(id_token, STATE["way"], self.get_issuer(), client.id):
            if value is None:
                id_token.pop(name, None)
            else:
                id_token[name] = value

"""What a system reads before anything else (OpenID Connect Discovery 1.0 §3, RFC 8414)."""

from collections.abc import Mapping

from leyiban.people.models import SystemScope
from leyiban.people.provider.keys import ALGORITHM

CLIENT_PROOFS = ("client_secret_basic", "client_secret_post")


def discovery_document(*, issuer: str, addresses: Mapping[str, str]) -> dict[str, object]:
    """
    Args:
        addresses: the endpoints by their names there (``authorization_endpoint`` …, ``jwks_uri``).
    """
    return {
        "issuer": issuer,
        **addresses,
        "scopes_supported": SystemScope.values,
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": list(CLIENT_PROOFS),
        "revocation_endpoint_auth_methods_supported": list(CLIENT_PROOFS),
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": ["L1", "L2", "L3", "L4"],
        "prompt_values_supported": ["none", "login", "consent"],
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "at_hash",
            "name", "phone_number", "phone_number_verified", "id_kind", "id_number",
        ],
        "ui_locales_supported": ["zh-Hans", "en"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "authorization_response_iss_parameter_supported": True,
    }  # fmt: skip

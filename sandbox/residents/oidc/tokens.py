"""ID tokens and the keys that sign them."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from sandbox.clock import now
from sandbox.keys import p256_key, rsa_key
from sandbox.register import Person

Claims = dict[str, Any]
LIFE = dt.timedelta(minutes=5)
ALGORITHMS = ("RS256", "ES256")
SECTOR = "sichuan"  # subjects are random to look at, and the same on every visit


class Signer:
    """One key for each algorithm; the client's registration says which signs its tokens."""

    def __init__(self, directory: Path, algorithm: str) -> None:
        if algorithm not in ALGORITHMS:
            raise ValueError(f"ID tokens are signed by one of {', '.join(ALGORITHMS)}, not {algorithm}")
        self.algorithm = algorithm
        self.rsa = rsa_key(directory / "rs256.pem")
        self.ec = p256_key(directory / "es256.pem")

    def sign(self, claims: Claims, *, foreign_key: bool = False) -> str:
        """``foreign_key`` signs with a key that nobody published."""
        if foreign_key:
            stray = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            return jwt.encode(claims, stray, "RS256", headers={"kid": "RS256"})
        key = self.rsa if self.algorithm == "RS256" else self.ec
        return jwt.encode(claims, key, self.algorithm, headers={"kid": self.algorithm})

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        published = (
            ("RS256", RSAAlgorithm.to_jwk(self.rsa.public_key())),
            ("ES256", ECAlgorithm.to_jwk(self.ec.public_key())),
        )
        return {
            "keys": [{**json.loads(jwk), "kid": name, "alg": name, "use": "sig"} for name, jwk in published]
        }


def claims_of(person: Person, scopes: frozenset[str], subject: str) -> Claims:
    """What the province tells about a person, by scope. ``level`` is the proven real-name level."""
    claims: Claims = {"sub": subject}
    if "profile" in scopes:
        claims |= {"name": person.name, "level": f"L{person.level}"}
    if "phone" in scopes and person.phone:
        claims |= {"phone_number": f"+86{person.phone}", "phone_number_verified": True}
    if "identity" in scopes and person.level >= 2:
        claims |= {"resident_id": person.resident_id}
    return claims


def id_token_claims(
    *, issuer: str, client_id: str, subject: str, nonce: str | None, signed_in_at: dt.datetime
) -> Claims:
    moment = now()
    claims: Claims = {
        "iss": issuer,
        "aud": client_id,
        "sub": subject,
        "iat": int(moment.timestamp()),
        "exp": int((moment + LIFE).timestamp()),
        "auth_time": int(signed_in_at.timestamp()),
    }
    return claims | ({"nonce": nonce} if nonce else {})

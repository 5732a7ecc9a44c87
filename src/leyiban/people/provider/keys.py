"""The keys by which we vouch for a person towards other offices' systems (RS256, what every library can check).

A key is a file ``<from when it signs>-<id>.pem`` in ``settings.KEYS_DIR/provider``, so that no list can disagree
with what is there. A new key is published at once and signs a day later, when every system has fetched it; the
one before stays published for a day after that, longer than anything it signed is good.
"""

import base64
import datetime as dt
import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

ALGORITHM: Final = "RS256"
ANNOUNCED: Final = dt.timedelta(
    days=1
)  # between publishing and signing, and between the last signature and the end
_BITS: Final = 3072  # as strong as 128 bits (NIST SP 800-57)
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_FILE: Final = re.compile(r"(\d{8}T\d{6}Z)-([0-9A-Za-z_-]{16})\.pem")


@dataclass(frozen=True, slots=True)
class ProviderKey:
    id: str
    signs_from: dt.datetime
    private: rsa.RSAPrivateKey

    def public_jwk(self) -> dict[str, str]:
        numbers = self.private.public_key().public_numbers()
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": ALGORITHM,
            "kid": self.id,
            "n": _base64(numbers.n),
            "e": _base64(numbers.e),
        }


def ensure_provider_key(*, now: dt.datetime) -> bool:
    """Make the first key, which signs at once. False when there is one. Called by set-up, never while serving."""
    if _all_keys():
        return False
    _create(signs_from=now)
    return True


def new_provider_key(*, now: dt.datetime) -> ProviderKey:
    """Make the next key; it signs from a day on. Files of keys that nobody needs any more are deleted."""
    needed = {key.id for key in published_keys(now=now)}
    for path in _folder().glob("*.pem"):
        if (named := _FILE.fullmatch(path.name)) and named[2] not in needed:
            path.unlink()
    return _create(signs_from=now + ANNOUNCED)


def signing_key(*, now: dt.datetime) -> ProviderKey:
    """The newest key whose time to sign has come.

    Raises:
        LookupError: there is none; ``leyiban prepare`` makes one.
    """
    signing = [key for key in _all_keys() if key.signs_from <= now]
    if not signing:
        raise LookupError("no key signs for other systems yet: run leyiban prepare")
    return signing[-1]


def published_keys(*, now: dt.datetime) -> list[ProviderKey]:
    """Every key by which a system may have to check something: the next, the present, the one just before."""
    keys = _all_keys()
    return [
        key
        for key, follower in zip_longest(keys, keys[1:])
        if follower is None or now < follower.signs_from + ANNOUNCED
    ]


def signed(claims: Mapping[str, Any], *, now: dt.datetime) -> str:
    """The claims as a token that the published keys prove."""
    key = signing_key(now=now)
    return jwt.encode(dict(claims), key.private, ALGORITHM, headers={"kid": key.id})


def subject_in(token: str, *, issuer: str, audience: str, now: dt.datetime) -> str:
    """Whom a token of ours is about, however old it is; empty when it is not ours or for somebody else.

    OpenID Connect Core §3.1.2.1: a hint may have expired.
    """
    for key in published_keys(now=now):
        try:
            claims = jwt.decode(
                token,
                key.private.public_key(),
                algorithms=[ALGORITHM],
                issuer=issuer,
                audience=audience,
                options={"verify_exp": False, "verify_iat": False},
            )
        except jwt.PyJWTError:
            continue
        return str(claims.get("sub", ""))
    return ""


def _folder() -> Path:
    return Path(settings.KEYS_DIR) / "provider"


def _all_keys() -> list[ProviderKey]:
    """The keys in the order in which they sign."""
    return [_read(path) for path in sorted(_folder().glob("*.pem")) if _FILE.fullmatch(path.name)]


@lru_cache(maxsize=16)
def _read(path: Path) -> ProviderKey:
    """A file is written once under its name and never changed."""
    named = _FILE.fullmatch(path.name)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if named is None or not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path.name} is not a key of ours")
    return ProviderKey(named[2], dt.datetime.strptime(named[1], _STAMP).replace(tzinfo=dt.UTC), key)


def _create(*, signs_from: dt.datetime) -> ProviderKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    name = hashlib.sha256(
        key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).hexdigest()[:16]
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{signs_from.astimezone(dt.UTC):{_STAMP}}-{name}.pem"
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    draft.rename(path)  # whoever lists the folder meanwhile sees a whole key or none
    return _read(path)


def _base64(number: int) -> str:
    octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()

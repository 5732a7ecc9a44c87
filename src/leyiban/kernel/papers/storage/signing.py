"""AWS Signature Version 4 for one request: pure, checked against the published test vectors."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

_ALGORITHM: Final = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    access_key: str
    secret_key: str
    region: str
    service: str = "s3"


def signed_headers(
    *,
    method: str,
    path: str,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    payload_digest: str,
    credentials: Credentials,
    at: dt.datetime,
) -> dict[str, str]:
    """``headers`` with date and authorisation added. ``path`` is not yet percent-encoded.

    ``headers`` must hold ``host``; names are compared in lower case.
    """
    stamp = at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    all_headers = {**headers, "x-amz-date": stamp}
    named = ";".join(sorted(name.lower() for name in all_headers))
    request = "\n".join(
        (
            method,
            quote(path, safe="/-_.~"),
            canonical_query(query),
            *_canonical_headers(all_headers),
            "",
            named,
            payload_digest,
        )
    )
    scope = f"{stamp[:8]}/{credentials.region}/{credentials.service}/aws4_request"
    to_sign = "\n".join((_ALGORITHM, stamp, scope, hashlib.sha256(request.encode()).hexdigest()))
    signature = hmac.new(_signing_key(credentials, stamp[:8]), to_sign.encode(), hashlib.sha256).hexdigest()
    authorization = f"{_ALGORITHM} Credential={credentials.access_key}/{scope}, SignedHeaders={named}, Signature={signature}"
    return {**all_headers, "authorization": authorization}


def canonical_query(query: Mapping[str, str]) -> str:
    """The query string as it is signed; send exactly this."""
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query.items())
    return "&".join(f"{name}={value}" for name, value in pairs)


def _canonical_headers(headers: Mapping[str, str]) -> list[str]:
    return [
        f"{name}:{value}"
        for name, value in sorted((n.lower(), " ".join(v.split())) for n, v in headers.items())
    ]


def _signing_key(credentials: Credentials, day: str) -> bytes:
    key = f"AWS4{credentials.secret_key}".encode()
    for part in (day, credentials.region, credentials.service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key

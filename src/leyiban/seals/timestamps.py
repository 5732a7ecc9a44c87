"""Time stamps of an authority outside (RFC 3161), asked for over HTTP."""

from functools import cache
from pathlib import Path
from typing import Final

import httpx
from asn1crypto import cms, tsp
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from leyiban.seals.errors import TimestampUnavailable

_HEADERS: Final = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
_PATIENCE: Final = httpx.Timeout(10.0, connect=3.0)


class HttpTimeStamper(TimeStamper):
    """Raises :class:`TimestampUnavailable` when the authority does not answer or answers something else
    than what was asked; the job then tries again."""

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = address

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            imprint = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
        except (TimestampRequestError, ValueError, KeyError, TypeError, AttributeError) as failure:
            raise TimestampUnavailable from failure
        if imprint["hashed_message"].native != message_digest:
            raise TimestampUnavailable
        return token

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            async with httpx.AsyncClient(timeout=_PATIENCE, trust_env=False) as client:
                answer = await client.post(self._address, content=req.dump(), headers=_HEADERS)
            answer.raise_for_status()
            return tsp.TimeStampResp.load(answer.content, strict=True)
        except (httpx.HTTPError, ValueError) as failure:
            raise TimestampUnavailable from failure


def configured_time_stamper() -> HttpTimeStamper | None:
    """The stamper of ``settings.SEAL_TIMESTAMP_URL``, or None: then signatures carry no time stamp."""
    address: str = getattr(settings, "SEAL_TIMESTAMP_URL", "")
    return _stamper(address) if address else None


@cache
def _stamper(address: str) -> HttpTimeStamper:
    return HttpTimeStamper(address)  # kept, as it remembers how large a stamp is


def trusted_time_stamp_roots() -> tuple[asn1_x509.Certificate, ...]:
    """The certificates in the PEM file that ``settings.SEAL_TIMESTAMP_ROOTS`` names."""
    place: str = getattr(settings, "SEAL_TIMESTAMP_ROOTS", "")
    return _roots_in(Path(place).read_bytes()) if place else ()


@cache
def _roots_in(content: bytes) -> tuple[asn1_x509.Certificate, ...]:
    found = asn1_pem.unarmor(content, multiple=True)
    return tuple(asn1_x509.Certificate.load(der) for _, _, der in found)

"""Time stamps of an authority outside (RFC 3161), asked for over HTTP."""

from functools import cache
from pathlib import Path
from typing import Final

import httpx
from asn1crypto import pem as asn1_pem
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from leyiban.seals.errors import TimestampUnavailable

_HEADERS: Final = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
_PATIENCE: Final = httpx.Timeout(10.0, connect=3.0)


class HttpTimeStamper(TimeStamper):
    """Raises :class:`TimestampUnavailable` when the authority does not answer; the job then tries again."""

    def __init__(self, address: str, client: httpx.AsyncClient | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address, self._client = address, client

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        try:
            async with httpx.AsyncClient(timeout=_PATIENCE) as client:
                answer = await (self._client or client).post(
                    self._address, content=req.dump(), headers=_HEADERS
                )
            answer.raise_for_status()
            return tsp.TimeStampResp.load(answer.content, strict=True)
        except (httpx.HTTPError, ValueError) as failure:
            raise TimestampUnavailable from failure


def configured_time_stamper() -> HttpTimeStamper | None:
    """The stamper of ``settings.SEAL_TIMESTAMP_URL``, or None: then signatures carry no time stamp."""
    address: str = getattr(settings, "SEAL_TIMESTAMP_URL", "")
    return HttpTimeStamper(address) if address else None


@cache
def trusted_time_stamp_roots() -> tuple[asn1_x509.Certificate, ...]:
    """The roots in the PEM file that ``settings.SEAL_TIMESTAMP_ROOTS`` names."""
    place: str = getattr(settings, "SEAL_TIMESTAMP_ROOTS", "")
    if not place:
        return ()
    return tuple(
        asn1_x509.Certificate.load(der)
        for _, _, der in asn1_pem.unarmor(Path(place).read_bytes(), multiple=True)
    )

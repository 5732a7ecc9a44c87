"""Papers in an object store that speaks S3, over httpx; small on purpose: put, get, head, delete, list."""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import httpx

from leyiban.kernel.papers.errors import PaperNotFound, StorageFull, StorageUnavailable
from leyiban.kernel.papers.storage.port import Stored
from leyiban.kernel.papers.storage.signing import Credentials, canonical_query, signed_headers

_NOTHING: Final = hashlib.sha256(b"").hexdigest()
_IN_MEMORY: Final = 1024 * 1024
_PATIENCE: Final = httpx.Timeout(30.0, connect=5.0)
_NAMESPACE: Final = {"s3": "http://s3.amazonaws.com/doc/2006-03-01/"}
_FULL: Final = frozenset({HTTPStatus.INSUFFICIENT_STORAGE, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    endpoint: str
    name: str
    prefix: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)


def _wall_clock() -> dt.datetime:
    """The store refuses a request whose date is minutes off: a field of the protocol, not the city's time."""
    return dt.datetime.now(dt.UTC)


class ObjectStore:
    """Path-style requests, so that any S3-compatible store on any host name works."""

    def __init__(
        self,
        bucket: Bucket,
        client: httpx.Client | None = None,
        clock: Callable[[], dt.datetime] = _wall_clock,
    ) -> None:
        self._bucket = bucket
        self._client = client or httpx.Client(timeout=_PATIENCE)
        self._clock = clock

    def put(self, digest: str, path: Path) -> None:
        if self.has(digest):
            return
        with path.open("rb") as content:
            length = str(path.stat().st_size)
            answer = self._send("PUT", self._key(digest), payload=digest, content=content, length=length)
        if answer.status_code in _FULL:
            raise StorageFull
        _expect(answer, HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)

    def open(self, digest: str) -> BinaryIO:
        answer = self._send("GET", self._key(digest), stream=True)
        try:
            if answer.status_code == HTTPStatus.NOT_FOUND:
                raise PaperNotFound
            _expect(answer, HTTPStatus.OK)
            return _spooled(answer)
        finally:
            answer.close()

    def has(self, digest: str) -> bool:
        answer = self._send("HEAD", self._key(digest))
        if answer.status_code == HTTPStatus.NOT_FOUND:
            return False
        _expect(answer, HTTPStatus.OK)
        return True

    def delete(self, digest: str) -> None:
        answer = self._send("DELETE", self._key(digest))
        _expect(answer, HTTPStatus.OK, HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND)

    def listing(self) -> Iterator[Stored]:
        query = {"list-type": "2", "prefix": self._key("")}
        while True:
            answer = self._send("GET", "", query=query)
            _expect(answer, HTTPStatus.OK)
            page = ElementTree.fromstring(answer.content)  # noqa: S314 — our own store, named by the operator
            for item in page.iterfind("s3:Contents", _NAMESPACE):
                yield _stored(item)
            token = page.findtext("s3:NextContinuationToken", namespaces=_NAMESPACE)
            if not token:
                return
            query = {**query, "continuation-token": token}

    def _key(self, digest: str) -> str:
        return f"{self._bucket.prefix}/{digest}".lstrip("/")

    def _send(
        self,
        method: str,
        key: str,
        *,
        query: dict[str, str] | None = None,
        payload: str = _NOTHING,
        content: BinaryIO | None = None,
        length: str = "",
        stream: bool = False,
    ) -> httpx.Response:
        bucket = self._bucket
        path = f"/{bucket.name}/{key}"
        headers = {"host": urlsplit(bucket.endpoint).netloc, "x-amz-content-sha256": payload}
        signed = signed_headers(
            method=method,
            path=path,
            query=query or {},
            headers=headers,
            payload_digest=payload,
            credentials=Credentials(
                access_key=bucket.access_key, secret_key=bucket.secret_key, region=bucket.region
            ),
            at=self._clock(),
        )
        if length:
            signed["content-length"] = length
        url = bucket.endpoint + quote(path, safe="/-_.~") + (f"?{canonical_query(query)}" if query else "")
        request = self._client.build_request(method, url, headers=signed, content=content)
        try:
            return self._client.send(request, stream=stream)
        except httpx.HTTPError as failure:
            raise StorageUnavailable from failure


def _stored(item: ElementTree.Element) -> Stored:
    key = item.findtext("s3:Key", "", _NAMESPACE)
    since = item.findtext("s3:LastModified", "", _NAMESPACE)
    size = int(item.findtext("s3:Size", "0", _NAMESPACE))
    return Stored(key.rsplit("/", 1)[-1], size, dt.datetime.fromisoformat(since.replace("Z", "+00:00")))


def _spooled(answer: httpx.Response) -> BinaryIO:
    """The whole body in a temporary file: a reader may seek, and a broken transfer is noticed first."""
    spool = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 — handed to the caller
    try:
        for chunk in answer.iter_bytes():
            spool.write(chunk)
    except httpx.HTTPError as failure:
        spool.close()
        raise StorageUnavailable from failure
    spool.seek(0)
    return spool  # type: ignore[return-value]


def _expect(answer: httpx.Response, *wanted: HTTPStatus) -> None:
    if answer.status_code not in wanted:
        raise StorageUnavailable

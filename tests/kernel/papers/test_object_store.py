"""Papers in an object store: the signature by its published vectors, the requests against a small store."""

import datetime as dt
import hashlib
import io
from pathlib import Path
from xml.sax.saxutils import escape

import httpx
import pytest
from django.conf import settings

from leyiban.kernel.papers.errors import PaperNotFound, StorageFull, StorageUnavailable
from leyiban.kernel.papers.storage import configured_storage
from leyiban.kernel.papers.storage.s3 import Bucket, ObjectStore
from leyiban.kernel.papers.storage.signing import Credentials, signed_headers

# The examples of "Authenticating Requests: Using the Authorization Header" in the service's own manual.
EXAMPLE = Credentials(
    access_key="AKIAIOSFODNN7EXAMPLE",
    secret_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    region="us-east-1",
)
EXAMPLE_AT = dt.datetime(2013, 5, 24, tzinfo=dt.UTC)
NOTHING = hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    ("method", "path", "query", "more", "payload", "signature"),
    [
        (
            "GET",
            "/test.txt",
            {},
            {"range": "bytes=0-9"},
            NOTHING,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        ),
        (
            "PUT",
            "/test$file.text",
            {},
            {"date": "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY"},
            hashlib.sha256(b"Welcome to Amazon S3.").hexdigest(),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        ),
        (
            "GET",
            "/",
            {"lifecycle": ""},
            {},
            NOTHING,
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        ),
        (
            "GET",
            "/",
            {"max-keys": "2", "prefix": "J"},
            {},
            NOTHING,
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
)
def test_signatures_are_those_of_the_manual(
    method: str, path: str, query: dict[str, str], more: dict[str, str], payload: str, signature: str
) -> None:
    headers = {"host": "examplebucket.s3.amazonaws.com", "x-amz-content-sha256": payload, **more}
    signed = signed_headers(
        method=method,
        path=path,
        query=query,
        headers=headers,
        payload_digest=payload,
        credentials=EXAMPLE,
        at=EXAMPLE_AT,
    )
    assert signed["authorization"].endswith(f"Signature={signature}")


class SmallStore:
    """Keeps objects in memory behind the wire format; lists two at a time."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.trouble: int | None = None
        self.puts = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert request.headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=key/")
        if self.trouble is not None:
            return httpx.Response(self.trouble)
        if request.method == "GET" and "list-type" in request.url.params:
            return self._listing(request)
        name = request.url.path
        if request.method == "PUT":
            self.puts += 1
            body = request.read()
            assert hashlib.sha256(body).hexdigest() == request.headers["x-amz-content-sha256"]
            self.objects[name] = body
            return httpx.Response(200)
        if request.method == "DELETE":
            self.objects.pop(name, None)
            return httpx.Response(204)
        if name not in self.objects:
            return httpx.Response(404)
        return httpx.Response(200, content=b"" if request.method == "HEAD" else self.objects[name])

    def _listing(self, request: httpx.Request) -> httpx.Response:
        names = sorted(self.objects)
        start = int(request.url.params.get("continuation-token", "0"))
        rows = "".join(
            f"<Contents><Key>{escape(name.removeprefix('/bucket/'))}</Key><Size>{len(self.objects[name])}</Size>"
            "<LastModified>2026-03-09T01:30:00.000Z</LastModified></Contents>"
            for name in names[start : start + 2]
        )
        more = f"<NextContinuationToken>{start + 2}</NextContinuationToken>" if start + 2 < len(names) else ""
        body = f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{rows}{more}</ListBucketResult>'
        return httpx.Response(200, content=body.encode())


@pytest.fixture
def far() -> SmallStore:
    return SmallStore()


@pytest.fixture
def store(far: SmallStore) -> ObjectStore:
    bucket = Bucket(
        endpoint="http://127.0.0.1:9000",
        name="bucket",
        prefix="leshan/papers",
        region="cn-chengdu-1",
        access_key="key",
        secret_key="secret",
    )
    client = httpx.Client(transport=httpx.MockTransport(far))
    return ObjectStore(bucket, client, clock=lambda: EXAMPLE_AT)


def put(store: ObjectStore, folder: Path, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    (folder / digest).write_bytes(content)
    store.put(digest, folder / digest)
    return digest


def test_what_is_put_comes_back_and_can_be_sought(
    store: ObjectStore, far: SmallStore, tmp_path: Path
) -> None:
    digest = put(store, tmp_path, b"content" * 1000)
    assert list(far.objects) == [f"/bucket/leshan/papers/{digest}"]
    with store.open(digest) as file:
        assert file.read(7) == b"content"
        file.seek(-4, io.SEEK_END)
        assert file.read() == b"tent"


def test_the_same_content_travels_once(store: ObjectStore, far: SmallStore, tmp_path: Path) -> None:
    put(store, tmp_path, b"a")
    put(store, tmp_path, b"a")
    assert far.puts == 1


def test_a_listing_reads_all_its_pages(store: ObjectStore, tmp_path: Path) -> None:
    digests = {put(store, tmp_path, content) for content in (b"a", b"bb", b"ccc", b"dddd", b"eeeee")}
    assert {stored.digest for stored in store.listing()} == digests
    assert sum(stored.size for stored in store.listing()) == 15


def test_deleting_twice_is_no_error(store: ObjectStore, tmp_path: Path) -> None:
    digest = put(store, tmp_path, b"a")
    store.delete(digest)
    store.delete(digest)
    assert not store.has(digest)
    with pytest.raises(PaperNotFound):
        store.open(digest)


@pytest.mark.parametrize(
    ("status", "refusal"), [(507, StorageFull), (500, StorageUnavailable), (403, StorageUnavailable)]
)
def test_trouble_far_away_is_a_clear_answer(
    store: ObjectStore,
    far: SmallStore,
    tmp_path: Path,
    status: int,
    refusal: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(store, "has", lambda digest: False)
    far.trouble = status
    with pytest.raises(refusal):
        put(store, tmp_path, b"a")


def test_the_setting_names_the_bucket(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "https://key:se%2Fcret@oss.example:9000/bucket/leshan/papers?region=cn-chengdu-1"
    monkeypatch.setattr(settings, "PAPERS_S3", address, raising=False)
    store = configured_storage()
    assert isinstance(store, ObjectStore)
    assert store._bucket == Bucket(
        endpoint="https://oss.example:9000",
        name="bucket",
        prefix="leshan/papers",
        region="cn-chengdu-1",
        access_key="key",
        secret_key="se/cret",
    )
    assert "se/cret" not in repr(store._bucket)

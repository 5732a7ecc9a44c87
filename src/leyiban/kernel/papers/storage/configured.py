"""Which store the settings name."""

from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from leyiban.kernel.papers.storage.local import LocalDisk
from leyiban.kernel.papers.storage.port import Storage
from leyiban.kernel.papers.storage.s3 import Bucket, ObjectStore


def configured_storage() -> Storage:
    """The local disk below ``settings.PAPERS_DIR``, unless ``settings.PAPERS_S3`` names a bucket.

    ``PAPERS_S3`` is ``https://KEY:SECRET@host/bucket/prefix?region=…``.
    """
    address: str = getattr(settings, "PAPERS_S3", "")
    return _object_store(address) if address else LocalDisk(settings.PAPERS_DIR / "store")


@cache
def _object_store(address: str) -> ObjectStore:
    parts = urlsplit(address)
    bucket, _, prefix = parts.path.strip("/").partition("/")
    port = f":{parts.port}" if parts.port else ""
    return ObjectStore(
        Bucket(
            endpoint=f"{parts.scheme}://{parts.hostname}{port}",
            name=bucket,
            prefix=prefix,
            region=parse_qs(parts.query).get("region", ["us-east-1"])[0],
            access_key=unquote(parts.username or ""),
            secret_key=unquote(parts.password or ""),
        )
    )

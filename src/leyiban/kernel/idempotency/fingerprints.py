"""What a request said, as a digest: tells a repetition from another request under the same key."""

import hashlib
from collections.abc import Iterable

from django.http import HttpRequest

from leyiban.kernel.crypto import digest_of

_CHUNK = 64 * 1024


def fingerprint_of(
    request: HttpRequest, *, domain: str, head: bytes = b"", without: Iterable[str] = ()
) -> bytes:
    """A keyed digest of 32 bytes over ``head``, the form's fields and the content of every file.

    Keyed, because what was sent may be no more than a telephone number: a plain hash could be tried out.

    Args:
        without: names of fields that do not belong to what was asked.
    """
    told = hashlib.sha256(head)
    left_out = frozenset(without)
    for name, values in sorted(request.POST.lists()):
        if name not in left_out:
            told.update(repr((name, values)).encode())
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            told.update(repr((name, upload.name, upload.size)).encode())
            for chunk in upload.chunks(_CHUNK):
                told.update(chunk)
            upload.seek(0)
    return digest_of(told.hexdigest(), domain=domain)

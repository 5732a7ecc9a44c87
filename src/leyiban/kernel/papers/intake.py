"""Take bytes in: to a file aside, counting and hashing on the way, never the whole of them in memory."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO, Final

from django.conf import settings

from leyiban.kernel.papers.errors import EmptyPaper, PaperTooLarge
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.storage.local import storage_errors

_CHUNK: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that has come in whole and lies aside until it is kept or refused."""

    path: Path
    digest: str
    size: int


@contextmanager
def taken_in(stream: BinaryIO, *, limits: Limits) -> Iterator[Incoming]:
    """Spool ``stream``; the file aside is gone when the block ends, however it ends.

    Raises:
        PaperTooLarge: as soon as one byte too many arrives; the rest is not read. EmptyPaper. StorageFull.
    """
    folder = incoming_folder()
    with storage_errors():
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        aside = NamedTemporaryFile(dir=folder, prefix="paper-", delete=False)  # noqa: SIM115 — closed below
    path = Path(aside.name)
    try:
        try:
            digest, size = _copy(stream, aside, limits)
        finally:
            with suppress(OSError):  # what found no room has been told by then; closing would say it again
                aside.close()
        if size == 0:
            raise EmptyPaper
        yield Incoming(path, digest, size)
    finally:
        path.unlink(missing_ok=True)


def incoming_folder() -> Path:
    folder: Path = settings.PAPERS_DIR / "incoming"
    return folder


def _copy(stream: BinaryIO, target: IO[bytes], limits: Limits) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limits.max_bytes:
            raise PaperTooLarge(most=limits.most_in_words)
        digest.update(chunk)
        with storage_errors():
            target.write(chunk)
    with storage_errors():
        target.flush()
    return digest.hexdigest(), size

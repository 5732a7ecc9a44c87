"""Papers on a local disk: two levels of folders by digest, written aside, synced, renamed into place."""

import datetime as dt
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Final

from leyiban.kernel.papers.errors import PaperNotFound, StorageFull, StorageUnavailable
from leyiban.kernel.papers.storage.port import Stored

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DIGEST_LENGTH: Final = 64


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what the disk says into what a person understands."""
    try:
        yield
    except OSError as failure:
        if failure.errno in _NO_ROOM:
            raise StorageFull from failure
        raise StorageUnavailable from failure


@dataclass(frozen=True, slots=True)
class LocalDisk:
    """Files below ``folder``."""

    folder: Path

    def put(self, digest: str, path: Path) -> None:
        target = self._place(digest)
        if target.exists():
            return
        with storage_errors():
            target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as aside:
                try:
                    with path.open("rb") as source:
                        shutil.copyfileobj(source, aside)
                    aside.flush()
                    os.fsync(aside.fileno())
                    Path(aside.name).replace(target)
                except BaseException:
                    Path(aside.name).unlink(missing_ok=True)
                    raise
            _sync_folder(target.parent)

    def open(self, digest: str) -> BinaryIO:
        try:
            return self._place(digest).open("rb")
        except FileNotFoundError as missing:
            raise PaperNotFound from missing
        except OSError as failure:
            raise StorageUnavailable from failure

    def has(self, digest: str) -> bool:
        return self._place(digest).is_file()

    def delete(self, digest: str) -> None:
        with storage_errors():
            self._place(digest).unlink(missing_ok=True)

    def listing(self) -> Iterator[Stored]:
        for file in self.folder.glob("??/??/*"):
            if len(file.name) == _DIGEST_LENGTH and file.is_file():
                facts = file.stat()
                yield Stored(file.name, facts.st_size, dt.datetime.fromtimestamp(facts.st_mtime, dt.UTC))

    def _place(self, digest: str) -> Path:
        if len(digest) != _DIGEST_LENGTH or not digest.isalnum():
            raise PaperNotFound
        return self.folder / digest[:2] / digest[2:4] / digest


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

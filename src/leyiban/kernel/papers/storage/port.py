"""What a store of papers can do. Names are SHA-256 digests in hex, so writing twice is writing once."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol


class Stored(NamedTuple):
    """One file of a store, as a sweep sees it."""

    digest: str
    size: int
    since: dt.datetime


class Storage(Protocol):
    def put(self, digest: str, path: Path) -> None:
        """Keep the file at ``path`` for good, whole or not at all; ``path`` stays the caller's.

        Raises:
            StorageFull, StorageUnavailable
        """

    def open(self, digest: str) -> BinaryIO:
        """Raises:
        PaperNotFound: nothing is kept under this digest. StorageUnavailable
        """

    def has(self, digest: str) -> bool: ...

    def delete(self, digest: str) -> None:
        """Remove; it is no error when nothing is there."""

    def listing(self) -> Iterator[Stored]:
        """Everything kept, in no particular order."""

"""Append-only files of JSON lines: what must survive a restart is written here before it is answered."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class DamagedJournal(Exception):
    """A line in the middle of the file cannot be read; the sandbox refuses to go on without it."""


class Journal:
    """One file, one writer. A torn last line (power cut, kill -9) was never answered and is cut off."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, record: Record) -> None:
        """Write one record and wait until the disk has it."""
        line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def __iter__(self) -> Iterator[Record]:
        if not self.path.exists():
            return
        self._cut_torn_tail()
        with self.path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise DamagedJournal(f"{self.path}:{number}") from error

    def _cut_torn_tail(self) -> None:
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.truncate(self.path, whole)

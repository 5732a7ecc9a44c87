"""The port to a virus scanner, and an adapter for any daemon that speaks clamd's protocol."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from leyiban.kernel.papers.errors import PaperInfected, ScannerUnavailable

_CHUNK: Final = 256 * 1024
_REPLY_BYTES: Final = 4096
_TEST_SIGNATURE: Final = re.compile(rb"\$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!\$")


class Scanner(Protocol):
    """Says nothing when a file is clean."""

    def scan(self, path: Path) -> None:
        """Raises:
        PaperInfected: the file is bad. ScannerUnavailable: nobody could say.
        """


class BuiltInScanner:
    """Knows no virus but the industry's test file; every file has been through ``inspection`` before.

    It is what runs where no daemon is configured, and ``doctor`` says so.
    """

    def scan(self, path: Path) -> None:
        overlap = b""
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                if _TEST_SIGNATURE.search(overlap + chunk):
                    raise PaperInfected
                overlap = chunk[-64:]


@dataclass(frozen=True, slots=True)
class ClamdScanner:
    """Streams the file to clamd (command ``INSTREAM``), so the daemon needs no access to our disk.

    ``address`` is ``tcp://host:port`` or ``unix:///path``; ``seconds`` bounds each wait.
    """

    address: str
    seconds: float = 30.0

    def scan(self, path: Path) -> None:
        try:
            with closing(self._connect()) as daemon:
                daemon.sendall(b"zINSTREAM\0")
                for chunk in _framed(path):
                    daemon.sendall(chunk)
                reply = _whole_reply(daemon)
        except OSError as failure:
            raise ScannerUnavailable from failure
        if reply.endswith(b"FOUND"):
            raise PaperInfected
        if not reply.endswith(b"OK"):
            raise ScannerUnavailable

    def _connect(self) -> socket.socket:
        parts = urlsplit(self.address)
        if parts.scheme != "unix":
            return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), self.seconds)
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.settimeout(self.seconds)
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
        return connection


def _framed(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield len(chunk).to_bytes(4, "big") + chunk
    yield (0).to_bytes(4, "big")


def _whole_reply(daemon: socket.socket) -> bytes:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < _REPLY_BYTES:
        piece = daemon.recv(_REPLY_BYTES)
        if not piece:
            break
        reply += piece
    return reply.rstrip(b"\0\n")


def configured_scanner() -> Scanner:
    """The scanner that ``settings.PAPERS_SCANNER`` names (an address), or the built-in one."""
    address: str = getattr(settings, "PAPERS_SCANNER", "")
    return ClamdScanner(address) if address else BuiltInScanner()

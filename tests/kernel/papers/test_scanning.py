"""The scanner's port against a daemon that speaks clamd's protocol over a real socket."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from leyiban.kernel.papers.errors import PaperInfected, ScannerUnavailable
from leyiban.kernel.papers.scanning import BuiltInScanner, ClamdScanner, configured_scanner

SIGNATURE = b"$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$"


class Daemon(threading.Thread):
    """Reads one INSTREAM session per connection, as clamd frames it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.broken = False
        self.received = b""
        self.start()

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.listening.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as incoming:
                assert incoming.read(10) == b"zINSTREAM\0"
                self.received = b""
                while size := int.from_bytes(incoming.read(4), "big"):
                    self.received += incoming.read(size)
                connection.sendall(self._verdict())

    def _verdict(self) -> bytes:
        if self.broken:
            return b"INSTREAM size limit exceeded. ERROR\0"
        return b"stream: Eicar FOUND\0" if SIGNATURE in self.received else b"stream: OK\0"


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    running = Daemon()
    yield running
    running.listening.close()


def test_a_clean_file_passes_and_was_sent_whole(daemon: Daemon, tmp_path: Path) -> None:
    content = bytes(range(256)) * 3000
    (tmp_path / "a").write_bytes(content)
    ClamdScanner(daemon.address).scan(tmp_path / "a")
    assert daemon.received == content


def test_an_infected_file_is_refused(daemon: Daemon, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" + SIGNATURE)
    with pytest.raises(PaperInfected):
        ClamdScanner(daemon.address).scan(tmp_path / "a")


def test_no_verdict_is_no_pass(daemon: Daemon, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    daemon.broken = True
    with pytest.raises(ScannerUnavailable):
        ClamdScanner(daemon.address).scan(tmp_path / "a")
    daemon.listening.close()
    with pytest.raises(ScannerUnavailable):
        ClamdScanner(f"unix://{tmp_path}/nobody.sock").scan(tmp_path / "a")


def test_the_built_in_scanner_finds_the_mark_across_pieces(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(256 * 1024 - 10) + SIGNATURE)
    with pytest.raises(PaperInfected):
        BuiltInScanner().scan(tmp_path / "a")


def test_the_setting_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configured_scanner() == BuiltInScanner() or isinstance(configured_scanner(), BuiltInScanner)
    monkeypatch.setattr(settings, "PAPERS_SCANNER", "unix:///run/clamd.sock", raising=False)
    assert configured_scanner() == ClamdScanner("unix:///run/clamd.sock")

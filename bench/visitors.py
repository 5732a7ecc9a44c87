"""A light HTTP client: each visitor keeps one connection open and asks again as soon as it was answered.

It shares the processors with the server it measures, so it does as little as it can.
"""

import contextlib
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

_PATIENCE = 30.0  # seconds
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Ask:
    """A GET that must be answered with ``status``."""

    path: str
    headers: Mapping[str, str]
    status: int = 200

    def written(self, host: str) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {host}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode()


@dataclass
class Visitor:
    """One open connection to ``host:port``."""

    host: str
    port: int
    _socket: socket.socket | None = field(default=None, init=False)

    def ask(self, ask: Ask) -> dict[str, str]:
        """Send it, wait for the whole answer, and return its headers (names in small letters).

        Raises:
            RuntimeError: the answer has another status.
        """
        return self.send(ask.written(f"{self.host}:{self.port}"), ask)

    def send(self, request: bytes, ask: Ask) -> dict[str, str]:
        """The same for a request that was written before."""
        connection = self._connected()
        connection.sendall(request)
        head, body = self._read_head(connection)
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }
        left = int(headers.get("content-length", "0")) - len(body)
        while left > 0:
            body = connection.recv(_CHUNK)
            left -= len(body)
        if int(status.split()[1]) != ask.status:
            raise RuntimeError(f"{ask.path} was answered with {status}")
        return headers

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.create_connection((self.host, self.port), _PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._socket

    @staticmethod
    def _read_head(connection: socket.socket) -> tuple[bytes, bytes]:
        read = b""
        while b"\r\n\r\n" not in read:
            chunk = connection.recv(_CHUNK)
            if not chunk:
                raise RuntimeError("the server closed the connection")
            read += chunk
        head, _, body = read.partition(b"\r\n\r\n")
        return head, body


@contextlib.contextmanager
def visitor(port: int) -> Iterator[Visitor]:
    """A visitor for the length of the block."""
    one = Visitor("127.0.0.1", port)
    try:
        yield one
    finally:
        one.close()


def answers_per_second(asks: Sequence[Ask], *, port: int, each: int) -> float:
    """How fast the asks are answered when everybody, one visitor for each ask, repeats his own ``each`` times."""
    with ThreadPoolExecutor(len(asks)) as pool:
        began = time.monotonic()
        list(pool.map(lambda ask: _repeat(ask, port, each), asks))
        return len(asks) * each / (time.monotonic() - began)


def _repeat(ask: Ask, port: int, times: int) -> None:
    with visitor(port) as one:
        written = ask.written(f"{one.host}:{one.port}")
        for _ in range(times):
            one.send(written, ask)

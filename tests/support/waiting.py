"""Waiting for something that another process does: looks often, never longer than needed."""

import socket
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
_PULSE = 0.02  # seconds


def until(look: Callable[[], Found], *, patience: float = 15, what: str = "it") -> Found:
    """The first truthy answer of ``look``; fails the test after ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, f"{what} did not happen within {patience:.0f} s"
        time.sleep(_PULSE)
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

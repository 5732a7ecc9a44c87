"""Waiting for what other processes do."""

import time
from collections.abc import Callable

PATIENCE = 180.0  # seconds
_PULSE = 0.02


def until(happened: Callable[[], bool], *, patience: float = PATIENCE) -> None:
    """Wait until ``happened()`` is true.

    Raises:
        TimeoutError: it is not after ``patience`` seconds.
    """
    deadline = time.monotonic() + patience
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not happen in time")
        time.sleep(_PULSE)

"""Starts programs in order, starts again what dies, stops all of it in the opposite order."""

import contextlib
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

from leyiban.config.children import Child

_START_PATIENCE = 60.0  # seconds
_PULSE = 0.2
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_CALM = 60.0  # seconds of life after which a program's earlier deaths are forgotten
Tell = Callable[[str], None]


class Stopped(BaseException):
    """Somebody asked us to end (SIGTERM, SIGINT); not an error, so no ``except Exception`` may eat it."""


@dataclass
class _Life:
    child: Child
    deaths: int = 0
    born_at: float = 0.0
    rise_at: float | None = None


@dataclass
class Supervisor:
    """A context: everything that was started in it is stopped at its end.

    ``tell`` receives one plain sentence for each thing that happens.
    """

    tell: Tell
    _lives: list[_Life] = field(default_factory=list, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()

    def start(self, *children: Child) -> None:
        """Start ``children`` side by side and wait until all of them are ready.

        Raises:
            ChildFailure: one of them does not become ready.
        """
        for child in children:
            self._lives.append(_Life(child, born_at=time.monotonic()))
            child.start()
        for child in children:
            child.wait_until_ready(_START_PATIENCE)

    def watch(self) -> None:
        """Keep everything alive until :class:`Stopped` arrives."""
        while True:
            self.look_after()
            time.sleep(_PULSE)

    def look_after(self) -> None:
        """One look at everybody: what has died is started again, after a pause that grows with its deaths."""
        for life in self._lives:
            self._look_at(life)

    def stop_all(self) -> None:
        """Stop in the opposite order, so that nobody loses what it stands on."""
        for life in reversed(self._lives):
            life.child.stop()
        self._lives.clear()

    def _look_at(self, life: _Life) -> None:
        if life.child.is_running():
            if life.deaths and time.monotonic() - life.born_at > _CALM:
                life.deaths = 0
            return
        if life.rise_at is None:
            pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**life.deaths)
            life.deaths += 1
            life.rise_at = time.monotonic() + pause
            self.tell(
                f"{life.child.name} has ended; starting it again in {pause:.0f} s (see {life.child.log})."
            )
        elif time.monotonic() >= life.rise_at:
            life.rise_at, life.born_at = None, time.monotonic()
            life.child.start()


@contextlib.contextmanager
def stoppable() -> Iterator[None]:
    """Inside the block, SIGTERM and SIGINT raise :class:`Stopped` in the main thread, once."""

    def raise_stopped(*_: object) -> None:
        # A second Ctrl-C must not interrupt the orderly stop.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, raise_stopped) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

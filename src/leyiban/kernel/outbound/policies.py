"""How long to wait, when to give up, when to leave a failing service alone. Pure."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

Draw = Callable[[], float]  # a number in [0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """Pauses double from ``first_pause`` to ``longest_pause``; whatever comes first ends it: ``tries``, or
    ``give_up_after`` counted from the moment the call was due."""

    first_pause: dt.timedelta = dt.timedelta(seconds=2)
    longest_pause: dt.timedelta = dt.timedelta(minutes=30)
    give_up_after: dt.timedelta = dt.timedelta(days=3)
    tries: int = 200

    def pause(self, *, tries: int, asked: dt.timedelta | None, draw: Draw) -> dt.timedelta:
        """The pause after ``tries`` failed tries.

        Jitter takes up to half of it away, so that callers that failed together do not return together.
        ``asked`` is the service's own wish (Retry-After), honoured up to the longest pause.
        """
        grown: dt.timedelta = min(self.first_pause * 2 ** min(tries - 1, 30), self.longest_pause)
        jittered = grown * (0.5 + draw() / 2)
        return jittered if asked is None else max(jittered, min(asked, self.longest_pause))

    def is_exhausted(self, *, tries: int, give_up_at: dt.datetime, now: dt.datetime) -> bool:
        return tries >= self.tries or now >= give_up_at


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitPolicy:
    """After ``failures`` in a row the service is left alone for ``cool_off``; then one call probes it."""

    failures: int = 5
    cool_off: dt.timedelta = dt.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class CircuitState:
    """``open_until`` None: closed. After that moment one prober goes first, until ``probe_until``."""

    failures: int = 0
    open_until: dt.datetime | None = None
    probe_until: dt.datetime | None = None

    @property
    def is_healthy(self) -> bool:
        return self.failures == 0 and self.open_until is None

    def wait_until(self, now: dt.datetime) -> dt.datetime | None:
        """Until when a call has to wait, or None when it may go now."""
        if self.open_until is None:
            return None
        if now < self.open_until:
            return self.open_until
        if self.probe_until is not None and now < self.probe_until:
            return self.probe_until
        return None

    def probing(self, until: dt.datetime) -> "CircuitState":
        """The state while one call probes; unchanged when the circuit is closed."""
        return self if self.open_until is None else CircuitState(self.failures, self.open_until, until)

    def after_failure(self, policy: CircuitPolicy, *, now: dt.datetime) -> "CircuitState":
        failures = self.failures + 1
        is_open = self.open_until is not None or failures >= policy.failures
        return CircuitState(failures, now + policy.cool_off if is_open else None)


HEALTHY = CircuitState()

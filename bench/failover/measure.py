"""Two failovers: with a synchronous replica, where nothing acknowledged may be lost, and, to show that the count can
find a loss, with an asynchronous one that is held back."""

from collections.abc import Iterator
from pathlib import Path

from bench.cast import Cast
from bench.crowd import presses_of
from bench.failover.run import Report, fail_over
from bench.figures import Figure
from bench.ground import Ground

_STATED = 30.0  # seconds


def measure(ground: Ground, city: str, folder: Path, cast: Cast, *, presses: int) -> Iterator[Figure]:
    """The share of acknowledged submissions that are there afterwards, beside all of them."""
    pressed = presses_of(ground, city, cast, presses)
    for synchronous in (True, False):
        kept = fail_over(
            ground, city, folder / "failover", pressed, synchronous=synchronous, kill_after=presses // 4
        )
        _tell(kept, synchronous=synchronous)
        if synchronous:
            yield Figure(
                name="failover, acknowledged kept",
                against="acknowledged",
                unit="",
                rounds=[(kept.acknowledged - kept.lost - kept.doubled, kept.acknowledged)],
                target=1.0,
            )
            yield Figure(
                name="failover, nobody wrote",
                against="stated time",
                unit="s",
                rounds=[(kept.nobody_wrote, _STATED)],
                target=1.0,
                at_most=True,
            )
        elif not kept.lost:
            raise AssertionError("the replica was held back and nothing is missing: the count sees nothing")


def _tell(report: Report, *, synchronous: bool) -> None:
    kind = "synchronous" if synchronous else "asynchronous, held back"
    repeated = (
        ", ".join(f"{count} answered {status}" for status, count in sorted(report.repeated.items())) or "none"
    )
    print(
        f"  {kind}: {report.acknowledged} acknowledged ({report.before_death} before the death), "
        f"{report.lost} lost, {report.doubled} doubled, presses repeated: {repeated}; promoted after "
        f"{report.promoted_after:.1f} s, nobody wrote for {report.nobody_wrote:.1f} s, pages failed for "
        f"{report.pages_failed:.1f} s; the worker {'sequences again' if report.sequenced else 'has stopped sealing'}",
        flush=True,
    )

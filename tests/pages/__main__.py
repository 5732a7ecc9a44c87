"""``python -m tests.pages [PAGE …]``: measure all main pages, or those whose names begin so; exit code 1 when one
is not good enough. What is found is kept page by page."""

import sys
from collections.abc import Callable
from functools import partial

from tests.pages.city import running
from tests.pages.lighthouse import Measured, measure, slowdown_for
from tests.pages.report import LEAST, Finding, as_record, keep, table
from tests.pages.stop import Stop
from tests.pages.stops import stops
from tests.pages.tools import Broken, ensure_tools, versions
from tests.pages.validator import validate

_TRIES = 2  # after the first
_NO_TRACE = "NO_NAVSTART"


def main(wanted: tuple[str, ...]) -> int:
    try:
        ensure_tools()
        with running() as city:
            there = stops(city)
            chosen = [stop for stop in there if not wanted or stop.name.startswith(wanted)]
            findings = look_at(chosen, order=[stop.name for stop in there])
    except Broken as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    sys.stdout.write(f"\n{table([as_record(finding) for finding in findings])}\n")
    return 0 if all(finding.good for finding in findings) else 1


def look_at(chosen: list[Stop], *, order: list[str]) -> list[Finding]:
    """Validate, measure, tell and keep, one page after the other."""
    verdicts = validate(chosen)
    findings = []
    for stop in chosen:
        finding = Finding(stop, _measured(stop), verdicts[stop.name])
        lines = "".join(f"    {line}\n" for line in finding.complaints)
        sys.stdout.write(f"{'✓' if finding.good else '✗'} {stop.name}\n{lines}")
        sys.stdout.flush()
        findings.append(finding)
        keep([finding], versions(), order=order)
    return findings


def _measured(stop: Stop) -> Measured:
    """As Lighthouse would; where speed missed, again as for a machine as fast as this one was just then.

    A machine that has other things to do makes a page look slower than it is, never faster.
    """
    found = _traced(lambda: measure(stop))
    for _ in range(_TRIES):
        if found.scores["performance"] >= LEAST:
            break
        slowdown = slowdown_for(found.machine)
        found = _traced(partial(measure, stop, slowdown=slowdown))
    return found


def _traced(look: Callable[[], Measured]) -> Measured:
    """Once more where the browser kept no trace of its own work: that says nothing of the page."""
    for _ in range(_TRIES):
        try:
            return look()
        except Broken as trouble:
            if _NO_TRACE not in str(trouble):
                raise
    return look()


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))

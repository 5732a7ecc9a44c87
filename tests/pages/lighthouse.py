"""Lighthouse's phone profile on one page: a slow phone on a slow network, simulated from what was measured."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pages.stop import Stop
from tests.pages.tools import FOLDER, Broken
from tests.support.browser import chromium

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
CRAWLABLE = "is-crawlable"  # the audit that a page which asks search engines to stay away fails on purpose
USUAL_SLOWDOWN = 4  # what Lighthouse assumes: a fast desktop machine with nothing else to do
_SLOWDOWNS = ((1500, 4), (800, 2), (0, 1))  # from which index on: how many times
_CHROME = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run"
_PATIENCE = 180  # seconds
_FIGURES = {
    "first-contentful-paint": "first_paint_ms",
    "largest-contentful-paint": "largest_paint_ms",
    "total-blocking-time": "blocking_ms",
    "cumulative-layout-shift": "layout_shift",
    "total-byte-weight": "bytes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """``scores``: 0 to 100 by category. ``figures``: milliseconds, bytes over the wire, and a layout shift
    without unit. ``failed``: audits that cost a point, each ``id: what it found``. ``machine``: Lighthouse's index
    of how fast this machine was just then. ``slowdown``: how many times slower a phone was taken to be."""

    machine: int
    slowdown: int
    scores: dict[str, int]
    figures: dict[str, float]
    failed: tuple[str, ...]


def slowdown_for(machine: int) -> int:
    """How much slower a mid-range phone is than a machine of this index (Lighthouse's docs/throttling.md)."""
    return next(times for least, times in _SLOWDOWNS if machine >= least)


def measure(stop: Stop, *, slowdown: int = USUAL_SLOWDOWN) -> Measured:
    """Open the page in a fresh browser and score it.

    Raises:
        Broken: Lighthouse could not measure, or ended on another page than it was sent to.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(
            _command(stop, Path(folder), report, slowdown),
            env={**os.environ, "CHROME_PATH": chromium() or ""},
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
        )
        if done.returncode or not report.exists():
            raise Broken(f"Lighthouse did not measure {stop.name}: {done.stderr[-2000:]}")
        return _read(stop, json.loads(report.read_text("utf-8")), slowdown)


def _command(stop: Stop, folder: Path, report: Path, slowdown: int) -> list[str]:
    # By file, so that no list of processes shows whose session it is.
    headers = folder / "headers.json"
    headers.write_text(json.dumps({"Cookie": stop.cookies} if stop.cookies else {}), "utf-8")
    command = [
        str(FOLDER / "node_modules" / ".bin" / "lighthouse"),
        stop.address,
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--extra-headers={headers}",
        f"--throttling.cpuSlowdownMultiplier={slowdown}",
        f"--chrome-flags={_CHROME}",
    ]
    return [*command, f"--skip-audits={CRAWLABLE}"] if stop.private else command


def _read(stop: Stop, report: dict[str, Any], slowdown: int) -> Measured:
    if trouble := report.get("runtimeError"):
        raise Broken(f"Lighthouse could not measure {stop.name}: {trouble['message']}")
    if report["finalDisplayedUrl"] != report["requestedUrl"]:
        raise Broken(f"{stop.name} led to {report['finalDisplayedUrl']}")
    audits = report["audits"]
    categories = report["categories"]
    counted = {
        ref["id"]
        for category in CATEGORIES
        for ref in categories[category]["auditRefs"]
        if ref["weight"] and audits[ref["id"]]["score"] not in (None, 1)
    }
    return Measured(
        machine=round(report["environment"]["benchmarkIndex"]),
        slowdown=slowdown,
        scores={name: round(100 * categories[name]["score"]) for name in CATEGORIES},
        figures={name: round(audits[audit]["numericValue"], 3) for audit, name in _FIGURES.items()},
        failed=tuple(f"{id_}: {audits[id_]['title']}" for id_ in sorted(counted)),
    )

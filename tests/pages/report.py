"""What was found, as a table for people and as JSON for programs; small enough to be kept with the code."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.pages.lighthouse import CATEGORIES, Measured
from tests.pages.stop import Stop
from tests.pages.validator import Verdict
from tests.support.environment import REPOSITORY

Record = dict[str, Any]  # what pages.json keeps of one page

LEAST = 95  # points in every category
EVERYBODY = "everybody"
KEPT = REPOSITORY / "docs" / "pages"
_HEAD = (
    "page",
    "seen by",
    "perf",
    "a11y",
    "best",
    "SEO",
    "FCP s",
    "LCP s",
    "TBT ms",
    "CLS",
    "KiB",
    "CPU",
    "HTML E/W",
)
_ABOUT = """# The main pages, measured

Written by `make pages`; do not edit. Lighthouse {lighthouse} with its phone profile (a mid-range phone on slow 4G, simulated) in Chromium {chromium}, on a demo city; the validator of the W3C (Nu, vnu {vnu}) over the same pages in Chinese and in English. Fails under {least} points in any category, and with any error of the validator. A page whose speed misses is measured at most twice more, with the slowdown that Lighthouse's own table gives for a machine of the index just seen (`docs/throttling.md` there: 4 from 1500 on, 2 from 800 on, else 1), because whatever else a machine does makes a page look slower, never faster.

{table}

FCP, LCP: first and largest contentful paint; TBT: total blocking time; CLS: cumulative layout shift; KiB: everything over the wire on a first visit; CPU: the index of the machine while it measured (? where it was not kept), and by how much it was slowed down for a phone; E/W: errors and warnings of the validator, both languages together.

\\* A page that only somebody signed in sees asks search engines to stay away (`noindex`), so the audit `is-crawlable` of the SEO category would fail by intention; it is left out for these pages, and only it.
"""


@dataclass(frozen=True, slots=True)
class Finding:
    stop: Stop
    measured: Measured
    verdict: Verdict

    @property
    def good(self) -> bool:
        return min(self.measured.scores.values()) >= LEAST and not self.verdict.errors

    @property
    def complaints(self) -> list[str]:
        """Everything that cost a point or that the validator said."""
        return [
            *self.measured.failed,
            *_once_each("error", self.verdict.errors),
            *_once_each("warning", self.verdict.warnings),
        ]


def table(records: list[Record]) -> str:
    """A table of Markdown that is also readable as it stands."""
    rows = [_HEAD, *(_row(record) for record in records)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def keep(findings: list[Finding], versions: dict[str, str], *, order: list[str], folder: Path = KEPT) -> None:
    """Write ``README.md`` and ``pages.json``; pages that were not measured now stay as they were measured last.

    ``order`` names every page there is; what it does not name goes.
    """
    folder.mkdir(exist_ok=True)
    file = folder / "pages.json"
    known = json.loads(file.read_text("utf-8"))["pages"] if file.exists() else []
    by_page = {record["page"]: record for record in (*known, *map(as_record, findings))}
    records = [by_page[page] for page in order if page in by_page]
    content = {"tools": versions, "pages": records}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    text = _ABOUT.format(**versions, least=LEAST, table=table(records))
    (folder / "README.md").write_text(text, "utf-8")


def as_record(finding: Finding) -> Record:
    """What is kept of one page."""
    return {
        "page": finding.stop.name,
        "seen_by": finding.stop.seen_by or EVERYBODY,
        "scores": finding.measured.scores,
        **finding.measured.figures,
        "machine": finding.measured.machine,
        "slowdown": finding.measured.slowdown,
        "errors": len(finding.verdict.errors),
        "warnings": len(finding.verdict.warnings),
        "complaints": finding.complaints,
    }


def _once_each(kind: str, lines: list[str]) -> list[str]:
    """One line for the same words, with the place where they first fit."""
    first: dict[str, str] = {}
    count = Counter(map(_without_place, lines))
    for line in lines:
        first.setdefault(_without_place(line), line)
    return [f"{kind} ×{count[words]}: {line}" for words, line in first.items()]


def _without_place(line: str) -> str:
    return re.sub(r"^\S+ line \S+: ", "", line)


def _row(record: Record) -> tuple[str, ...]:
    scores = record["scores"]
    return (
        record["page"],
        record["seen_by"],
        *(str(scores[each]) for each in CATEGORIES[:3]),
        f"{scores['seo']}{'' if record['seen_by'] == EVERYBODY else '*'}",
        f"{record['first_paint_ms'] / 1000:.2f}",
        f"{record['largest_paint_ms'] / 1000:.2f}",
        f"{record['blocking_ms']:.0f}",
        f"{record['layout_shift']:.3f}",
        f"{record['bytes'] / 1024:.0f}",
        f"{record['machine'] or '?'}÷{record['slowdown']}",
        f"{record['errors']}/{record['warnings']}",
    )

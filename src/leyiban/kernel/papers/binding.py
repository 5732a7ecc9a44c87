"""Several files bound into one PDF: every page marked and numbered, an outline in front (pypdf, in a child process)."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from leyiban.kernel.papers.children.running import run_child


@dataclass(frozen=True, slots=True)
class Part:
    """One file; parts of one title that follow each other share a line of the outline."""

    title: str
    path: str
    kind: Literal["pdf", "picture"] = "pdf"


def measure(parts: Sequence[Part], *, room: Path) -> list[int]:
    """How many pages each part has; 0: it cannot be opened.

    Args:
        room: a folder of the caller's, removed by him.

    Raises:
        PaperExpands: together they take more room or time than an honest paper needs.
    """
    found = run_child("bind_pdf", "measure", _plan(parts, room))
    return [int(count) for count in found["pages"]]


def bind(parts: Sequence[Part], *, mark: str, target: Path, room: Path) -> int:
    """Write the parts into ``target``, in order. Returns how many pages it has.

    Args:
        mark: ASCII; stands before the number on every page (``LS… 3 / 20``).

    Raises:
        PaperBroken: a part cannot be opened. PaperExpands.
    """
    found = run_child("bind_pdf", "bind", _plan(parts, room, mark=mark, target=str(target)))
    return int(found["pages"])


def _plan(parts: Sequence[Part], room: Path, **more: str) -> Path:
    file = room / "plan.json"
    file.write_text(json.dumps({"parts": [asdict(part) for part in parts], **more}), "utf-8")
    return file

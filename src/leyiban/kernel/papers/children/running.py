"""Run a child program and understand its answer."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from leyiban.kernel.errors import Refusal
from leyiban.kernel.papers.children import CPU_SECONDS
from leyiban.kernel.papers.errors import (
    NoPageImage,
    PaperActs,
    PaperBroken,
    PaperExpands,
    PaperLocked,
    TooManyPages,
)

_VERDICTS: Final[dict[str, type[Refusal]]] = {
    "acts": PaperActs,
    "broken": PaperBroken,
    "expands": PaperExpands,
    "locked": PaperLocked,
    "no_page": NoPageImage,
    "too_many_pages": TooManyPages,
}
_PATIENCE_SECONDS: Final = 3 * CPU_SECONDS  # a busy machine may give the child a third of a core


def run_child(program: str, *arguments: str | Path | int) -> Mapping[str, Any]:
    """The JSON answer of ``leyiban.kernel.papers.children.<program>``.

    Raises:
        Refusal: the child's verdict; a child that was killed for its size or time means that the file
        expands, one that crashed means that the file is broken.
    """
    module = f"leyiban.kernel.papers.children.{program}"
    command = [sys.executable, "-I", "-m", module, *(str(argument) for argument in arguments)]
    try:
        done = subprocess.run(  # noqa: S603 — our own program; the arguments are paths and numbers of ours
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise PaperExpands from late
    if done.returncode != 0:
        raise PaperExpands if _ran_out(done) else PaperBroken
    found: dict[str, Any] = json.loads(done.stdout)
    if verdict := found.pop("verdict", None):
        raise _VERDICTS[verdict](**found)
    return found


def _ran_out(done: "subprocess.CompletedProcess[bytes]") -> bool:
    killed_by_signal = done.returncode < 0
    return killed_by_signal or b"MemoryError" in done.stderr

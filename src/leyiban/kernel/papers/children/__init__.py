"""Small programs that open what strangers sent, each in a process of its own with little room and time.

A parser that crashes, loops or swells takes a child down and never a web worker. The children know nothing
of the rest of the program and talk by arguments, one JSON line, and an exit code.
"""

import json
import resource
import sys
from typing import Final, NoReturn

MEMORY_BYTES: Final = 1536 * 1024 * 1024
CPU_SECONDS: Final = 20
OUTPUT_BYTES: Final = 64 * 1024 * 1024


def confine(*, output_bytes: int = OUTPUT_BYTES) -> None:
    """Give up all but the room and time that an honest paper needs. Before the first byte is read."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, output_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def answer(**values: object) -> NoReturn:
    """Say what was found, as one JSON line, and end."""
    sys.stdout.write(json.dumps(values) + "\n")
    sys.exit(0)


def refuse(verdict: str, **values: object) -> NoReturn:
    """Say what is wrong (one of the verdicts in :mod:`running`) and end."""
    answer(verdict=verdict, **values)

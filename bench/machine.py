"""Facts about the machine that a figure needs beside it."""

import os
import platform
import sys
from pathlib import Path
from typing import Any

import django
import psycopg


def facts() -> dict[str, Any]:
    """Processors, memory, system, versions, and what else the machine does at this moment."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "django": django.get_version(),
        "psycopg": f"{psycopg.__version__} ({psycopg.pq.__impl__})",
        "command": " ".join(["leyiban", *(Path(each).name for each in sys.argv[1:])]),
        "load_before": load(),
    }


def load() -> float:
    """How many programs want a processor: the mean of the last minute."""
    return round(os.getloadavg()[0], 1)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")

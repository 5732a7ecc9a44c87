"""The bench from beginning to end: makes its ground, measures, prints, cleans up."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

from bench import machine
from bench.figures import Figure, table
from bench.ground import ground, stand_on
from bench.sizes import FULL, QUICK, Asked
from leyiban.config.environment import REPOSITORY
from leyiban.config.lazy import resolve
from leyiban.config.preparation import connections_closed, prepare_django

VAR_DIR = REPOSITORY / "var" / "bench"
SHARED_LIST = REPOSITORY.parent / "shared/data/sichuan-item-codes/items.csv"
"""A real list that may be used in place, where it lies beside the checkout."""
_CITY = "bench_city"
# Named and not imported: it knows models, and those load when Django knows its database.
_MEASURE = "bench.measurements:measure"


def run(
    *,
    json_file: Path | None,
    quick: bool,
    parts: Sequence[str],
    halves: Sequence[str],
    list_file: Path | None,
) -> bool:
    """Measure, print the table, write the JSON; whether every figure is reached."""
    asked = Asked(parts=parts, halves=halves, list_file=list_file or SHARED_LIST)
    began, facts = time.monotonic(), machine.facts()
    print("Making the ground: a database server of our own, a loaded city …", flush=True)
    with ground(VAR_DIR) as here, here.clone(_CITY) as city:
        stand_on(here, city)
        prepare_django()
        with connections_closed():
            figures = list(resolve(_MEASURE)(here, city, VAR_DIR / "log", QUICK if quick else FULL, asked))
    facts |= {"seconds": round(time.monotonic() - began), "load_after": machine.load()}
    print(_told(figures, facts))
    if json_file is not None:
        content = {"machine": facts, "figures": [figure.as_json() for figure in figures]}
        json_file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return all(figure.reached for figure in figures)


def _told(figures: Sequence[Figure], facts: dict[str, object]) -> str:
    lines = [f"{name.replace('_', ' ')}: {value}" for name, value in facts.items()]
    return "\n".join(["", table(figures), "", *lines])

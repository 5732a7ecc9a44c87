"""How much is measured. Short runs are for whoever changes something; a document names a full one."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be measured. ``halves`` of the search's questions; ``list_file`` is multiplied for it."""

    parts: Sequence[str]
    halves: Sequence[str]
    list_file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """``counties`` have cases; ``cases`` are those of the large city."""

    rounds: int
    acts: int  # by each client, in each round
    asks: int  # by each visitor
    looks: int  # at each page
    batches: int  # of the sequencer
    counties: int
    cases: int
    due: int  # cases whose limits end in the same minute
    presses: int  # submissions during a failover
    decree_seconds: float  # the longest time of a look beforehand, and of a recount


FULL = Size(
    rounds=3,
    acts=40,
    asks=120,
    looks=120,
    batches=12,
    counties=11,
    cases=100_000,
    due=2_000,
    presses=800,
    decree_seconds=300,
)
QUICK = Size(
    rounds=3,
    acts=12,
    asks=30,
    looks=30,
    batches=3,
    counties=2,
    cases=10_000,
    due=400,
    presses=200,
    decree_seconds=60,
)

# Of the copies seven in ten are open: this many cases hold a million open ones.
MILLION = Size(
    rounds=3,
    acts=40,
    asks=120,
    looks=120,
    batches=12,
    counties=11,
    cases=1_430_000,
    due=0,
    presses=0,
    decree_seconds=600,
)

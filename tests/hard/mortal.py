"""A worker that dies: a program of its own whose children are killed with -9 at a named point of their work.

    python -m tests.hard.mortal NOW PLACES     # then one point a line on standard input

PLACES are the settings, as JSON, that say where papers, keys and heads lie.

For each point a child is forked that works as the worker does and kills itself there; the answer is one line,
the child's exit status. Nothing is simulated: the process is gone in the middle of its transactions, and what
it left is what the database and the disk hold.
"""

import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.environment import isolate

_GIVEN = {name: value for name, value in os.environ.items() if name.startswith(("LEYIBAN_", "DATABASE_URL"))}
isolate()
os.environ.update(_GIVEN)

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402

from leyiban.kernel.documents import making  # noqa: E402
from leyiban.kernel.ledger import followers  # noqa: E402
from leyiban.kernel.ledger.errors import SequencerBusy  # noqa: E402
from leyiban.kernel.ledger.heads import FileHeadStore  # noqa: E402
from leyiban.kernel.ledger.sequencer import Sequencer  # noqa: E402
from leyiban.kernel.papers.storage.local import LocalDisk  # noqa: E402
from leyiban.seals import sealing  # noqa: E402
from tests.support.waiting import until  # noqa: E402
from tests.support.working import Worker  # noqa: E402

# Where somebody dies: the place, and whether after (or before) what is done there.
PLACES: dict[str, tuple[Any, str, bool]] = {
    "positions written, not committed": (Sequencer, "_write", True),
    "entries in place, no head signed": (Sequencer, "publish_head", False),
    "head outside, not yet in the database": (FileHeadStore, "publish", True),
    "paper set, not sealed": (making, "_sealed", False),
    "seal used, not recorded": (sealing, "_record", False),
    "seal recorded, paper not kept": (making, "keep", False),
    "file on the disk, its row not committed": (LocalDisk, "put", True),
    "paper made, not recorded": (making, "append", True),
}


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(act: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    def act_and_die(*arguments: Any, **options: Any) -> None:
        if after:
            act(*arguments, **options)
        die()

    return act_and_die


def arm(point: str) -> None:
    """Make ``point`` deadly: a place of :data:`PLACES`, or the name of a follower, killed after it reacted."""
    if point in PLACES:
        owner, name, after = PLACES[point]
        setattr(owner, name, deadly(getattr(owner, name), after=after))
        return
    registered = followers._REACTIONS[point]
    fatal = followers._Registered(point, registered.kinds, deadly(registered.react, after=True))
    followers._REACTIONS[point] = fatal


def work(now: dt.datetime) -> None:
    """As the worker does, until everything is done."""
    worker = until(_started, what="the dead sequencer's lock")
    worker.settle(now=now)


def _started() -> Worker | None:
    try:
        return Worker()
    except SequencerBusy:  # the database has not noticed yet that the last one died
        return None


def fork_and_die(point: str, now: dt.datetime) -> int:
    child = os.fork()
    if child == 0:
        arm(point)
        work(now)
        os._exit(0)  # nobody died: the point was never reached
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    now = dt.datetime.fromisoformat(sys.argv[1])
    for name, place in json.loads(sys.argv[2]).items():
        setattr(settings, name, Path(place))
    for line in sys.stdin:
        sys.stdout.write(f"{fork_and_die(line.strip(), now)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""What one sequencer gives a place in a second, beside what sixteen clients write through operations."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from bench.acts import Subject, accept
from bench.cast import Cast
from bench.crew import PROCESSES, crew
from bench.figures import Cost, Figure
from bench.ground import NOW
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.heads import FileHeadStore
from leyiban.kernel.ledger.keyring import head_key
from leyiban.kernel.ledger.sequencer import Sequencer

CLIENTS = 16
_TARGET = 10.0
_WARM_UP = 8  # acts for each client


@dataclass(frozen=True, slots=True)
class Sequencing:
    """The measurement, in the database at hand, which holds many entries without a position.

    ``rounds`` times ``batches`` of the sequencer alone, then ``each`` acts for each client alone. Accepting is
    the act that writes entries fastest.
    """

    folder: Path
    rounds: int
    batches: int
    each: int

    def measure(self, cast: Cast) -> Figure:
        """The one figure."""
        subjects = self._subjects(cast)
        heads = self.folder / "bench-heads.jsonl"
        heads.unlink(missing_ok=True)  # those of a run before, whose database is gone
        sequencer = Sequencer(key=head_key(), store=FileHeadStore(heads), witness=None)
        sequencer.start()
        self._alone(sequencer)
        with crew(threads=CLIENTS // PROCESSES) as clients:
            clients.carry_out(accept, list(_take(subjects, CLIENTS * _WARM_UP)))
            rounds = [
                (
                    self._alone(sequencer),
                    clients.carry_out(accept, list(_take(subjects, CLIENTS * self.each))).rate,
                )
                for _ in range(self.rounds)
            ]
        connections["sequencer"].close()
        return Figure(
            name="sequencer alone",
            against=f"{CLIENTS} clients accepting",
            unit="entries/s",
            rounds=rounds,
            target=_TARGET,
            cost=Cost(),
        )

    def _subjects(self, cast: Cast) -> Iterator[Subject]:
        """Submitted cases of the clerk's counties, each of which writes one entry when it is accepted."""
        wanted = CLIENTS * (_WARM_UP + self.rounds * self.each)
        cases = Case.objects.filter(state=CaseState.SUBMITTED).order_by("-pk")[:wanted]
        clerk = cast.staff[Role.WINDOW_CLERK].account
        return iter([Subject(pk, clerk) for pk in cases.values_list("pk", flat=True)])

    def _alone(self, sequencer: Sequencer) -> float:
        began, entries = time.monotonic(), 0
        for _ in range(self.batches):
            entries += sequencer.round(now=NOW)
        return entries / (time.monotonic() - began)


def _take(subjects: Iterator[Subject], count: int) -> Iterator[Subject]:
    for _ in range(count):
        yield next(subjects)

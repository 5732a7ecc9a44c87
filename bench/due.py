"""Ten thousand clock moves are due in the same minute: each is made once and in its order, whoever dies, and people are served.

Two thousand cases whose limit has ended have five each: two lights, acceptance by silence, and two lights of what runs from it.

The worker that production runs is killed in the middle and another one ends it, while somebody reads pages and two
people hand in applications.
"""

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from django.db import connection

from bench.cast import Cast
from bench.crowd import Crowd, Log, presses_of
from bench.figures import Figure
from bench.ground import Ground, shift_to
from bench.multiplying import Copies
from bench.patience import until
from bench.serving import own_folder, serving, worker_of
from leyiban.cases.models import Case
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.ledger.models import Pending

_STATED = 600.0  # seconds until the last of them has been made
_PEOPLE = 2
_REST = 1.0  # seconds between two applications of one person
_QUIET = 15.0  # seconds in which people are served and nothing is due
_PRESSES = 1_200
_LONGEST = 3600.0


@dataclass(frozen=True)
class Due:
    """The measurement, in the database at hand, which may be thrown away; ``count`` cases."""

    ground: Ground
    database: str
    folder: Path
    count: int

    def measure(self, cast: Cast) -> Iterator[Figure]:
        """How long it took, beside the stated time; and a page meanwhile, beside one in quiet."""
        presses = presses_of(self.ground, self.database, cast, _PRESSES)
        original = cast.submitted(cast.counties()[0])
        with self.ground.multiplier(self.database) as many:
            cases = many.cases(original.pk, self.count)
        end = OpenMatter.objects.get(kind=Case.KIND, key=cases.first).red_at
        assert end is not None
        folder = self.folder / "due"
        variables = {
            **self.ground.variables(self.database),
            **own_folder(folder),
            "LEYIBAN_TIME_SHIFT": shift_to(end),  # in whole minutes, up: the limit has just ended
        }
        with serving(variables, "due", folder) as web, ThreadPoolExecutor(_PEOPLE + 1) as pool:
            crowd = Crowd(web.port, presses, _PEOPLE, rest=_REST)
            running = crowd.start(pool)
            quiet = len(until_some(crowd.log, _QUIET))
            took, died_at = self._storm(variables, folder, cases)
            crowd.end()
            for each in running:
                each.result()
        yield from self._figures(crowd.log, quiet, took, died_at, self._moves(cases))

    def _storm(self, variables: dict[str, str], folder: Path, cases: Copies) -> tuple[float, int]:
        """Seconds until the last move was made, of two workers; and how many cases were through when the first died."""
        worker = worker_of(variables, folder)
        began = time.monotonic()
        worker.start()
        until(lambda: self._through(cases) >= self.count // 2, patience=_LONGEST)
        worker.kill()
        died_at = self._through(cases)
        self._check_order(cases)
        worker.start()
        until(lambda: self._through(cases) == self.count, patience=_LONGEST)
        took = time.monotonic() - began
        until(lambda: not Pending.objects.exists(), patience=_LONGEST)
        worker.stop()
        return took, died_at

    def _through(self, cases: Copies) -> int:
        return Case.objects.filter(
            pk__range=(cases.first, cases.first + cases.count - 1), acceptance_mode="deemed"
        ).count()

    def _moves(self, cases: Copies) -> int:
        """How many moves the clock has made. No case has another trail than every other one."""
        trails = self._check_order(cases)
        if len(trails) != 1:
            raise AssertionError(f"cases with the same limits have different trails: {trails}")
        ((kinds, count),) = trails.items()
        if count != self.count or kinds[0] != "case.submitted":
            raise AssertionError(f"{count} trails: {kinds}")
        return count * (len(kinds) - 1)

    def _check_order(self, cases: Copies) -> Counter[tuple[str, ...]]:
        """Kinds of entries in their order, and how many cases have them. Each trail is as long as its case says."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT kinds, count(*), bool_and(gapless) FROM (SELECT array_agg(e.kind ORDER BY e.seq) AS kinds, "
                "max(e.seq) = count(*) AND max(e.seq) = max(c.version) AS gapless FROM cases_case c "
                "JOIN ledger_entry e ON e.subject_kind = 'case' AND e.subject_key = c.number "
                "WHERE c.id BETWEEN %s AND %s GROUP BY c.id) trails GROUP BY kinds",
                [cases.first, cases.first + cases.count - 1],
            )
            rows = cursor.fetchall()
        if not all(gapless for _, _, gapless in rows):
            raise AssertionError("a trail has a gap, or a case another version than its trail")
        return Counter({tuple(kinds): count for kinds, count, _ in rows})

    def _figures(self, log: Log, quiet: int, took: float, died_at: int, moves: int) -> Iterator[Figure]:
        before, during = log.pages[quiet // 2 : quiet], log.pages[quiet:]  # the first ones warm it up
        if not all(came for _, _, came in log.pages):
            raise AssertionError("a page did not come")
        print(
            f"  {moves:,} clock moves of {self.count:,} cases made in {took:.0f} s, in order and once; the worker was killed "
            f"when {died_at:,} cases were through; meanwhile {len(during)} pages (p99 {_p99(during):.0f} ms) and "
            f"{len(log.at)} applications (p99 {1000 * _hundredth(log.waits):.0f} ms) were answered",
            flush=True,
        )
        yield Figure(
            name=f"{moves:,} clock moves at once",
            against="stated time",
            unit="s",
            rounds=[(took, _STATED)],
            target=1.0,
            at_most=True,
        )
        yield Figure(
            name="a page meanwhile, p99",
            against="the same in quiet",
            unit="ms",
            rounds=[(_p99(during), _p99(before))],
            target=4.0,
            at_most=True,
        )


def until_some(log: Log, seconds: float) -> list[tuple[float, float, bool]]:
    """The pages of a stretch of quiet."""
    begun = time.monotonic()
    until(lambda: time.monotonic() - begun > seconds and bool(log.pages))
    return list(log.pages)


def _p99(pages: Sequence[tuple[float, float, bool]]) -> float:
    return 1000 * _hundredth([took for _, took, _ in pages])


def _hundredth(values: Sequence[float]) -> float:
    return quantiles(values, n=100, method="inclusive")[98] if len(values) > 1 else math.nan

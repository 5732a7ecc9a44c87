"""Submit, accept and decide through operations, beside ``pgbench`` sending the very same statements."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench import pgbench
from bench.acts import Subject, accept, decide, submit
from bench.cast import Cast, points_of
from bench.crew import PROCESSES, THREADS, Crew, MakeReady
from bench.figures import Cost, Figure, middle_cost
from bench.ground import Ground
from bench.multiplying import Copies, Multiplier
from bench.processors import spent_during
from bench.recording import record
from bench.scripts import Script, script_of
from leyiban.cases.models import Case
from leyiban.config.environment import read_environment
from leyiban.config.postgres_programs import target
from leyiban.config.roles import DatabaseRole
from leyiban.kernel.actors import Role

CLIENTS = PROCESSES * THREADS
_WARM_UP = 12  # acts for each client; by then statements are prepared and caches filled
_RECORDED = (0, 2, 5)  # subjects, unevenly apart, so that what counts with them is not taken for chance


@dataclass
class Pool:
    """Subjects that nobody has acted upon yet, handed out in order; ``account_of`` says who acts on the n-th."""

    copies: Copies
    account_of: Callable[[int], int]
    points: tuple[str, ...] = ()
    _next: int = field(default=0, init=False)

    def take(self, count: int) -> list[Subject]:
        """The next ``count`` subjects."""
        begin, self._next = self._next, self._next + count
        if self._next > self.copies.count:
            raise ValueError("more subjects are asked for than were made")
        return [
            Subject(self.copies.first + n, self.account_of(n), self.points) for n in range(begin, self._next)
        ]


@dataclass(frozen=True, slots=True)
class Bout:
    """One act: the share of the limit it must reach, how it is made ready, and where so many subjects come from."""

    name: str
    target: float
    act: MakeReady
    pool: Callable[[Multiplier, int], Pool]


@dataclass(frozen=True, slots=True)
class Round:
    """What one round gave: acts per second and processor milliseconds for one act, of both sides."""

    rate: float
    limit: float
    cost: Cost
    limit_cost: Cost


def bouts(cast: Cast) -> list[Bout]:
    """The three acts. Makes one original of each kind of subject."""
    county, another = cast.counties()[:2]  # one draft for each county: a second one there would be the first
    draft, submitted, reviewed = cast.draft(another), cast.submitted(county), cast.before_decision(county)
    return [
        Bout("submit", 0.35, submit, lambda many, count: _drafts(many, cast, draft.pk, count)),
        Bout(
            "accept",
            0.25,
            accept,
            lambda many, count: _cases(many, cast, submitted, Role.WINDOW_CLERK, count),
        ),
        Bout("decide", 0.25, decide, lambda many, count: _cases(many, cast, reviewed, Role.DECIDER, count)),
    ]


def _drafts(many: Multiplier, cast: Cast, original: int, count: int) -> Pool:
    people = many.people(cast.filing, count)
    return Pool(many.drafts(original, people, count), lambda n: people.account + n)


def _cases(many: Multiplier, cast: Cast, original: Case, role: Role, count: int) -> Pool:
    people = many.people(cast.filing, count)
    copies = many.cases(original.pk, count, people=people)
    account = cast.staff[role].account
    return Pool(copies, lambda n: account, tuple(points_of(original)) if original.task else ())


@dataclass(frozen=True, slots=True)
class Writes:
    """The measurement: ``rounds`` times ``each`` acts for each client, and as many by ``pgbench``."""

    ground: Ground
    database: str
    folder: Path
    clients: Crew
    rounds: int
    each: int

    def measure(self, cast: Cast) -> Iterator[Figure]:
        """One figure after the other."""
        for bout in bouts(cast):
            yield self._figure(bout, self._pool(bout))

    def _pool(self, bout: Bout) -> Pool:
        count = _RECORDED[-1] + 1 + 2 * CLIENTS * (_WARM_UP + self.rounds * self.each)
        with self.ground.multiplier(self.database) as many:
            return bout.pool(many, count)

    def _figure(self, bout: Bout, pool: Pool) -> Figure:
        self.clients.carry_out(bout.act, pool.take(CLIENTS * _WARM_UP))
        script, sent = _recorded(bout.act, pool.take(_RECORDED[-1] + 1))
        self._limit(script, pool, _WARM_UP)
        rounds = [self._round(bout.act, script, pool) for _ in range(self.rounds)]
        return Figure(
            name=bout.name,
            against="pgbench, same statements",
            unit="/s",
            rounds=[(each.rate, each.limit) for each in rounds],
            target=bout.target,
            cost=middle_cost([each.cost for each in rounds], sent=sent),
            limit_cost=middle_cost([each.limit_cost for each in rounds], sent=sent),
        )

    def _round(self, act: MakeReady, script: Script, pool: Pool) -> Round:
        server, count = self.ground.server, CLIENTS * self.each
        done, spent = spent_during(server, lambda: self.clients.carry_out(act, pool.take(count)))
        limit, spent_by_limit = spent_during(server, lambda: self._limit(script, pool, self.each))
        return Round(
            rate=done.rate,
            limit=limit.rate,
            cost=Cost(ours_ms=1000 * done.processor, database_ms=spent.per_act(count)),
            limit_cost=Cost(ours_ms=1000 * limit.processor, database_ms=spent_by_limit.per_act(count)),
        )

    def _limit(self, script: Script, pool: Pool, each: int) -> pgbench.Done:
        first = pool.take(CLIENTS * each)[0].id
        where = target(DatabaseRole.APP, read_environment(os.environ))
        return pgbench.carry_out(script, pgbench.Load(CLIENTS, each, first), where, self.folder)


def _recorded(act: MakeReady, subjects: list[Subject]) -> tuple[Script, Cost]:
    """The act's script, and what it costs in statements (with BEGIN and COMMIT) and rows."""
    ready = [(subjects[at].id, act(subjects[at])) for at in _RECORDED]
    recordings = [record(carry_out) for _, carry_out in ready]
    script = script_of(recordings, [number for number, _ in ready])
    return script, Cost(statements=script.statements, rows=recordings[0].rows)

"""Reads over HTTP by people who signed in, beside the least that such a read can do (``bench.urls``)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.test import Client, override_settings

from bench.cast import Cast
from bench.figures import Cost, Figure, middle_cost
from bench.ground import Ground
from bench.multiplying import Copies, Person
from bench.processors import spent_during
from bench.recording import record
from bench.serving import Server, serving
from bench.signing_in import cookie_of
from bench.visitors import Ask, answers_per_second, visitor
from leyiban.people.models import Account

VISITORS = 8
_WARM_UP = 25  # asks by each


@dataclass(frozen=True, slots=True)
class Read:
    """What is asked again and again, one ask for each visitor, and the share of the limit it must reach."""

    name: str
    target: float
    asks: Sequence[Ask]


@dataclass(frozen=True, slots=True)
class Reads:
    """The measurement: ``rounds`` times ``each`` asks of each kind by each visitor."""

    ground: Ground
    database: str
    folder: Path
    rounds: int
    each: int

    def measure(self, cast: Cast) -> Iterator[Figure]:
        """One figure for each kind of read."""
        numbers, cookies = self._people(cast)
        with serving(self.ground.variables(self.database), self.database, self.folder) as server:
            limit = [
                _ask(f"/-/bench/{number}", cookie, 204)
                for number, cookie in zip(numbers, cookies, strict=True)
            ]
            for read in self._reads(numbers, cookies, server):
                yield self._figure(read, limit, server)

    def _people(self, cast: Cast) -> tuple[list[str], list[str]]:
        """Visitors, each with one case of his own, and their cookies."""
        original = cast.accepted(cast.counties()[0])
        with self.ground.multiplier(self.database) as many:
            people: Person = many.people(cast.filing, VISITORS)
            cases: Copies = many.cases(original.pk, VISITORS, people=people)
        accounts = Account.objects.in_bulk(range(people.account, people.account + VISITORS))
        numbers = dict(type(original).objects.filter(pk__in=cases.ids()).values_list("pk", "number"))
        return [numbers[pk] for pk in cases.ids()], [
            cookie_of(accounts[people.account + n]) for n in range(VISITORS)
        ]

    def _reads(self, numbers: Sequence[str], cookies: Sequence[str], server: Server) -> list[Read]:
        pairs = list(zip(numbers, cookies, strict=True))
        progress = [_ask(f"/api/v1/cases/{number}/progress", cookie) for number, cookie in pairs]
        whole = [_ask(f"/api/v1/cases/{number}", cookie) for number, cookie in pairs]
        return [
            Read("progress query", 0.6, progress),
            Read("unchanged case (304)", 0.9, [_unchanged(ask, server) for ask in whole]),
        ]

    def _figure(self, read: Read, limit: Sequence[Ask], server: Server) -> Figure:
        for asks in (read.asks, limit):
            answers_per_second(asks, port=server.port, each=_WARM_UP)
        rounds = [(self._side(read.asks, server), self._side(limit, server)) for _ in range(self.rounds)]
        return Figure(
            name=read.name,
            against="sign-in, one SELECT, 204",
            unit="/s",
            rounds=[(thing[0], least[0]) for thing, least in rounds],
            target=read.target,
            cost=middle_cost([thing[1] for thing, _ in rounds], sent=_sent(read.asks[0])),
            limit_cost=middle_cost([least[1] for _, least in rounds], sent=_sent(limit[0])),
        )

    def _side(self, asks: Sequence[Ask], server: Server) -> tuple[float, Cost]:
        count = len(asks) * self.each
        (rate, ours), database = spent_during(
            self.ground.server,
            lambda: spent_during(
                server.pid, lambda: answers_per_second(asks, port=server.port, each=self.each)
            ),
        )
        return rate, Cost(ours_ms=ours.per_act(count), database_ms=database.per_act(count))


def _ask(path: str, cookie: str, status: int = 200, **headers: str) -> Ask:
    return Ask(path, {"Cookie": cookie, **headers}, status)


def _unchanged(ask: Ask, server: Server) -> Ask:
    """The same ask by somebody who has the answer already."""
    with visitor(server.port) as one:
        tag = one.ask(ask)["etag"]
    return Ask(ask.path, {**ask.headers, "If-None-Match": tag}, 304)


def _sent(ask: Ask) -> Cost:
    """Statements and rows of one answer, looked at inside this process."""
    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"]):
        client = Client(headers=dict(ask.headers))
        client.get(ask.path)
        recording = record(lambda: client.get(ask.path))
    return Cost(statements=len(recording.statements), rows=recording.rows)

"""Pages of a clerk, an applicant and a passer-by, in a small city and in a large one: size must not be felt."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from bench.figures import Figure
from bench.ground import Ground
from bench.serving import serving
from bench.visitors import Ask, Visitor, visitor

SMALL, LARGE = 1_000, 100_000
SHOWN = 40  # different cases whose pages are asked for
_TARGET = 2.0
_WARM_UP = 24  # asks of each page: every thread of the server has drawn it by then


class Who(Enum):
    """Who looks at a page."""

    CLERK = auto()
    SUPERVISOR = auto()
    APPLICANT = auto()
    PASSER_BY = auto()


@dataclass(frozen=True, slots=True)
class CityOfCases:
    """A database, the numbers of cases that wait for the clerk there, and of one that the applicant follows.

    ``cookies`` are those of who has just signed in there.
    """

    database: str
    cases: int
    numbers: Sequence[str]
    followed: str
    cookies: Mapping[Who, str]


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked for in a city, in turn."""

    name: str
    who: Who
    paths: Callable[[CityOfCases], list[str]]

    def asks(self, city: CityOfCases) -> list[Ask]:
        cookie = city.cookies.get(self.who)
        return [Ask(path, {"Cookie": cookie} if cookie else {}) for path in self.paths(city)]


PAGES = (
    Page("work list", Who.CLERK, lambda _: ["/workbench"]),
    Page("case page", Who.CLERK, lambda city: [f"/workbench/cases/{number}" for number in city.numbers]),
    Page("watch list", Who.SUPERVISOR, lambda _: ["/workbench/watch"]),
    Page("progress query", Who.APPLICANT, lambda city: [f"/api/v1/cases/{city.followed}/progress"]),
    Page("my cases", Who.APPLICANT, lambda _: ["/me/cases"]),
    Page("public record", Who.PASSER_BY, lambda _: ["/open"]),
)


@dataclass(frozen=True, slots=True)
class Lists:
    """The measurement: ``rounds`` times ``each`` asks of each page in both cities, one ask here, one there."""

    ground: Ground
    folder: Path
    rounds: int
    each: int

    def measure(self, small: CityOfCases, large: CityOfCases) -> Iterator[Figure]:
        """One figure for each page."""
        with (
            serving(self.ground.variables(small.database), small.database, self.folder) as in_small,
            serving(self.ground.variables(large.database), large.database, self.folder) as in_large,
            visitor(in_small.port) as to_small,
            visitor(in_large.port) as to_large,
        ):
            visitors = (to_large, to_small)
            for page in PAGES:
                asks = [page.asks(city) for city in (large, small)]
                self._rounds(visitors, asks, 1, _WARM_UP)
                yield Figure(
                    name=f"{page.name}, p99",
                    against=f"{small.cases:,} cases for {large.cases:,}",
                    unit="ms",
                    rounds=self._rounds(visitors, asks, self.rounds, self.each),
                    target=_TARGET,
                    at_most=True,
                )

    def _rounds(
        self, visitors: Sequence[Visitor], asks: Sequence[Sequence[Ask]], rounds: int, each: int
    ) -> list[tuple[float, float]]:
        return [_round(visitors, asks, each) for _ in range(rounds)]


def _round(visitors: Sequence[Visitor], asks: Sequence[Sequence[Ask]], each: int) -> tuple[float, float]:
    """The 99th percentile in milliseconds, in the large city and in the small one."""
    taken: tuple[list[float], list[float]] = ([], [])
    for both in islice(zip(*map(cycle, asks), strict=True), each):
        for place, (one, ask) in enumerate(zip(visitors, both, strict=True)):
            began = perf_counter()
            one.ask(ask)
            taken[place].append(1000 * (perf_counter() - began))
    large, small = (quantiles(times, n=100, method="inclusive")[98] for times in taken)
    return large, small

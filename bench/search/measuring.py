"""Every way to search, by the questions of both halves and by the cost of one question beside a look-up by code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.figures import Figure, aligned
from bench.ground import NOW
from bench.search.catalogue import Catalogue
from bench.search.judging import Quality, judge, quality
from bench.search.methods import Method, methods
from bench.search.questions import Question, questions
from leyiban.catalogue.models import City
from leyiban.catalogue.queries import item_version
from leyiban.kernel.moments import city_date

LEAST_RECALL, MOST_COST = 0.95, 5.0
_HEAD = ("recall@20", "MRR", "silent")


@dataclass(frozen=True, slots=True)
class Row:
    """A method's line: its quality by half, and (milliseconds of a question, of a look-up) by round."""

    method: str
    by_half: Mapping[str, Quality]
    rounds: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Searching:
    """The measurement, in a city that may be filled. ``list_file``: the list of bare items to multiply."""

    rounds: int
    halves: Sequence[str]
    list_file: Path

    def measure(self, city: City) -> Iterator[Figure]:
        """Fill the city, print the table of all methods, give the figures of the product's own search."""
        catalogue = Catalogue(city, self.list_file)
        catalogue.load()
        whose = "the shared list and the pack's items" if catalogue.real else "the pack's items alone"
        print(f"  {len(catalogue.lines):,} lines of {len(catalogue.originals)} names: {whose}", flush=True)
        asked = {half: _answerable(questions(half), catalogue.base_of) for half in self.halves}
        rows = [self._row(method, asked, catalogue) for method in methods(catalogue)]
        print(told(rows, asked))
        yield from _figures(rows[-1])

    def _row(self, method: Method, asked: Mapping[str, Sequence[Question]], catalogue: Catalogue) -> Row:
        method.find("开店")  # whatever it builds at first
        by_half = {half: _quality(method, those, catalogue.base_of) for half, those in asked.items()}
        texts = [question.text for those in asked.values() for question in those]
        look_ups = list(islice(cycle(catalogue.pack_codes), len(texts)))
        rounds = [(_time(method, texts), _time_look_ups(look_ups, catalogue)) for _ in range(self.rounds)]
        return Row(method.name, by_half, rounds)


def told(rows: Sequence[Row], asked: Mapping[str, Sequence[Question]]) -> str:
    """The table of all methods, as Markdown."""
    heads = [f"{name}, {half}" for half in asked for name in _HEAD]
    lines = [["method", *heads, "ms", "× look-up"], *(_line(row) for row in rows)]
    counts = ", ".join(f"{len(those)} {half}" for half, those in asked.items())
    return f"\n{aligned(lines)}\n\nquestions: {counts}\n"


def _line(row: Row) -> list[str]:
    figures = [
        f"{value:.3f}"
        for each in row.by_half.values()
        for value in (each.recall, each.reciprocal, each.silence)
    ]
    return [row.method, *figures, f"{median(it for it, _ in row.rounds):.2f}", f"{_ratio(row):.2f}"]


def _ratio(row: Row) -> float:
    return median(it / look_up for it, look_up in row.rounds)


def _figures(row: Row) -> Iterator[Figure]:
    for half, each in row.by_half.items():
        yield Figure(
            name=f"search, {half}",
            against=f"all of {each.asked} questions",
            unit="recall@20",
            rounds=[(each.recall, 1.0)],
            target=LEAST_RECALL,
        )
    yield Figure(
        name="search, cost",
        against="a look-up by code",
        unit="ms",
        rounds=row.rounds,
        target=MOST_COST,
        at_most=True,
    )


def _answerable(asked: Sequence[Question], base_of: Mapping[str, str]) -> Sequence[Question]:
    """Those whose answers this catalogue holds: all of them, where the shared list is there."""
    return [question for question in asked if question.wanted(base_of) is not None]


def _quality(method: Method, asked: Sequence[Question], base_of: Mapping[str, str]) -> Quality:
    judged, silent = [], []
    for question in asked:
        shown = method.find(question.text)
        if wanted := question.wanted(base_of):
            judged.append(judge(shown, wanted))
        else:
            silent.append(not shown)
    return quality(judged, silent)


def _time(method: Method, texts: Sequence[str]) -> float:
    began = perf_counter()
    for text in texts:
        method.find(text)
    return (perf_counter() - began) * 1000 / len(texts)


def _time_look_ups(codes: Sequence[str], catalogue: Catalogue) -> float:
    began = perf_counter()
    for code in codes:
        item_version(code=code, city=catalogue.city, on=city_date(NOW))
    return (perf_counter() - began) * 1000 / len(codes)

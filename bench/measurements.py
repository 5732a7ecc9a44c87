"""All measurements in order. Django is set up and stands on the city's clone."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connections

from bench import checking
from bench.cast import Cast
from bench.crew import crew
from bench.figures import Figure
from bench.ground import Ground, stand_on
from bench.lists import SHOWN, SMALL, CityOfCases, Lists
from bench.reads import Reads
from bench.search.measuring import Searching
from bench.seeding import Original, originals, seed, waiting_at
from bench.sequencing import Sequencing
from bench.signing_in import cookie_of
from bench.sizes import Asked, Size
from bench.writes import Writes
from leyiban.catalogue.models import City
from leyiban.kernel.actors import Role
from leyiban.people.models import Account, Post

WRITES, READS, LISTS, SEQUENCER, SEARCH = "writes", "reads", "lists", "sequencer", "search"
_LOOKED_AT = 100  # cases of a city
_SMALL, _LARGE, _WRITTEN, _SEARCHED = "bench_small", "bench_large", "bench_written", "bench_searched"


def measure(ground: Ground, city: str, folder: Path, size: Size, asked: Asked) -> Iterator[Figure]:
    """The figures of the parts asked for, each told as soon as it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for figure in _figures(ground, city, folder, size, asked):
        print(f"  {figure.name}: {figure.ratio:.2f}", flush=True)
        yield figure


def _figures(ground: Ground, city: str, folder: Path, size: Size, asked: Asked) -> Iterator[Figure]:
    parts = asked.parts
    if SEARCH in parts:
        yield from _search(ground, city, Searching(size.rounds, asked.halves, asked.list_file))
    if set(parts) == {SEARCH}:
        return
    cast = Cast.open()
    if WRITES in parts:
        yield from _writes(ground, city, folder, size, cast)
    if READS in parts:
        yield from Reads(ground, city, folder, size.rounds, size.asks).measure(cast)
    if LISTS in parts or SEQUENCER in parts:
        yield from _in_two_cities(ground, city, folder, size, parts, cast)


def _search(ground: Ground, city: str, searching: Searching) -> Iterator[Figure]:
    connections.close_all()
    with ground.clone(_SEARCHED, of=city) as searched:
        _turn_to(ground, searched)
        yield from searching.measure(City.objects.get())
    _turn_to(ground, city)


def _writes(ground: Ground, city: str, folder: Path, size: Size, cast: Cast) -> Iterator[Figure]:
    """In a clone that is thrown away: what ``pgbench`` writes has the bytes of another case's trail."""
    connections.close_all()
    with ground.clone(_WRITTEN, of=city) as written:
        _turn_to(ground, written)
        with crew() as clients:
            yield from Writes(ground, written, folder, clients, size.rounds, size.acts).measure(cast)
    _turn_to(ground, city)


def _in_two_cities(
    ground: Ground, city: str, folder: Path, size: Size, parts: Sequence[str], cast: Cast
) -> Iterator[Figure]:
    made = originals(cast, cast.counties()[: size.counties])
    clerk = Account.objects.get(username=cast.story.staff[Role.WINDOW_CLERK])
    cookie = cookie_of(clerk)
    connections.close_all()  # a database that is in use cannot be cloned
    with ground.clone(_LARGE, of=city) as large:
        in_large = _filled(ground, large, made, cast, size.cases)
        if LISTS in parts:
            with ground.clone(_SMALL, of=city) as small:
                in_small = _filled(ground, small, made, cast, SMALL)
                yield from Lists(ground, folder, size.rounds, size.looks).measure(in_small, in_large, cookie)
        if SEQUENCER in parts:
            _turn_to(ground, large)
            yield Sequencing(folder, size.rounds, size.batches, size.acts).measure(cast)


def _filled(ground: Ground, database: str, made: Sequence[Original], cast: Cast, cases: int) -> CityOfCases:
    """Fill a city and look whether its cases are sound."""
    count = seed(ground, database, made, cast, cases)
    _turn_to(ground, database)
    checked = checking.check(every=count // _LOOKED_AT | 1)  # odd, so that the sample runs through all states
    print(f"  {database}: {count:,} cases, {checked} of them looked at and sound", flush=True)
    post = Post.objects.get(role=Role.WINDOW_CLERK, agency__uscc=cast.office_of(cast.counties()[0]))
    return CityOfCases(database, count, waiting_at(ground, database, post.pk, SHOWN))


def _turn_to(ground: Ground, database: str) -> None:
    """Let this process work on another clone."""
    stand_on(ground, database)
    connections.close_all()
    for alias in connections:
        connections.settings[alias]["NAME"] = database

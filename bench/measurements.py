"""All measurements in order. Django is set up and stands on the city's clone."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import connections

from bench import checking, decree
from bench.cast import Cast, account_of_phone
from bench.crew import crew
from bench.due import Due
from bench.failover import measure as failover
from bench.figures import Figure
from bench.ground import Ground, stand_on
from bench.lists import SHOWN, SMALL, CityOfCases, Lists, Who
from bench.reads import Reads
from bench.search.measuring import Searching
from bench.seeding import Original, gigabytes, open_cases, originals, seed, waiting_at
from bench.sequencing import Sequencing
from bench.signing_in import cookie_of
from bench.sizes import MILLION, Asked, Size
from bench.writes import Writes
from leyiban.cases.models import Case
from leyiban.catalogue.models import City
from leyiban.kernel.actors import Role
from leyiban.people.models import Account, Post

WRITES, READS, LISTS, SEQUENCER, MILLION_OPEN = "writes", "reads", "lists", "sequencer", "million"
FAILOVER, DECREE, DUE, SEARCH = "failover", "decree", "due", "search"
_LOOKED_AT = 100  # cases of a city
_SMALL, _LARGE, _WRITTEN, _DUE = "bench_small", "bench_large", "bench_written", "bench_due"
_SEARCHED = "bench_searched"


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
    if {LISTS, SEQUENCER} & set(parts) or (DECREE in parts and MILLION_OPEN not in parts):
        yield from _in_two_cities(ground, city, folder, size, parts, cast)
    if FAILOVER in parts:
        yield from failover.measure(ground, city, folder, cast, presses=size.presses)
    if DUE in parts:
        yield from _due(ground, city, folder, size, cast)
    if MILLION_OPEN in parts:
        yield from _million(ground, city, folder, size, parts, cast)


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


def _due(ground: Ground, city: str, folder: Path, size: Size, cast: Cast) -> Iterator[Figure]:
    connections.close_all()
    with ground.clone(_DUE, of=city) as database:
        _turn_to(ground, database)
        yield from Due(ground, database, folder, size.due).measure(cast)
    _turn_to(ground, city)


def _million(
    ground: Ground, city: str, folder: Path, size: Size, parts: Sequence[str], cast: Cast
) -> Iterator[Figure]:
    """The lists, and a decree if it is asked for, in a city that is kept: copying a million cases takes its time."""
    made = originals(cast, cast.counties()[: MILLION.counties])
    connections.close_all()
    with ground.kept("million", of=city) as (large, is_new):
        in_large = _city(
            ground, large, cast, _copied(ground, large, made, cast, MILLION.cases) if is_new else 0.0
        )
        yield from _beside_small(ground, city, folder, size, made, cast, in_large)
        if DECREE in parts:
            _turn_to(ground, large)
            yield from decree.measure(seconds=size.decree_seconds)
    _turn_to(ground, city)


def _in_two_cities(
    ground: Ground, city: str, folder: Path, size: Size, parts: Sequence[str], cast: Cast
) -> Iterator[Figure]:
    made = originals(cast, cast.counties()[: size.counties])
    connections.close_all()  # a database that is in use cannot be cloned
    with ground.clone(_LARGE, of=city) as large:
        in_large = _city(ground, large, cast, _copied(ground, large, made, cast, size.cases))
        if LISTS in parts:
            yield from _beside_small(ground, city, folder, size, made, cast, in_large)
        if DECREE in parts and MILLION_OPEN not in parts:
            _turn_to(ground, large)
            yield from decree.measure(seconds=size.decree_seconds)
        if SEQUENCER in parts:
            _turn_to(ground, large)
            yield Sequencing(folder, size.rounds, size.batches, size.acts).measure(cast)


def _beside_small(
    ground: Ground,
    city: str,
    folder: Path,
    size: Size,
    made: Sequence[Original],
    cast: Cast,
    in_large: CityOfCases,
) -> Iterator[Figure]:
    connections.close_all()
    with ground.clone(_SMALL, of=city) as small:
        in_small = _city(ground, small, cast, _copied(ground, small, made, cast, SMALL))
        yield from Lists(ground, folder, size.rounds, size.looks).measure(in_small, in_large)


def _copied(ground: Ground, database: str, made: Sequence[Original], cast: Cast, cases: int) -> float:
    """Fill a city; how many seconds it took."""
    began = time.monotonic()
    seed(ground, database, made, cast, cases)
    return time.monotonic() - began


def _city(ground: Ground, database: str, cast: Cast, took: float) -> CityOfCases:
    """Look whether the cases of a filled city are sound, and at whom it has. ``took`` 0: it was filled before."""
    _turn_to(ground, database)
    count = Case.objects.count()
    checked = checking.check(every=count // _LOOKED_AT | 1)  # odd, so that the sample runs through all states
    print(
        f"  {database}: {count:,} cases, {open_cases(ground, database):,} of them open, "
        f"{f'copied in {took:.0f} s' if took else 'kept'}, {gigabytes(ground, database):.1f} GiB; "
        f"{checked} of them looked at and sound",
        flush=True,
    )
    post = Post.objects.get(role=Role.WINDOW_CLERK, agency__uscc=cast.office_of(cast.counties()[0]))
    numbers = waiting_at(ground, database, post.pk, SHOWN)
    return CityOfCases(database, count, numbers, _followed(cast), _signed_in(cast))


def _followed(cast: Cast) -> str:
    """The number of the oldest case that the demonstration's applicant filed here."""
    own = Case.objects.filter(filed_by=account_of_phone(cast.story.operator)).order_by("pk")
    return own.values_list("number", flat=True)[0]


def _signed_in(cast: Cast) -> dict[Who, str]:
    """Cookies good in the database at hand. Sessions end when nobody uses them, and copying takes its time."""
    staff = {role: cast.story.staff.get(role, role.value) for role in (Role.WINDOW_CLERK, Role.SUPERVISOR)}
    accounts = {role: Account.objects.get(username=name) for role, name in staff.items()}
    return {
        Who.CLERK: cookie_of(accounts[Role.WINDOW_CLERK]),
        Who.SUPERVISOR: cookie_of(accounts[Role.SUPERVISOR]),
        Who.APPLICANT: cookie_of(account_of_phone(cast.story.operator)),
    }


def _turn_to(ground: Ground, database: str) -> None:
    """Let this process work on another clone."""
    stand_on(ground, database)
    connections.close_all()
    for alias in connections:
        connections.settings[alias]["NAME"] = database

"""Cities of any size: cases in every state and county, copied set-based from originals that operations made."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.cast import Cast
from bench.ground import Ground
from leyiban.cases.models import Case
from leyiban.cases.states import CaseState


@dataclass(frozen=True, slots=True)
class Original:
    """A case to be copied, and its share of the city."""

    case: Case
    share: int


def originals(cast: Cast, counties: Sequence[str]) -> list[Original]:
    """In each county cases at every desk, some granted, and three in ten that are over."""
    made = []
    for county in counties:
        tasks = [task.key for task in cast.version.rulefile.plan.in_order()]
        made += [
            Original(cast.submitted(county), 2),
            Original(cast.accepted(county), 2),
            Original(cast.before_task(county, tasks[-2]), 1),
            Original(cast.before_decision(county), 1),
            Original(cast.decided(county), 1),
            Original(cast.withdrawn(county), 3),
        ]
    return made


def seed(ground: Ground, database: str, made: Sequence[Original], cast: Cast, count: int) -> int:
    """Fill ``database`` with about ``count`` cases; returns how many were made.

    Whoever stands for a case stands for one of each other original too: people have several cases.
    """
    per_share = -(-count // sum(original.share for original in made))
    with ground.multiplier(database) as many:
        people = many.people(cast.filing, per_share * max(original.share for original in made))
        copies = [many.cases(each.case.pk, per_share * each.share, people=people) for each in made]
        many.figures()
    return sum(each.count for each in copies)


def open_cases(ground: Ground, database: str) -> int:
    """How many cases of the database are on the docket."""
    with ground.cluster.superuser(database) as connection:
        row = connection.execute("SELECT count(*) FROM docket_openmatter WHERE kind = 'case'").fetchone()
    assert row is not None
    return int(row[0])


def gigabytes(ground: Ground, database: str) -> float:
    """What the database takes on the disk."""
    with ground.cluster.superuser() as connection:
        row = connection.execute("SELECT pg_database_size(%s)", [database]).fetchone()
    assert row is not None
    return int(row[0]) / 2**30


def waiting_at(ground: Ground, database: str, post: int, limit: int) -> list[str]:
    """Numbers of cases that wait to be accepted at this post, the next one due first."""
    with ground.cluster.superuser(database) as connection:
        rows = connection.execute(
            "SELECT number FROM docket_openmatter WHERE owner_post_id = %s AND state = %s "
            "ORDER BY red_at, id LIMIT %s",
            [post, CaseState.SUBMITTED.value, limit],
        ).fetchall()
    return [number for (number,) in rows]

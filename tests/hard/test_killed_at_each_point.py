"""A worker killed with -9 at each point of its work leaves nothing half done, and the next one ends it."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection

from leyiban.cases.states import CaseState
from leyiban.kernel.ledger.followers import all_followers
from tests.cases.world import World
from tests.hard.soundness import check_settled, check_whole
from tests.support import database
from tests.support.environment import REPOSITORY
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.slow, pytest.mark.usefixtures("db")]

# In the order in which the work on a granted case comes to them.
POINTS = (
    "positions written, not committed",
    "entries in place, no head signed",
    "head outside, not yet in the database",
    "cases.calendar",
    "cases.figures",
    "cases.green",
    "cases.hearing_ends",
    "cases.messages",
    "cases.papers",
    "joins.granted_case_issues_licence",
    "publicity.calendar",
    "supervision.calendar",
    "paper set, not sealed",
    "seal used, not recorded",
    "seal recorded, paper not kept",
    "file on the disk, its row not committed",
    "paper made, not recorded",
    "joins.made_papers_reach_their_case",
    "joins.issued_licence_readies_its_case",
    "cases.electronic_delivery",
    "joins.granted_case_is_published",
)
# What these follow does not happen to a granted case.
ELSEWHERE = {
    "cases.green_messages",
    "cases.green_papers",
    "cases.bars",
    "cases.handing_up",
    "cases.hearings",
    "cases.hearing_papers",
    "cases.hearing_pauses",
    "joins.announced_revocation_is_told",
    "joins.heard_holder_may_lose_licence",
    "joins.fraud_bars_its_holder",
    "joins.changed_licence_is_told",
    "cases.recounted",
    "cases.ranges",  # begins at the ledger's end
    "cases.voices",
    "cases.receipts",
    "joins.talked_out_is_looked_at",
    "joins.afterwards_entered_is_watched",
    "joins.mandate_is_told",
    "joins.revoked_licence_gets_its_paper",
    "joins.published_grant_follows_its_licence",
    "joins.published_grant_follows_its_successor",
    "joins.changed_licence_is_not_renewed_by_silence",
    "joins.renewal_shows_on_its_licence",
    "joins.supervision_follows_cases",  # begins at the ledger's end, and the case was over when it came
    "joins.supervision_follows_publications",
    "joins.supervision_follows_tasks",
    "joins.cases_are_reported_to_the_province",  # as above
    "joins.final_review_goes_up",
    "joins.supplement_goes_up",
    "joins.withdrawal_goes_up",
    "joins.answer_from_above_is_followed",
    "supervision.messages",
    "supervision.papers",
}
PLACES = ("PAPERS_DIR", "KEYS_DIR", "LEDGER_KEY_DIR", "LEDGER_HEADS_FILE")
Die = Callable[[str], int]


@pytest.fixture
def die_at(database_server: database.Server, now: dt.datetime) -> Iterator[Die]:
    """Let a worker on this test's database work until it is killed at a point; returns its exit status."""
    places = json.dumps({name: str(getattr(settings, name)) for name in PLACES})
    variables = database_server.variables(connection.settings_dict["NAME"])
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.hard.mortal", now.isoformat(), places],
        cwd=REPOSITORY,
        env={**os.environ, **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def die(point: str) -> int:
        assert program.stdin is not None
        assert program.stdout is not None
        print(point, file=program.stdin, flush=True)
        return int(program.stdout.readline())

    with program:
        yield die
        program.kill()


def test_every_follower_is_killed_once() -> None:
    assert set(all_followers()) - ELSEWHERE <= set(POINTS)


@pytest.mark.proves("F1.15", "F3.3")
def test_nothing_is_half_done_and_the_next_worker_ends_it(die_at: Die, now: dt.datetime) -> None:
    world = World(now)
    only_submitted, granted = world.submitted("public-place-hygiene"), world.decided()
    for point in POINTS:
        assert die_at(point) == -9, f"nobody was killed at: {point}"
        check_whole(mid_work=True)
    Worker().settle(now=now)
    check_settled()
    granted.refresh_from_db()
    assert granted.state == CaseState.DELIVERED
    assert only_submitted.papers.filter(document__isnull=False).count() == 1

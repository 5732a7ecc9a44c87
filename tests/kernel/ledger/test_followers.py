"""Where a follower begins: at the first entry, or at the end of a ledger that it joins late."""

import datetime as dt

import pytest

from leyiban.kernel.ledger import followers
from leyiban.kernel.ledger.models import Follower
from leyiban.kernel.ledger.nodes import tree_size
from leyiban.kernel.ledger.queries import LedgerEntry
from tests.kernel.ledger.test_append_only import write_one
from tests.kernel.ledger.test_sequencer import start_sequencer

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]
REVOKED = "joins.revoked_licence_gets_its_paper"


@pytest.mark.parametrize(("from_now", "read"), [(False, ["old", "new"]), (True, ["new"])])
def test_a_follower_that_joins_late_reads_the_past_only_where_it_should(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch, *, from_now: bool, read: list[str]
) -> None:
    monkeypatch.setattr(followers, "_REACTIONS", {})
    met: list[str] = []

    @followers.reaction("ledger.epoch_opened/1", follower="late", from_now=from_now)
    def meet(entry: LedgerEntry, *, now: dt.datetime) -> None:
        met.append(entry.subject_key)

    sequencer = start_sequencer()
    for key in ("old", "new"):
        write_one(now, key=key)
        sequencer.round(now=now)
        followers.follow("late", now=now)
    assert met == read


def test_papers_are_not_made_for_what_was_revoked_long_ago(now: dt.datetime) -> None:
    write_one(now, key="old")
    start_sequencer().round(now=now)
    assert followers._REACTIONS[REVOKED].from_now
    assert followers.follow(REVOKED, now=now) == 0
    assert Follower.objects.get(name=REVOKED).next_position == tree_size("default") > 0

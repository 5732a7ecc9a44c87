"""A holiday is decreed after deadlines were computed: shown first, then every open clock is counted again, once.

What really happened on 27 January 2020 (国办发明电〔2020〕1号) happens here to a Friday of the test's own March.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.cases.operations import end_special, start_special
from leyiban.cli.decrees import decree
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.calendar.operations import load_national
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.docket.models import OpenMatter, Recount, RecountAtPost
from leyiban.kernel.flows import recounting
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.recounting import recount
from leyiban.kernel.ledger.followers import follow, follow_all
from leyiban.kernel.ledger.queries import trail
from leyiban.messages.models import Message
from tests.cases.world import COUNTY, World
from tests.hard.soundness import bodies_of, check_whole
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]

FRIDAY = dt.date(2026, 3, 13)
TABLE = "date,kind,name_zh,source\n2026-03-13,holiday,延长假期,国办发明电〔2020〕1号\n"
SAID = "case.counted_again/1"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(decree, arguments, standalone_mode=False, catch_exceptions=False)
    return int(result.return_value), result.stdout, result.stderr


@pytest.fixture
def table(tmp_path: Path) -> str:
    file = tmp_path / "decree.csv"
    file.write_text(TABLE, "utf-8")
    return str(file)


@pytest.fixture(autouse=True)
def at_the_tests_time(monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> None:
    monkeypatch.setattr("leyiban.cli.decrees.now", lambda: now)


def days_of(case: Case) -> dict[str, dt.date | None]:
    case.refresh_from_db()
    return {clock: reading.due_day for clock, reading in matter_clocks(CASE_FLOW, case).items()}


def counted_again(case: Case) -> list[Any]:
    return [entry for entry in trail(Case.KIND, case.number) if entry.kind == SAID]


def told_new_days() -> list[tuple[str, int | None]]:
    return sorted(
        Message.objects.filter(template__startswith="case.new_day").values_list("matter_number", "party_id")
    )


def work(worker: Worker, now: dt.datetime) -> None:
    """What the worker does, but for the papers, which no decree touches."""
    while recount(now=now) + run_due(now=now) + worker.sequencer.round(now=now) + follow_all(now=now):
        pass


@pytest.mark.proves("F1.7", "F5.1")
def test_a_decree_is_shown_then_counted_once_and_told_once(table: str, now: dt.datetime) -> None:
    world, worker = World(now), Worker()
    waiting, accepted = world.submitted(), world.accept(world.submitted())
    paused = world.accept(world.submitted("public-place-hygiene"))
    asked = world.ask_correction(world.submitted(), "form.floor_area")
    over = world.decided()
    paused = world.do(start_special, paused, Role(paused.tasks[0]["by"]), procedure="testing")
    work(worker, now)
    before = {case.number: days_of(case) for case in (waiting, accepted, asked, over)}
    trails = {case.number: bodies_of(case) for case in (paused, asked)}

    code, said, _ = run(table, "--json")
    shown = json.loads(said)
    assert (code, shown["published"]) == (0, None)
    assert (shown["cases"], shown["cases_told"]) == (3, 3), (
        "neither the paused one nor who has natural days to answer"
    )
    assert (shown["applicants_told"], shown["posts_told"]) == (1, 3)
    moves = {(move["clock"], move["from"], move["to"]): move["cases"] for move in shown["moves"]}
    assert moves["acceptance", "2026-03-16", "2026-03-17"] == 1
    assert {case.number: days_of(case) for case in (waiting, accepted, asked, over)} == before, "only shown"
    assert not Recount.objects.filter(edition=2).exists()

    assert run(table, "--publish")[0] == 0
    work(worker, now)
    assert days_of(waiting)["acceptance.1"] == dt.date(2026, 3, 17)
    (entry,) = counted_again(waiting)
    assert "acceptance.1=2026-03-16T09:00:00.000000Z>2026-03-17T09:00:00.000000Z" in entry.facts.moved
    assert entry.facts.digest == calendar_of(COUNTY).layers[-1].digest
    assert {number for number, _ in told_new_days()} == {each.number for each in (waiting, accepted, over)}
    assert len(told_new_days()) == 6, "each applicant and each operator, once"
    assert (
        OpenMatter.objects.get(number=waiting.number).red_at
        == matter_clocks(CASE_FLOW, waiting)["acceptance.1"].due_at
    )
    assert sum(RecountAtPost.objects.values_list("moved", flat=True)) == 3, (
        "three clerks see it on their lists"
    )

    # Decided in time under the old days: nothing is said of it, and what stands still has no end to tell.
    assert [fact.split("=")[0] for entry in counted_again(over) for fact in entry.facts.moved] == ["delivery"]
    assert {case.number: bodies_of(case) for case in (paused, asked)} == trails
    over.refresh_from_db()
    assert over.decided_at is not None
    assert matter_clocks(CASE_FLOW, over)["promised"].in_time

    # Nothing of it happens twice, and a city's folder loaded again takes no holiday back.
    assert not load_national(actor=system_actor(), now=now).changed
    code, _, why = run(table, "--publish")
    assert (code, why.strip()) == (3, "日历已经是这样,没有要改的。")
    work(worker, now)
    assert len(told_new_days()) == 6
    assert len(counted_again(waiting)) == 1

    # The paused clock goes on by the new days.
    world.later(days=1)
    paused = world.do(end_special, paused, Role.REVIEWER)
    assert FRIDAY not in matter_clocks(CASE_FLOW, paused)["promised"].counted
    work(worker, world.now)
    check_whole()


def test_killed_in_the_middle_it_goes_on_where_it_was(
    table: str, monkeypatch: pytest.MonkeyPatch, now: dt.datetime
) -> None:
    world, worker = World(now), Worker()
    cases = [world.submitted() for _ in range(4)]
    _hear_of_calendars(worker, now)
    while recount(now=now):
        pass
    run(table, "--publish")
    _hear_of_calendars(worker, now)
    assert recount(now=now, limit=2) == 2
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(recounting, "_tell_posts", _die)
        recount(now=now, limit=2)
    assert [len(counted_again(case)) for case in cases] == [1, 1, 0, 0], (
        "the batch in hand is as if it never was"
    )
    while recount(now=now, limit=2):
        pass
    assert [len(counted_again(case)) for case in cases] == [1, 1, 1, 1]
    assert Recount.objects.get(kind=Case.KIND, edition=2).moved == 4
    assert sum(RecountAtPost.objects.values_list("moved", flat=True)) == 4
    check_whole()


def _hear_of_calendars(worker: Worker, now: dt.datetime) -> None:
    worker.sequencer.round(now=now)
    follow("cases.calendar", now=now)


def _die(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-03-09,holiday,今天,国办发明电〔2020〕1号", "2026-03-09已经到了"),
        ("2026-03-13,holiday,没有依据,", "没有写依据"),
    ],
)
def test_what_no_decree_may_do(row: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "decree.csv"
    file.write_text(f"date,kind,name_zh,source\n{row}\n", "utf-8")
    code, _, said = run(str(file), "--publish")
    assert code == 3
    assert why in said
    assert calendar_of(COUNTY).is_working_day(FRIDAY)

"""Cases on random lawful and unlawful ways through time: after every step everything agrees with everything.

``CASE_MACHINE_EXAMPLES`` makes it walk further than the suite has time for.
"""

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from leyiban.cases import operations as cases
from leyiban.cases.flow import CASE_FLOW, TASK_FLOW
from leyiban.cases.green.flow import GREEN_FLOW
from leyiban.cases.joint.offices import place_of
from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.queries import green_of_case
from leyiban.cases.states import CaseState
from leyiban.catalogue.rulefile.plan import Conclusion
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks, take
from leyiban.kernel.flows.table import Readings
from leyiban.kernel.moments import city_date
from tests.cases.world import FOOD, FOOD_AGAIN, World
from tests.hard.attempts import TRIES, attempt, move_task, named, touched_last
from tests.hard.green import move_green
from tests.hard.people import Cast
from tests.hard.soundness import check_whole

pytestmark = pytest.mark.usefixtures("db")

JOINT = "kindergarten-setup"
EXAMPLES = int(os.environ.get("CASE_MACHINE_EXAMPLES", "12"))
STEPS = 25
ITEMS = (
    JOINT,
    FOOD_AGAIN,  # before the item that grants what it renews, whose draft that takes
    FOOD,
    "public-place-hygiene",
    "insurance-proof",
)  # one with other offices, one that silence grants, a chain, one with special procedures, an instant one
ENDING = frozenset({"withdraw", "terminate", "refuse"})
LEAPS = [
    dt.timedelta(**leap)
    for leap in ({"minutes": 7}, {"hours": 5}, {"days": 1}, {"days": 4}, {"days": 16}, {"days": 45})
]
LATEST = dt.datetime(2026, 10, 30, tzinfo=dt.UTC)  # the calendar of 2027 is not published yet


class Story:
    """What every walk begins with: people, offices and filled drafts, made once and rolled back to."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self.cast = Cast(World(now))
        self.drafts = [self.cast.world.draft(item).key for item in ITEMS]
        self.seen: Counter[str] = Counter()
        for case in self._trial():
            self.cast.hire_for(case)
            if case.joint:
                self._hire_others(case)

    def _hire_others(self, case: Case) -> None:
        """Who acts for the other offices, and for the lead until it is their turn; a walk is rolled back, they stay."""
        world = self.cast.world
        world.officer(Role.REVIEWER, case.agency.uscc)
        for entry in case.joint:
            place = place_of(case, entry["key"], on=city_date(self.now))
            world.officer(Role(entry["by"]), place.office)

    def _trial(self) -> list[Case]:
        """The cases of the drafts, submitted and undone again: they say which offices there will be."""
        with transaction.atomic():
            person = self.cast.world.person
            moved = [
                cases.submit_draft(key=key, version=None, actor=person, now=self.now) for key in self.drafts
            ]
            transaction.set_rollback(True)
        return [each.matter for each in moved]


def machine(story: Story) -> type[RuleBasedStateMachine]:
    """The machine's class for this test's database."""

    class CaseMachine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.now = story.now
            self.cases: list[Case] = []
            self.savepoint = transaction.atomic()
            self.savepoint.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

        # ── what may happen ───────────────────────────────────────────────────────────────────────────────

        @initialize(other=st.sampled_from(story.drafts[1:]), joint=st.booleans(), advanced=st.booleans())
        def submit(self, other: str, joint: bool, advanced: bool) -> None:
            """Half of the walks with one in which other offices take part."""
            person = story.cast.world.person
            for key in [story.drafts[0], other] if joint else [other]:
                moved = cases.submit_draft(key=key, version=None, actor=person, now=self.now)
                self.cases.append(self.with_others(moved.matter) if advanced else moved.matter)

        def with_others(self, case: Case) -> Case:
            """Where other offices take part, on to the moment at which it is their turn."""
            if not case.joint:
                return case
            world = story.cast.world
            return world.opinion(world.accept(case, by=Role.REVIEWER), Role.REVIEWER)

        @rule(leap=st.sampled_from(LEAPS))
        def let_time_pass(self, leap: dt.timedelta) -> None:
            self.now = min(self.now + leap, LATEST)

        @rule()
        def run_the_due_loop(self) -> None:
            run_due(now=self.now)
            overdue = OpenMatter.objects.filter(next_check__lte=self.now)
            assert not overdue.exists(), "the due loop does not come to rest"

        @rule(data=st.data(), presses=st.integers(1, 4))
        def press_buttons(self, data: st.DataObject, presses: int) -> None:
            """What the screen shows works. Most buttons that are pressed do not end the case."""
            for _ in range(presses):
                case = self.of(data)
                clocks = matter_clocks(CASE_FLOW, case)
                pairs = [
                    (name, move)
                    for name in story.cast.names
                    for move in sorted(self.buttons(case, name, clocks))
                ]
                going_on = [pair for pair in pairs if pair[1] not in ENDING]
                if pairs:
                    wanted = (data.draw(st.integers(0, 7)) and going_on) or pairs
                    self.try_it(case, *data.draw(st.sampled_from(wanted), label="who, what"), expected=True)

        @rule(data=st.data())
        def try_what_is_not_shown(self, data: st.DataObject) -> None:
            """What the screen does not show is refused, whatever a hand-made request says."""
            case, name = self.of(data), data.draw(st.sampled_from(story.cast.names), label="who")
            shown = self.buttons(case, name, matter_clocks(CASE_FLOW, case))
            hidden = sorted(TRIES.keys() - shown - {"notify_correction"})
            self.try_it(case, name, data.draw(st.sampled_from(hidden), label="what"), expected=False)

        @rule(data=st.data(), presses=st.integers(1, 3))
        def move_a_task(self, data: st.DataObject, presses: int) -> None:
            """Another office signs and gives, the lead reminds and sends back: whatever the table shows works. Where no
            other office takes part, the green channel."""
            for _ in range(presses):
                case = self.of(data)
                tasks = list(case.review_tasks.order_by("pk"))
                if not tasks:
                    self.move_the_green_channel(case, data)
                    return
                task = data.draw(st.sampled_from(tasks), label="task")
                with transaction.atomic():
                    take(TASK_FLOW, task.pk, now=self.now).refresh_docket(now=self.now)
                task = ReviewTask.objects.get(pk=task.pk)
                actors = [story.cast.world.at_office(task), story.cast.actor(Role.REVIEWER, case)]
                for_now = [
                    (actor, move.name)
                    for actor in actors
                    for move in TASK_FLOW.next_moves(task, matter_clocks(TASK_FLOW, task), actor)
                ]
                if for_now:
                    actor, name = data.draw(st.sampled_from(for_now), label="who, what")
                    conclusion = data.draw(st.sampled_from(list(Conclusion)), label="conclusion")
                    move_task(name, task, conclusion=conclusion, actor=actor, now=self.now)
                    story.seen[f"task {name} made"] += 1

        @rule(data=st.data())
        def make_the_result(self, data: st.DataObject) -> None:
            """What a join does once the papers are sealed; a second time it changes nothing."""
            case = self.of(data)
            is_decided = case.state == CaseState.DECIDED
            moved = cases.record_result(
                case_id=case.pk, result="grant_decision", actor=system_actor(), now=self.now
            )
            assert (moved is not None) is is_decided

        # ── how ───────────────────────────────────────────────────────────────────────────────────────────

        def move_the_green_channel(self, case: Case, data: st.DataObject) -> None:
            """Asked for, answered and withdrawn, as its own table shows it; the case and its list agree all the same."""
            grant = green_of_case(case)
            if grant is not None:
                with transaction.atomic():
                    take(GREEN_FLOW, grant.pk, now=self.now).refresh_docket(now=self.now)
                grant.refresh_from_db()
            act = move_green(
                grant,
                case,
                days=data.draw(st.sampled_from([None, 0, 1, 5]), label="until, in days"),
                asker=story.cast.world.person,
                decider=story.cast.actor(Role.DECIDER, case),
                now=self.now,
            )
            if act is not None:
                story.seen[f"green {act} made"] += 1

        def of(self, data: st.DataObject) -> Case:
            """One of the cases, after the clock has done what was due."""
            case = data.draw(st.sampled_from(self.cases), label="case")
            with transaction.atomic():
                take(CASE_FLOW, case.pk, now=self.now).refresh_docket(now=self.now)
            case.refresh_from_db()
            return case

        def buttons(self, case: Case, name: str, clocks: Readings) -> set[str]:
            shown = {move.name for move in CASE_FLOW.next_moves(case, clocks, story.cast.actor(name, case))}
            if case.round > 1 and not touched_last(case):
                shown -= {"notify_correction"}  # R2: nothing is left that may be asked for, whatever is named
            return {move for move in TRIES if named(move, case) in shown}

        def try_it(self, case: Case, name: str, move: str, *, expected: bool) -> None:
            state, actor = case.state, story.cast.actor(name, case)
            refusal = attempt(move, case=case, actor=actor, now=self.now)
            told = f"{name} tried {move} in {state}: {refusal!r}"
            assert (refusal is None) is expected, told
            story.seen[f"{move} {'made' if expected else 'refused'}"] += 1

        # ── what holds ────────────────────────────────────────────────────────────────────────────────────

        @invariant()
        def everything_agrees(self) -> None:
            connection.check_constraints()
            check_whole(self.cases)

    return CaseMachine


@pytest.fixture
def story(db: None, now: dt.datetime) -> Iterator[Story]:
    yield Story(now)


@pytest.mark.slow
@pytest.mark.proves("F5.1", "F1.7", "F1.5", "M5.2")
def test_no_way_through_time_breaks_a_case(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine(story),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=EXAMPLES <= 12,
            database=None,
            deadline=None,
            phases=[Phase.generate] if EXAMPLES <= 12 else list(Phase),  # shrinking takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
    made = {name for name in story.seen if name.endswith("made")}
    assert len(made) >= 10, f"too tame a walk: {story.seen}"
    assert {"task receive made", "task give made"} <= made, f"no other office took part: {story.seen}"

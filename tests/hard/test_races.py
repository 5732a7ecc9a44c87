"""Two acts at the same instant, on committed data: what goes wrong without the lock, and that it does not.

Each race is run twice through the same meeting point. Without the lock both come in, and the test says what
they break; with it one is kept out until the other is done, and then finds the world as it is.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from psycopg.errors import UniqueViolation

from leyiban.cases import numbering
from leyiban.cases import operations as cases
from leyiban.cases.errors import DraftGone
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.joint.offices import planned
from leyiban.cases.models import Case, Draft, ReviewTask
from leyiban.cases.operations import filing
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import CaseState
from leyiban.catalogue.models import City, ItemVersion
from leyiban.kernel.actors import Actor, Role, system_actor
from leyiban.kernel.composed import Composed
from leyiban.kernel.flows import engine
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import WrongState
from leyiban.kernel.ledger import keyring
from leyiban.kernel.ledger.errors import SequencerBusy
from leyiban.kernel.ledger.heads import FileHeadStore
from leyiban.kernel.ledger.models import Position
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.ledger.sequencer import Sequencer
from leyiban.kernel.moments import city_date
from leyiban.packs.loading import LoadReport, load
from tests.cases.world import COUNTY, FOOD, World
from tests.hard.soundness import check_whole
from tests.hard.threads import Meeting, at_once
from tests.support.environment import REPOSITORY

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]

JOINT = "kindergarten-setup"
JUST_AFTER = dt.timedelta(microseconds=1)
Patch = pytest.MonkeyPatch
LOCKED = pytest.mark.parametrize("locked", [True, False], ids=["with the lock", "without the lock"])


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


def take_locks_away(patch: Patch) -> None:
    patch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self)
    # What was composed before has its lock already: compose anew.
    patch.setattr(Composed, "all", lambda self, **values: Composed(self._build)._composed().ask(values))


def meet(patch: Patch, place: Any, name: str, *, size: int = 2) -> Meeting:
    """Let everybody who comes to this place meet there, before it does anything."""
    meeting, act = Meeting(size), getattr(place, name)

    def meet_and_act(*arguments: Any, **options: Any) -> Any:
        meeting.arrive()
        return act(*arguments, **options)

    patch.setattr(place, name, meet_and_act)
    return meeting


def meet_at_the_move(patch: Patch, *, locked: bool, size: int = 2) -> Meeting:
    """Everybody has read the matter, and nobody has written yet."""
    if not locked:
        take_locks_away(patch)
    return meet(patch, engine.Taken, "make", size=size)


def kinds_of(case: Case) -> list[str]:
    return [entry.kind for entry in trail(Case.KIND, case.number)]


def refusals(outcomes: list[Any]) -> list[type]:
    return [type(each) for each in outcomes if isinstance(each, Exception)]


# ── the clock and people ──────────────────────────────────────────────────────────────────────────────────


def due_of(case: Case, clock: str) -> dt.datetime:
    due = matter_clocks(CASE_FLOW, case)[clock].due_at
    assert due is not None
    return due


def wake(case: Case, now: dt.datetime) -> None:
    """What the due loop does with one matter; the loop itself would swallow a failure and come again."""
    with transaction.atomic():
        engine.take(CASE_FLOW, case.pk, now=now).refresh_docket(now=now)


@LOCKED
@pytest.mark.proves("F1.7")
def test_the_clock_and_a_clerk_at_the_same_instant(world: World, monkeypatch: Patch, locked: bool) -> None:
    """The clerk asks for a correction in the very last moment; the due loop is an instant late."""
    case, clerk = world.submitted(), world.officer(Role.WINDOW_CLERK)
    due = due_of(case, "acceptance.1")
    wake(case, due)  # the missed first answer is on record; only acceptance by silence is left
    meeting = meet_at_the_move(monkeypatch, locked=locked)
    defects = [Defect("form.floor_area", "不清楚", "请重新填写")]
    asked, silence = at_once(
        lambda: cases.notify_correction(case_id=case.pk, version=None, defects=defects, actor=clerk, now=due),
        lambda: wake(case, due + JUST_AFTER),
    )
    check_whole([case])
    if not locked:
        assert refusals([asked, silence]) == [IntegrityError], "one of them meets an error nobody foresaw"
        return
    assert meeting.kept_out
    assert silence is None
    if isinstance(asked, Exception):
        assert (type(asked), case.state) == (WrongState, CaseState.UNDER_REVIEW)
    else:
        assert case.state == CaseState.CORRECTION_NOTIFIED
        assert "case.accepted/1" not in kinds_of(case)


@LOCKED
def test_a_supplement_and_the_end_of_its_time(world: World, monkeypatch: Patch, locked: bool) -> None:
    """Sent in the last moment: either it counts, or the case was withdrawn by then; the words are kept."""
    case = world.ask_correction(world.submitted(), "form.floor_area")
    draft = cases.open_correction(case_id=case.pk, actor=world.person, now=world.now)
    cases.save_answers(
        key=draft.key, answers={"floor_area": 61}, version=None, actor=world.person, now=world.now
    )
    due, applicant = due_of(case, "supplement.1"), world.person
    wake(case, due)
    meeting = meet_at_the_move(monkeypatch, locked=locked)
    sent, silence = at_once(
        lambda: cases.submit_draft(key=draft.key, version=None, actor=applicant, now=due),
        lambda: wake(case, due + JUST_AFTER),
    )
    check_whole([case])
    if not locked:
        assert refusals([sent, silence]) == [IntegrityError]
        return
    assert meeting.kept_out
    assert silence is None
    if isinstance(sent, Exception):
        assert (type(sent), case.state) == (WrongState, CaseState.DEEMED_WITHDRAWN)
        assert Draft.objects.filter(key=draft.key).exists()
    else:
        assert (case.state, case.round) == (CaseState.SUBMITTED, 2)
        assert not Draft.objects.filter(key=draft.key).exists()


def test_two_due_loops_wake_one_matter_once(world: World) -> None:
    case = world.submitted()
    late = due_of(case, "acceptance.1") + JUST_AFTER
    at_once(*[lambda: run_due(now=late)] * 3)
    check_whole([case])
    made = [(entry.kind, entry.facts) for entry in trail(Case.KIND, case.number)]
    assert len(set(made)) == len(made)
    assert [kind for kind, _ in made].count("case.accepted/1") == 1


# ── people and people ─────────────────────────────────────────────────────────────────────────────────────


@LOCKED
@pytest.mark.proves("M3.9")
def test_one_draft_sent_three_times(world: World, monkeypatch: Patch, locked: bool) -> None:
    """Three fingers, three keys: without the lock each would make a case of its own."""
    draft, person = world.draft(), world.person
    if not locked:
        take_locks_away(monkeypatch)
    meeting = meet(monkeypatch, filing, "_file", size=3)  # all have found the draft right; none has filed
    outcomes = at_once(
        *[lambda: cases.submit_draft(key=draft.key, version=None, actor=person, now=world.now)] * 3
    )
    if not locked:
        assert Case.objects.count() > 1
        return
    assert meeting.kept_out
    assert refusals(outcomes) == [DraftGone, DraftGone]
    assert Case.objects.count() == 1
    check_whole()


@LOCKED
def test_two_clerks_accept_one_case(world: World, monkeypatch: Patch, locked: bool) -> None:
    case = world.submitted()
    clerks = [world.officer(Role.WINDOW_CLERK), world.officer(Role.WINDOW_CLERK)]
    meeting = meet_at_the_move(monkeypatch, locked=locked)
    outcomes = at_once(*[accepting(case, clerk, world.now) for clerk in clerks])
    check_whole([case])
    assert kinds_of(case) == ["case.submitted/1", "case.accepted/1"]
    assert refusals(outcomes) == [WrongState if locked else IntegrityError]
    assert meeting.kept_out is locked


def accepting(case: Case, clerk: Actor, now: dt.datetime) -> Callable[[], object]:
    return lambda: cases.accept_case(case_id=case.pk, version=None, actor=clerk, now=now)


@LOCKED
@pytest.mark.proves("F5.2")
def test_two_offices_give_their_opinion_at_once(world: World, monkeypatch: Patch, locked: bool) -> None:
    """Both change what their case waits for; the case is locked before its tasks."""
    case = world.opinion(world.accept(world.submitted(JOINT), by=Role.REVIEWER), Role.REVIEWER)
    health, canteen = (world.sign_for(task) for task in case.review_tasks.order_by("pk"))
    meeting = meet_at_the_move(monkeypatch, locked=locked)
    outcomes = at_once(giving(world, health), giving(world, canteen))
    if not locked:
        assert not meeting.kept_out, "both had read the case before either wrote"
        return
    check_whole([case])
    given = [entry["given"] for entry in case.joint]
    assert meeting.kept_out
    assert refusals(outcomes) == []
    assert given == ["agree", "agree"]


def giving(world: World, task: ReviewTask) -> Callable[[], object]:
    office, points = world.at_office(task), planned(task.case, task.key).points
    return lambda: cases.give_task_opinion(
        number=task.number,
        version=None,
        conclusion="agree",
        points={point.key: "yes" for point in points},
        text="好。",
        actor=office,
        now=world.now,
    )


def test_many_cases_locked_in_two_orders_never_wait_in_a_circle(world: World, monkeypatch: Patch) -> None:
    pks = [world.submitted(item).pk for item in ("food-business-new", "road-freight", "public-place-hygiene")]
    meeting = meet(monkeypatch, engine.Taken, "catch_up")

    def take_them(order: list[int]) -> list[int]:
        with transaction.atomic():
            return [each.matter.pk for each in engine.take_all(CASE_FLOW, order, now=world.now)]

    outcomes = at_once(lambda: take_them(pks), lambda: take_them(pks[::-1]))
    assert outcomes == [sorted(pks), sorted(pks)]
    assert meeting.kept_out


def test_one_application_begun_three_times_is_one_draft(world: World) -> None:
    version = ItemVersion.objects.in_use(city_date(world.now)).get(item__code=FOOD)
    person = world.person

    def begin() -> str:
        draft, _ = cases.start_draft(
            version=version, applicant=world.applicant, region=COUNTY, actor=person, now=world.now
        )
        return draft.key

    assert len(set(at_once(begin, begin, begin))) == 1
    assert Draft.objects.count() == 1


def test_numbers_drawn_at_once_are_all_different(now: dt.datetime) -> None:
    def draw() -> list[str]:
        return [numbering.next_case_no(prefix="LS", county=COUNTY, day=city_date(now)) for _ in range(50)]

    drawn = [number for numbers in at_once(draw, draw, draw, draw) for number in numbers]  # type: ignore[union-attr]
    assert len(set(drawn)) == 200


# ── programs and programs ─────────────────────────────────────────────────────────────────────────────────


def sequencer() -> Sequencer:
    return Sequencer(key=keyring.head_key(), store=FileHeadStore(settings.LEDGER_HEADS_FILE), witness=None)


@LOCKED
@pytest.mark.proves("F5.1")
def test_two_workers_sequence(world: World, monkeypatch: Patch, locked: bool) -> None:
    """Without the lock the second one believes in a tree that the first one has outgrown."""
    if not locked:
        monkeypatch.setattr(Sequencer, "take_lock", lambda self: None)
    everybody = Meeting(2)
    world.submitted()

    def work() -> None:
        own = sequencer()
        own.start()
        everybody.arrive()
        own.sequence()
        World(world.now).submitted()
        own.sequence()

    if locked:
        first = sequencer()
        first.start()
        (refused,) = at_once(lambda: sequencer().start())
        assert isinstance(refused, SequencerBusy)
        first.sequence()
    else:
        assert refusals(at_once(work, work)) == [UniqueViolation]
    places = list(Position.objects.order_by("position").values_list("position", flat=True))
    assert places == list(range(len(places)))


def test_two_loaders_of_one_pack(now: dt.datetime) -> None:
    """The second one waits, and finds that there is nothing left to do."""
    pack = REPOSITORY / "tests" / "data" / "cities" / "xiaocheng"

    def load_it() -> LoadReport:
        return load(pack, actor=system_actor(), now=now)

    reports = at_once(load_it, load_it)
    assert sorted(report.changed for report in reports if isinstance(report, LoadReport)) == [False, True]
    assert City.objects.filter(key="xiaocheng").count() == 1
    versions = ItemVersion.objects.filter(item__city__key="xiaocheng").values_list("item__code", "number")
    assert len(set(versions)) == len(versions) == 1

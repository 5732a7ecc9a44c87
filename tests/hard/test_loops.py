"""The worker's loops on bad days: everything twice, facts erased meanwhile, one that fails, clocks that differ."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models

from leyiban.cases import operations as cases
from leyiban.cases.models import Case, CasePaper
from leyiban.cases.states import CaseState
from leyiban.credentials.models import Licence
from leyiban.kernel.actors import Role
from leyiban.kernel.clocks.errors import ClockNotStarted
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.documents.models import Document
from leyiban.kernel.flows import engine
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.ledger import followers, upkeep
from leyiban.kernel.ledger.models import Entry, Follower
from leyiban.kernel.outbound.models import OutboundCall
from leyiban.kernel.privacy.erasure import erase
from leyiban.kernel.upkeep import Level
from leyiban.messages.models import Message
from leyiban.seals.models import SealUse
from tests.cases.world import World, WorldKeys
from tests.hard.soundness import check_settled, check_whole
from tests.support.environment import NOW
from tests.support.groundwork import Groundwork, LayGround
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]

# What the consequences of a ledger entry are: counted before and after everything happens again.
CONSEQUENCES: tuple[type[models.Model], ...] = (
    Entry,
    Document,
    CasePaper,
    SealUse,
    Licence,
    Message,
    OutboundCall,
)


def counts() -> dict[str, int]:
    return {each.__name__: each._default_manager.count() for each in CONSEQUENCES}


def rewind() -> None:
    """Let every follower read the ledger from its first entry again, as after a restored offset."""
    Follower.objects.update(next_position=0, retry_at=None)


def granted_and_withdrawn() -> WorldKeys:
    """A granted case with all its consequences, and one that was corrected and withdrawn."""
    world, worker = World(NOW), Worker()
    worker.settle(now=NOW)  # who follows from now on begins before the cases
    world.decided()
    case = world.submitted("public-place-hygiene")
    question = case.item_version.rulefile.questions()[0].key
    case = world.ask_correction(case, f"form.{question}")
    cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=NOW)
    worker.settle(now=NOW)
    return world.keys()


@pytest.fixture(scope="module")
def groundwork(lay_ground: LayGround) -> Iterator[Groundwork]:
    with lay_ground(granted_and_withdrawn) as ground:
        yield ground


@pytest.fixture
def settled(groundwork: Groundwork) -> tuple[World, Worker]:
    keys: WorldKeys = groundwork.told
    return keys.found(), Worker()


def test_everything_twice_is_everything_once(settled: tuple[World, Worker]) -> None:
    world, worker = settled
    before = counts()
    rewind()
    worker.settle(now=world.now)
    assert counts() == before
    check_settled()


@pytest.mark.proves("FX.5")
def test_a_follower_meets_facts_that_were_erased(settled: tuple[World, Worker]) -> None:
    """The ledger is read anew after people were forgotten: what is gone is gone, and nothing breaks on it."""
    world, worker = settled
    before = counts()
    closed = Case.objects.filter(closed_at__isnull=False)  # its retention begins when a case is closed
    for rows in (Message.objects.all(), Document.objects.all(), closed):
        for row in rows.order_by("pk"):
            erase(row, basis="retention.case", now=world.now)
    rewind()
    worker.settle(now=world.now)
    assert counts() == before
    check_whole()


def test_a_follower_that_fails_holds_up_only_itself(
    settled: tuple[World, Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, worker = settled
    broken = followers._REACTIONS["cases.messages"]

    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    failing = followers._Registered(broken.name, broken.kinds, fail)
    monkeypatch.setitem(followers._REACTIONS, broken.name, failing)
    case = world.submitted()
    worker.sequencer.sequence()
    followers.follow_all(now=world.now)
    held = Follower.objects.get(failures__gt=0)
    assert (held.name, held.error) == ("cases.messages", "ZeroDivisionError")
    assert Document.objects.filter(matter_key=case.number).exists(), "the others went on"
    finding = upkeep.followers(now=world.now)
    assert (finding.level, "cases.messages" in finding.message) == (Level.FAIL, True)

    monkeypatch.setitem(followers._REACTIONS, broken.name, broken)
    later = world.now + dt.timedelta(minutes=1)
    followers.follow_all(now=later)
    assert Message.objects.filter(matter_key=case.pk).exists()
    assert upkeep.followers(now=later).level is Level.OK


def test_a_matter_that_fails_in_the_due_loop_holds_up_only_itself(
    now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(now)
    broken, sound = world.submitted(), world.submitted("road-freight")
    take = engine.take_all

    def take_or_fail(flow: Any, pks: Any, **options: Any) -> Any:
        if broken.pk in list(pks):
            raise ZeroDivisionError
        return take(flow, pks, **options)

    late = now + dt.timedelta(days=20)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "take_all", take_or_fail)
        run_due(now=late)
    sound.refresh_from_db()
    assert sound.state == CaseState.UNDER_REVIEW
    assert OpenMatter.objects.get(number=broken.number).next_check == late + dt.timedelta(minutes=1)

    run_due(now=late + dt.timedelta(minutes=1))
    broken.refresh_from_db()
    assert (broken.state, broken.acceptance_mode) == (CaseState.UNDER_REVIEW, "deemed")
    check_whole()


def test_a_machine_whose_clock_is_a_little_behind_is_no_trouble(now: dt.datetime) -> None:
    """Accepted by a machine whose clock is ahead, decided by one that is behind: in the order in which it was."""
    world = World(now)
    case = world.accept(world.submitted())
    world.now = now - dt.timedelta(seconds=5)
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    case = world.decide(case)
    assert case.state == CaseState.DECIDED
    assert case.decided_at is not None
    assert case.accepted_at is not None
    assert case.decided_at >= case.accepted_at
    check_whole([case])


def test_a_machine_whose_clock_is_wrong_is_refused(now: dt.datetime) -> None:
    """Days behind is no difference between machines: what it says would be untrue."""
    world = World(now)
    case, person = world.accept(world.submitted()), world.person
    with pytest.raises(ClockNotStarted):
        cases.withdraw_case(case_id=case.pk, version=None, actor=person, now=now - dt.timedelta(days=2))
    check_whole([case])
    assert case.state == CaseState.UNDER_REVIEW

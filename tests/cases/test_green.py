"""The green channel (M4.1, F4.1, F4.2): asked for with proof, granted by a named officer, withdrawn, over."""

import datetime as dt
import io
from typing import Any

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.errors import ReasonNeeded
from leyiban.cases.green.errors import (
    GreenAskedBefore,
    GreenClassUnknown,
    GreenGone,
    GreenProofUnfit,
    GreenStatementNeeded,
    GreenTooLong,
)
from leyiban.cases.green.flow import GREEN_FLOW
from leyiban.cases.models import Case, GreenGrant
from leyiban.cases.queries import green_register, passed_by, passings_of, work_list
from leyiban.cases.rules.green import HANDLING, shortened
from leyiban.cases.slots import GREEN_PROOF
from leyiban.cases.states import GreenGround, GreenState
from leyiban.catalogue.models import GreenClass
from leyiban.kernel.actors import Role
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.documents.models import Document
from leyiban.kernel.errors import Stale
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import WrongState
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date
from leyiban.messages.models import Message
from tests.cases.world import World
from tests.kernel.papers.samples import pdf
from tests.support.working import Worker

pytestmark = pytest.mark.usefixtures("db")
WHY = "口罩车间复产,指挥部要求三日内投产。"
CLASS, PROOF = "medical_supplies", "headquarters_letter"


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


def ask(world: World, case: Case, **other: Any) -> GreenGrant:
    given = {"green_class_key": CLASS, "proof": PROOF, "statement": WHY, **other}
    return cases.ask_for_green(
        number=case.number,
        stream=io.BytesIO(pdf()),
        name="函.pdf",
        actor=world.person,
        now=world.now,
        **given,
    ).matter


def answer(world: World, grant: GreenGrant, *, days: int | None = 30, **other: Any) -> GreenGrant:
    until = None if days is None else city_date(world.now) + dt.timedelta(days=days)
    actor = world.officer(Role.DECIDER, grant.agency.uscc)
    given = {"version": None, "actor": actor, "now": world.now, "words": "指挥部的函属实。", **other}
    return cases.answer_green(number=grant.number, until=until, **given).matter


def granted(world: World, case: Case, **other: Any) -> GreenGrant:
    return answer(world, ask(world, case), **other)


def withdraw(world: World, grant: GreenGrant, ground: GreenGround = GreenGround.FALSE_PROOF) -> GreenGrant:
    return cases.withdraw_green(
        number=grant.number,
        version=None,
        ground=ground,
        words="函是假的。",
        actor=world.officer(Role.DECIDER, grant.agency.uscc),
        now=world.now,
    ).matter


def order_at(world: World, role: Role) -> list[str]:
    return [item.number for item in work_list(world.officer(role))]


@pytest.mark.proves("M4.1", "F4.1")
def test_asked_with_proof_and_granted_by_a_named_officer_until_a_day(world: World) -> None:
    case = world.submitted()
    grant = ask(world, case)
    row = OpenMatter.objects.get(kind=GreenGrant.KIND)
    assert row.red_at == world.now + dt.timedelta(hours=4), "a clock of its own, in hours"
    assert case.papers.get(slot=GREEN_PROOF).name == "函.pdf"
    with pytest.raises(GreenGone):
        answer(world, grant, actor=world.officer(Role.REVIEWER))
    with pytest.raises(ReasonNeeded):
        answer(world, grant, words=" ")
    with pytest.raises(GreenTooLong):
        answer(world, grant, days=91)
    grant = answer(world, grant)

    decider = world.staff[Role.DECIDER, case.agency.uscc]
    assert (grant.state, grant.answered_by, grant.answered_post and grant.answered_post.role) == (
        GreenState.GRANTED,
        decider,
        Role.DECIDER,
    )
    _, told = trail("green_grant", grant.number)
    assert grant.until is not None
    assert (told.kind, told.facts.green_class, told.facts.until) == (
        "green_grant.granted/1",
        CLASS,
        grant.until.isoformat(),
    )
    assert [each.number for each in green_register(region=case.region)] == [grant.number]


@pytest.mark.proves("F4.1")
def test_what_a_class_does_not_take_is_refused_before_anything_is_kept(world: World) -> None:
    case = world.submitted()
    for given, wrong in (
        ({"green_class_key": "golf"}, GreenClassUnknown),
        ({"proof": "friendship"}, GreenProofUnfit),
        ({"statement": " "}, GreenStatementNeeded),
    ):
        with pytest.raises(wrong):
            ask(world, case, **given)
    assert not GreenGrant.objects.exists()
    ask(world, case)
    with pytest.raises(GreenAskedBefore):
        ask(world, case)


@pytest.mark.proves("F4.1")
def test_refused_with_reasons_the_case_goes_on_as_it_was(world: World) -> None:
    case = world.submitted()
    grant = granted(world, case, days=None)
    case.refresh_from_db()
    assert (grant.state, case.green) == (GreenState.REFUSED, None)
    assert green_register(region=case.region) == []


@pytest.mark.proves("F4.1", "M5.1")
def test_the_shortened_limit_runs_from_acceptance_and_touches_no_limit_of_law(world: World) -> None:
    case = world.submitted()
    before = dict(case.limits)
    grant = granted(world, case)
    assert HANDLING not in matter_clocks(GREEN_FLOW, grant)
    case = world.accept(case)
    cases.begin_green_handling(case_number=case.number, now=world.now)
    assert cases.begin_green_handling(case_number=case.number, now=world.now) is None, "safe to send twice"
    limit = matter_clocks(GREEN_FLOW, grant)[HANDLING].limit
    assert limit.amount == -(-before["promised"]["amount"] // 2)
    case.refresh_from_db()
    assert case.limits == before


@pytest.mark.parametrize(
    ("amount", "percent", "days"), [(5, 50, 3), (1, 50, 1), (0, 50, 0), (7, 100, 7), (3, 1, 1)]
)
def test_a_share_of_a_limit_is_rounded_up_and_never_more_than_it(
    amount: int, percent: int, days: int
) -> None:
    assert shortened(amount, percent) == days


def waiting(world: World, count: int) -> list[Case]:
    """As many cases at one post, a day apart."""
    found = []
    for _ in range(count):
        found.append(world.submitted())
        world.later(days=1)
    return found


@pytest.mark.proves("F4.2")
def test_the_green_case_stands_first_and_who_is_passed_is_counted(world: World) -> None:
    first, second, third = waiting(world, 3)
    grant = granted(world, third)
    assert order_at(world, Role.WINDOW_CLERK) == [third.number, first.number, second.number]
    assert [passings_of(each) for each in (first, second, third)] == [1, 1, 0]
    assert passed_by([grant]) == {third.pk: 2}
    (row,) = (item for item in work_list(world.officer(Role.WINDOW_CLERK)) if item.number == first.number)
    assert (row.goes_first, row.passed_by) == (False, 1)


@pytest.mark.proves("F4.2")
def test_who_has_little_time_left_stands_before_the_green_channel(world: World) -> None:
    first = world.submitted()
    world.later(days=5)
    last = world.submitted()
    granted(world, last)
    assert order_at(world, Role.WINDOW_CLERK) == [first.number, last.number]
    assert passings_of(first) == 0


@pytest.mark.proves("F4.1", "F4.2")
def test_misuse_returns_the_case_to_its_place_and_is_a_credit_event(world: World) -> None:
    """A bad day: the grant is withdrawn after the case has passed others."""
    first, second = waiting(world, 2)
    grant = withdraw(world, granted(world, second))
    assert order_at(world, Role.WINDOW_CLERK) == [first.number, second.number]
    assert (grant.state, grant.passed, passings_of(first)) == (GreenState.WITHDRAWN, 1, 1)
    entry = trail("green_grant", grant.number)[-1]
    assert (entry.kind, entry.facts.credit_event, entry.facts.passed, entry.facts.ground) == (
        "green_grant.withdrawn/1",
        1,
        1,
        "false_proof",
    )
    assert [each.number for each in green_register(region=first.region)] == [grant.number], "still on record"
    again = granted(world, second)
    assert (again.number, passings_of(first)) == (f"{second.number}-G2", 1), "each pair is counted once"


@pytest.mark.proves("F4.1")
def test_two_officers_answer_at_once_and_one_of_them_is_told(world: World) -> None:
    grant = ask(world, world.submitted())
    seen = grant.version
    answer(world, grant, version=seen)
    with pytest.raises((Stale, WrongState)):
        answer(world, grant, version=seen, days=None)
    grant.refresh_from_db()
    assert grant.state == GreenState.GRANTED


@pytest.mark.proves("M4.1", "F4.1")
def test_a_class_that_ends_leaves_no_request_open_and_no_grant_longer_than_itself(world: World) -> None:
    """A bad day: the class expires with requests open."""
    end = city_date(world.now) + dt.timedelta(days=3)
    row = GreenClass.objects.get(key=CLASS, city__key="leshan")
    row.valid_to, row.entry = end, {**row.entry, "valid_to": end.isoformat()}
    row.save()
    open_request, held = (ask(world, case) for case in waiting(world, 2))
    with pytest.raises(GreenTooLong):
        answer(world, held, days=5)
    held = answer(world, held, days=1)
    assert held.until == end
    world.later(days=3)
    run_due(now=world.now)
    open_request.refresh_from_db()
    held.refresh_from_db()
    assert (open_request.state, held.state) == (GreenState.LAPSED, GreenState.EXPIRED)
    cases.leave_green(number=held.number, now=world.now)
    held.case.refresh_from_db()
    assert held.case.green is None
    with pytest.raises(GreenClassUnknown):
        ask(world, held.case)


@pytest.mark.proves("F4.1")
def test_it_ends_with_the_case(world: World) -> None:
    case = world.submitted()
    grant = granted(world, case)
    cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=world.now)
    cases.finish_green(case_number=case.number, now=world.now)
    grant.refresh_from_db()
    assert grant.state == GreenState.DONE
    assert cases.finish_green(case_number=case.number, now=world.now) is None


@pytest.mark.committed
@pytest.mark.proves("F4.1")
def test_the_worker_begins_the_limit_tells_the_party_and_leaves_the_papers_in_the_case(
    world: World,
) -> None:
    worker = Worker()
    case = world.submitted()
    grant = granted(world, case)
    world.accept(case)
    worker.settle(now=world.now)
    withdraw(world, grant)
    worker.settle(now=world.now)
    templates = set(Document.objects.filter(matter_kind="green_grant").values_list("template", flat=True))
    assert templates == {"green_grant_notice", "green_withdrawal_notice"}
    assert case.papers.filter(document__template__in=templates).count() == 2
    assert HANDLING in matter_clocks(GREEN_FLOW, grant)
    told = Message.objects.filter(template__startswith="green.").values_list("template", flat=True)
    assert set(told) == {"green.granted", "green.left"}

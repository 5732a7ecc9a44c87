"""The applicant starts the clock himself: confirmed, contested, decided by somebody else, or counted as he says."""

import datetime as dt
import io
import json
from typing import Any

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, ReceiptClaim
from leyiban.cases.operations import answer_receipt_claim, confirm_receipt, contest_receipt, redate_case
from leyiban.cases.receipt.errors import (
    BackdatingNotAllowed,
    ReceiptNeedsProof,
    ReceiptNotEarlier,
    ReceiptSaid,
)
from leyiban.cases.states import CaseState, ReceiptState
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import MoveNotAllowed
from leyiban.kernel.ledger.canonical import canonical_moment
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.ledger.verify import due_moment
from leyiban.messages.models import Message
from leyiban.supervision.models import Card
from tests.cases.world import World
from tests.support.office import Office
from tests.web.counter.window import PNG
from tests.web.journey.traveller import signed_in


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


def contest(world: World, case: Case, *, days: int, **other: Any) -> ReceiptClaim:
    given: dict[str, Any] = {
        "case_number": case.number,
        "claimed_at": case.received_at - dt.timedelta(days=days),
        "words": "邮寄单号1234",
        "actor": world.person,
        "now": world.now,
    }
    return contest_receipt(**given | other).matter


def answer(
    world: World, claim: ReceiptClaim, *, upholds: bool = True, role: Role = Role.DECIDER
) -> ReceiptClaim:
    return answer_receipt_claim(
        number=claim.number,
        version=None,
        upholds=upholds,
        words="查过邮戳。",
        actor=world.officer(role, claim.case.agency.uscc),
        now=world.now,
    ).matter


def redate(world: World, claim: ReceiptClaim) -> Case:
    moved = redate_case(claim_number=claim.number, actor=system_actor(), now=world.now)
    assert moved is not None
    assert redate_case(claim_number=claim.number, actor=system_actor(), now=world.now) is None
    moved.matter.refresh_from_db()
    return moved.matter


def own_clock(case: Case, clock: str) -> Any:
    return matter_clocks(CASE_FLOW, case)[clock]


@pytest.mark.proves("F5.1", "F1.7")
def test_a_contested_moment_is_decided_by_somebody_else_and_the_clock_replayed(world: World) -> None:
    """F1.7: anyone can replay a case's clock offline."""
    case = world.submitted()
    before = own_clock(case, "acceptance.1").due_day
    with pytest.raises(ReceiptNotEarlier):
        contest(world, case, days=-1)
    with pytest.raises(ReceiptNotEarlier):
        contest(world, case, days=91)
    with pytest.raises(ReceiptNeedsProof):
        contest(world, case, days=3, words=" ")
    claim = contest(world, case, days=3, uploads=[(io.BytesIO(PNG), "receipt.png")])
    assert case.papers.get(slot="receipt_proof").name == "receipt.png"
    with pytest.raises(ReceiptSaid):
        confirm_receipt(case_number=case.number, actor=world.person, now=world.now)
    with pytest.raises(MoveNotAllowed):
        answer(world, claim, role=Role.WINDOW_CLERK)

    ReceiptClaim.objects.filter(pk=claim.pk).update(
        entered_by=world.officer(Role.DECIDER, case.agency.uscc).account
    )
    with pytest.raises(MoveNotAllowed):  # he entered the moment himself
        answer(world, claim)
    answer(world, claim, role=Role.REVIEWER)
    received_at, case = case.received_at, redate(world, claim)

    assert case.received_at == received_at - dt.timedelta(days=3)
    reading = own_clock(case, "acceptance.1")
    assert reading.due_day < before
    entries = trail("case", case.number)
    assert entries[-1].kind == "case.receipt_redated/1"
    told = [each for entry in entries for each in json.loads(entry.body).get("clocks", [])]
    events = [each for each in told if each["clock"] == "acceptance.1"]
    assert due_moment(events, calendar_of(case.region).canonical()) == canonical_moment(reading.due_at)


@pytest.mark.proves("F1.7")
def test_by_silence_the_applicants_word_counts_and_so_does_acceptance(world: World) -> None:
    case = world.submitted()
    claim = contest(world, case, days=14)
    world.later(days=5)
    run_due(now=world.now)
    claim.refresh_from_db()
    assert claim.state == ReceiptState.DEEMED
    case = redate(world, claim)
    assert (case.state, case.acceptance_mode) == (CaseState.UNDER_REVIEW, "deemed")
    assert case.accepted_at == case.received_at == claim.claimed_at


@pytest.mark.proves("F1.7", "M5.2")
@pytest.mark.parametrize("waiting", [False, True], ids=["accepted", "asked_to_correct"])
def test_an_answer_that_came_too_late_counts_as_acceptance_from_the_right_day(
    world: World, waiting: bool
) -> None:
    """M5.2: finish strictly within the promised time limit."""
    case = world.submitted()
    case = world.ask_correction(case, "form.floor_area") if waiting else world.accept(case)
    claim = contest(world, case, days=14)
    answer(world, claim)
    case = redate(world, claim)
    assert (case.state, case.acceptance_mode) == (CaseState.UNDER_REVIEW, "deemed")
    promised = own_clock(case, "promised")
    assert promised.began_on < case.clock_events.get(clock="acceptance.1", kind="start").entered_at.date()
    assert not case.corrections.unanswered().exists()


@pytest.mark.proves("F5.1")
def test_a_claim_that_is_not_true_changes_nothing(world: World) -> None:
    case = world.submitted()
    claim = contest(world, case, days=3)
    answer(world, claim, upholds=False)
    assert redate_case(claim_number=claim.number, actor=system_actor(), now=world.now) is None
    case.refresh_from_db()
    assert case.received_at == claim.entered_at


@pytest.mark.proves("F5.1")
def test_only_a_clerk_enters_an_earlier_receipt_and_it_is_marked(world: World) -> None:
    draft = world.draft()
    given: dict[str, Any] = {"key": draft.key, "version": None, "now": world.now}
    with pytest.raises(BackdatingNotAllowed):
        cases.submit_draft(**given, received_at=world.now - dt.timedelta(days=1), actor=world.person)


@pytest.mark.committed
@pytest.mark.proves("F5.1", "F5.4")
def test_it_goes_by_pages_from_the_applicant_to_the_office_and_back(office: Office) -> None:
    office.settle_without_papers()
    case = office.world.submitted()
    citizen = signed_in(office.world.citizen)
    at = f"/cases/{case.number}/received"
    assert at in citizen.get(f"/cases/{case.number}").content.decode()
    sent = {"received.day": "", "received.time": "9", "words": "收据", "once": "a" * 32}
    wrong = citizen.post(at, sent)
    assert wrong.status_code == 422 and "请写哪天" in wrong.content.decode()
    earlier = office.clock.now - dt.timedelta(days=1)
    sent |= {"received.day": f"{earlier:%Y-%m-%d}", "received.time": "09:12", "once": "b" * 32}
    assert citizen.post(at, sent).status_code == 303
    assert "待核对" in citizen.get(at).content.decode()

    desk = office.desk(Role.DECIDER)
    assert "/workbench/receipts" in desk.get("/workbench").content.decode()
    claim = ReceiptClaim.objects.get()
    there = f"/workbench/receipts/{claim.number}"
    assert there in desk.get("/workbench/receipts").content.decode()
    assert there in desk.get(f"/workbench/cases/{case.number}").content.decode()
    assert desk.post(there, {"once": "c" * 32, "version": claim.version}).status_code == 422
    good = {"outcome": "upheld", "answer": "窗口登记簿上有。", "version": claim.version, "once": "d" * 32}
    assert desk.post(there, good).status_code == 303
    office.settle_without_papers()
    case.refresh_from_db()
    assert case.received_at == claim.claimed_at
    assert Message.objects.filter(template="case.receipt_redated").exists()
    page = citizen.get(f"/cases/{case.number}").content.decode()
    assert "改正收到时间" in page
    assert not Card.objects.exists()

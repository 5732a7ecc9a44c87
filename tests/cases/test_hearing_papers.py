"""What a hearing sets off by itself: letters with number and code, messages, the pause of the limit, the record (R10, R12)."""

import datetime as dt

import pytest

from leyiban.cases import clock_names
from leyiban.cases import operations as cases
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, Hearing
from leyiban.cases.states import CaseState, HearingState
from leyiban.kernel.actors import Role
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.messages.models import Message
from tests.cases.test_hearings import again, chair, office, schedule
from tests.cases.world import World
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.mark.proves("F1.7", "F1.8")
def test_letters_messages_pause_record_and_decision(now: dt.datetime) -> None:
    world, worker = World(now), Worker()
    case = world.accept(world.submitted())
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    before = matter_clocks(CASE_FLOW, case)[clock_names.PROMISED].due_day
    hearing = world.tell_right(case)
    worker.settle(now=world.now)

    letters = Document.objects.filter(matter_kind=Hearing.KIND, template="hearing_letter")
    code = hearing.participants.get(number=2).code
    assert code is not None
    letter = letters.get()
    assert "赵敏" in str(letter.data)
    assert code.reveal() in str(letter.data)
    notice = Document.objects.get(matter_kind=Hearing.KIND, template="hearing_right_notice")
    assert code.reveal() not in str(notice.data), "one sealed paper for all"
    assert not case.papers.filter(document__in=letters).exists(), (
        "a code does not lie where the applicant reads"
    )
    (told,) = Message.objects.filter(template="hearing.right_of_others")
    assert hearing.number in told.text.reveal()
    assert code.reveal() in told.text.reveal()

    cases.ask_for_hearing(**world.voice(hearing, 2))
    hearing = schedule(world, hearing)
    worker.settle(now=world.now)
    case.refresh_from_db()
    assert case.state == CaseState.SPECIAL_PROCEDURE, "its time is not counted"
    assert case.special_procedures.get().kind == "hearing"
    told_of_the_day = Message.objects.filter(template="hearing.scheduled")
    assert told_of_the_day.count() == 3, "the firm, its operator, the neighbour"

    world.now = hearing.opening
    by_chair = {**office(world, hearing), "actor": chair(world)}
    cases.record_hearing(**by_chair, record="申请人同意22点后不营业。", present=[2])
    worker.settle(now=world.now)
    case.refresh_from_db()
    assert case.state == CaseState.UNDER_REVIEW
    after = matter_clocks(CASE_FLOW, case)[clock_names.PROMISED].due_day
    assert before is not None and after is not None and after > before

    cases.sign_hearing_record(**world.voice(hearing, 2))
    cases.answer_views(**office(world, hearing, Role.DECIDER), answers={}, consideration="照笔录办。")
    world.decide(case)
    worker.settle(now=world.now)
    record = Document.objects.get(template="hearing_record")
    assert "22点" in str(record.data)
    decision = Document.objects.get(template="grant_decision")
    assert hearing.number in str(decision.data), "the decision names the hearing it rests on"
    assert "照笔录办。" in str(decision.data)
    assert not Document.objects.exclude(state=State.MADE).exists()


def test_a_case_that_is_taken_back_leaves_nothing_to_be_heard(now: dt.datetime) -> None:
    world, worker = World(now), Worker()
    case = world.accept(world.submitted())
    hearing = world.tell_right(case)
    announced = world.announce_warning(case)
    worker.settle(now=world.now)
    notice = Document.objects.get(matter_key=announced.number, template="intended_warning_notice")
    assert notice.state == State.MADE
    assert "租赁合同是假的" in str(notice.data)
    cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=world.now)
    worker.settle(now=world.now)
    assert again(hearing).state == HearingState.DROPPED
    assert Case.objects.get(pk=case.pk).state == CaseState.WITHDRAWN

"""A case of the province's: taken in by the city, handed up signed, asked, answered, decided above, closed here."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.joint.errors import DecidedAbove, OfficesStillReviewing
from leyiban.cases.queries import task_file
from leyiban.cases.states import CaseState, Decision, TaskState
from leyiban.kernel.actors import Role, system_actor
from leyiban.province.models import Heard, Line
from leyiban.province.operations import trust_key
from leyiban.province.queries import refused_answers
from leyiban.province.states import AnswerState, Doubt, HandoverState
from tests.province.conftest import OFFICE, Province

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.mark.proves("M5.3", "M5.4", "M5.5", "M5.6", "M5.7", "F5.3")
def test_the_province_decides_and_the_city_carries_it_out(province: Province) -> None:
    """M5.6: it forwards them in time to the department of final review."""
    task = province.reviewed()
    assert (task.state, task.agency, task.post) == (TaskState.OPEN, None, None)
    province.pulse()
    papers = task.case.papers.handed_in().count()
    assert province.desk()[task.number]["papers"] == papers > 0
    province.wait()
    with pytest.raises(OfficesStillReviewing):
        _decide(province, task, Decision.GRANT)

    province.says(task.number, "correction", "请说明灭菌方法。")
    province.wait()
    task.refresh_from_db()
    assert task.asked_at is not None
    assert province.handover(task).state == HandoverState.WITH_US
    province.pulse(hours=2)
    _answer(province, task.number)
    province.pulse()
    assert province.desk()[task.number]["messages"] == ["supplement"]

    province.says(task.number, "grant", "符合要求。")
    province.says(task.number, "licence", "川械注准20202140001")
    province.wait()
    handover = province.handover(task)
    assert (handover.state, handover.licence) == (HandoverState.DECIDED, "川械注准20202140001")
    with pytest.raises(DecidedAbove):
        _decide(province, task, Decision.DENY)
    assert _decide(province, task, Decision.GRANT).state == CaseState.DECIDED

    file = task_file(province.world.officer(Role.DECIDER, OFFICE), task.number, now=province.now)
    kinds = [hop.kind.value for hop in file.hops]
    assert kinds == ["handed_over", "received", "asked", "answered", "given"]
    assert file.hops[2].dwelt is not None
    assert dt.timedelta(hours=2) <= file.hops[2].dwelt < dt.timedelta(hours=2, minutes=10)
    assert file.names[file.hops[1].by] == "四川省药品监督管理局"


@pytest.mark.proves("F5.3")
def test_what_the_province_says_wrongly_changes_nothing_and_is_shown(province: Province) -> None:
    """F5.3: signed hand-over at each level; an answer is followed once, in its order, and only for its own case."""
    one, other = province.reviewed(), province.reviewed()
    province.pulse()
    province.street.fault("province", "wrong", way="signature")
    province.wait()
    assert _states(province, one, other) == [HandoverState.ON_THE_WAY] * 2
    assert {each.doubt for each in refused_answers()} == {Doubt.SIGNATURE}

    province.street.heal()
    province.street.fault("province", "wrong", way="other_case")
    province.wait()
    assert _states(province, one, other) == [HandoverState.ON_THE_WAY] * 2
    assert Heard.objects.filter(doubt=Doubt.OTHER_CASE, about=one.number).exists()

    province.street.heal()  # complained of, said again, believed
    province.wait(6)
    assert _states(province, one, other) == [HandoverState.AT_PROVINCE] * 2

    province.says(one.number, "correction", "请补充。")
    province.says(one.number, "grant")
    province.street.fault("province", "wrong", way="out_of_order")
    province.street.fault("province", "twice", way="again")
    province.wait()
    handover = province.handover(one)
    assert handover.heard == 1  # the decision waits for the question before it
    assert handover.answers.filter(state=AnswerState.WAITING).count() == 1
    province.street.heal()
    province.street.fault("province", "slow", way="late", count=1)
    province.wait(9)
    assert _states(province, one, other) == [HandoverState.DECIDED, HandoverState.AT_PROVINCE]
    followed = province.handover(one).answers.filter(state=AnswerState.FOLLOWED)
    assert sorted(followed.values_list("sequence", flat=True)) == [1, 2, 3]
    one.refresh_from_db()
    assert one.state == TaskState.GIVEN

    key = Line.objects.get().key
    trust_key(
        key="A" * 43 + "=",
        actor=system_actor(),
        now=province.now,
    )
    province.says(other.number, "deny")
    province.wait()
    assert _states(province, other) == [HandoverState.AT_PROVINCE]
    trust_key(key=key, actor=system_actor(), now=province.now)
    province.wait(6)
    assert _states(province, other) == [HandoverState.DECIDED]


def _states(province: Province, *tasks: object) -> list[str]:
    return [province.handover(task).state for task in tasks]  # type: ignore[arg-type]


def _decide(province: Province, task: object, decision: Decision) -> object:
    case = province.case(task)  # type: ignore[arg-type]
    return province.world.do(
        cases.decide_case,
        case,
        Role.DECIDER,
        decision=decision,
        points=province.world.points(case),
        reasons="照省药监局的决定。",
    )


def _answer(province: Province, number: str) -> None:
    cases.answer_office_above(
        number=number,
        version=None,
        text="环氧乙烷灭菌,见检验报告第3页。",
        actor=province.world.officer(Role.REVIEWER, OFFICE),
        now=province.now,
    )

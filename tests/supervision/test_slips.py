"""督办单 (F5.6): tied to a case's clock, answered with the case's own entry, red when late, and it changes no limit."""

import datetime as dt
import re

import pytest
from django.test import Client

from leyiban.cases.models import Case
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.documents.making import make
from leyiban.kernel.documents.models import Document
from leyiban.kernel.ledger.queries import trail
from leyiban.people.models import Binding, Post
from leyiban.people.operations import assign_post
from leyiban.supervision.models import Slip
from leyiban.web.edge import new_once
from tests.api.caller import caller_of
from tests.support.office import Office
from tests.web.journey.traveller import signed_in

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


def issue(desk: Client, case: Case, days: str = "2", words: str = "请今天给出意见。") -> str:
    sent = desk.post(
        f"/workbench/supervision/cases/{case.number}/slip",
        {"once": new_once(), "kind": "slip", "words": words, "days": days, "card": ""},
    )
    assert sent.status_code == 303, sent.content.decode()
    return str(sent["Location"])


def act(desk: Client, where: str, name: str, **typed: str) -> None:
    page = desk.get(where).content.decode()
    hidden = {key: re.search(rf'name="{key}" value="([^"]*)"', page)[1] for key in ("once", "version")}  # type: ignore[index]
    sent = desk.post(where, {**hidden, "act": name, **typed})
    assert sent.status_code == 303, sent.content.decode()


@pytest.mark.proves("F5.6")
def test_a_slip_is_answered_with_the_cases_own_entry_and_changes_no_limit(office: Office) -> None:
    case = office.world.accept(office.world.submitted())
    before = list(case.clock_events.order_by("pk").values_list("clock", "kind", "happened_at"))
    supervisor, reviewer = office.desk(Role.SUPERVISOR), office.desk(Role.REVIEWER)

    where = issue(supervisor, case)
    office.settle_without_papers()

    slip = Slip.objects.get(about_number=case.number)
    notice = Document.objects.get(matter_key=slip.number, template="supervision_notice")
    make(document_id=notice.pk, now=office.clock.now)
    notice.refresh_from_db()
    assert notice.paper is not None
    pdf = supervisor.get(f"{where}/notice.pdf")
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert slip.number in reviewer.get("/workbench").content.decode()
    assert slip.number in reviewer.get(f"/workbench/cases/{case.number}").content.decode()
    seen = signed_in(office.world.citizen).get(f"/cases/{case.number}").content.decode()
    assert "监察正在过问这件" in seen and "请今天给出意见" not in seen and slip.number not in seen

    act(reviewer, where, "receive")
    case = office.world.opinion(case, Role.REVIEWER)
    proof = trail(Case.KIND, case.number)[-1]
    act(reviewer, where, "answer", **{"answer.words": "意见已给。", "proof": str(proof.seq)})
    act(supervisor, where, "accept")

    slip.refresh_from_db()
    assert (slip.state, slip.light) == ("accepted", "green")
    answered = next(e for e in trail(Slip.KIND, slip.number) if e.kind == "supervision_slip.answered/1")
    assert answered.facts.proof == f"case.opinion_given/1#{proof.seq}"
    assert before == list(case.clock_events.order_by("pk").values_list("clock", "kind", "happened_at"))


@pytest.mark.proves("F5.6")
def test_a_slip_turns_red_and_what_came_before_it_is_no_proof(office: Office) -> None:
    """And an answer that is not enough comes back with a new term."""
    case = office.world.accept(office.world.submitted())
    supervisor = office.caller(Role.SUPERVISOR)
    made = supervisor.post(f"/cases/{case.number}/slips", {"words": "请说明为什么没动。", "days": 1})
    number = made.json["number"]
    office.settle_without_papers()
    office.clock.now += dt.timedelta(days=3)
    office.world.now = office.clock.now
    office.settle_without_papers()

    assert Slip.objects.get(number=number).light == "red"
    reviewer = caller_of(office.account(Role.REVIEWER), office.clock.now)
    early = reviewer.post(f"/supervision/slips/{number}/answer", {"words": "受理了。", "proof": 1})
    assert (early.status, early.json["code"]) == (422, "supervision_proof_unknown")
    assert reviewer.post(f"/supervision/slips/{number}/answer", {"words": "在等现场核查。"}).status == 200
    supervisor = caller_of(office.account(Role.SUPERVISOR), office.clock.now)
    back = supervisor.post(f"/supervision/slips/{number}/return", {"words": "没有说日期。", "days": 2})
    assert (back.json["state"], back.json["round"]) == ("received", 2)
    assert reviewer.post(f"/supervision/slips/{number}/acceptance", {}).status == 403
    gone = supervisor.post(f"/supervision/slips/{number}/withdrawal", {"words": "不用了。"})
    assert gone.json["state"] == "withdrawn"


@pytest.mark.proves("F5.6")
def test_nobody_judges_his_own_answer_nor_presses_an_office_in_his_own_matter(office: Office) -> None:
    """A leader answers for his office and oversees it; and he has a shop himself."""
    case = office.world.accept(office.world.submitted())
    leader = office.caller(Role.LEADER)
    asked = leader.post(f"/cases/{case.number}/slips", {"words": "请今天给出意见。", "days": 1})
    slip = f"/supervision/slips/{asked.json['number']}"
    assert leader.post(f"{slip}/answer", {"words": "意见已给。"}).status == 403, (
        "he asked by the post he would answer by"
    )
    reviewing = Post.objects.get(agency=case.agency, role=Role.REVIEWER)
    assign_post(
        account=office.account(Role.LEADER), post=reviewing, actor=system_actor(), now=office.clock.now
    )
    leader = office.caller(Role.LEADER)
    assert leader.post(f"{slip}/answer", {"words": "意见已给。"}).json["state"] == "answered"
    own = leader.post(f"{slip}/acceptance", {})
    assert (own.status, own.code) == (409, "supervision_own_answer")

    person = Binding.objects.current().filter(account=office.world.citizen)
    person.update(account=office.account(Role.LEADER))
    pressed = leader.post(f"/cases/{case.number}/slips", {"words": "快办。", "days": 1})
    assert (pressed.status, pressed.code) == (403, "own_case")


@pytest.mark.proves("F5.6")
def test_nothing_typed_is_lost_and_every_wrong_field_says_so(office: Office) -> None:
    case = office.world.accept(office.world.submitted())
    supervisor, reviewer = office.desk(Role.SUPERVISOR), office.desk(Role.REVIEWER)
    empty = supervisor.post(
        f"/workbench/supervision/cases/{case.number}/slip", {"once": new_once(), "words": " ", "days": "99"}
    )
    page = empty.content.decode()
    assert empty.status_code == 422
    assert page.count('class="field-error"') == 2 and "请写1到60之间的工作日数" in page

    where = issue(supervisor, case)
    drawn_before = {"once": new_once(), "version": "1", "act": "answer", "answer.words": "今天已经给了意见。"}
    act(reviewer, where, "answer", **{"answer.words": "意见已给。"})
    late = reviewer.post(where, drawn_before)
    assert late.status_code == 412 or late.status_code == 409
    assert "今天已经给了意见" in late.content.decode(), "somebody was quicker; the words are still there"

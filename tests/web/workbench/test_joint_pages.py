"""会审 as offices, lead and applicant meet it: pages and programs (M5.6, M5.7, F5.2, F5.3)."""

import pytest

from leyiban.cases.models import Case, ReviewTask
from leyiban.kernel.actors import Role
from tests.api.caller import caller_of
from tests.web.journey.traveller import Page, signed_in
from tests.web.workbench.hall import Desk, Hall

EDUCATION, HEALTH = "11511102008507017P", "115111020085020137"


@pytest.fixture
def case(hall: Hall) -> Case:
    accepted = hall.world.accept(hall.world.submitted("kindergarten-setup"), by=Role.REVIEWER)
    return hall.world.opinion(accepted, Role.REVIEWER)


def send(desk: Desk, task: ReviewTask, move: str, **typed: str) -> Page:
    page = desk.get(f"/workbench/tasks/{task.number}").must(200)
    hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
    data = {key.replace("__", "."): value for key, value in typed.items()}
    return desk.post(f"/workbench/tasks/{task.number}/{move}", {**hidden, **data})


@pytest.mark.proves("M5.6", "M5.7", "F5.2", "F5.3")
def test_signed_for_answered_sent_back_and_answered_again(hall: Hall, case: Case) -> None:
    task = case.review_tasks.get(key="health")
    health, lead = hall.desk(Role.REVIEWER, HEALTH), hall.desk(Role.CHECKER, EDUCATION)
    at = f"/workbench/tasks/{task.number}"
    assert at in health.get("/workbench").links()
    assert at in lead.open(case).links()
    assert "催办" in lead.get(at).text
    send(lead, task, "remind").must(303)
    assert "提交意见" not in health.get(at).text, "first it is signed for"
    send(health, task, "receive").must(303)
    refused = send(health, task, "give").must(422).text
    assert all(words in refused for words in ("请选符合或不符合。", "请选结论。", "请写意见。"))
    given = {"point__health_standard": "no", "note__health_standard": "没有隔离室", "conclusion": "dissent"}
    send(health, task, "give", **given, text="晨检室太小。").must(303)

    page = lead.get(at).must(200)
    assert all(words in page.text for words in ("晨检室太小。", "没有隔离室", "王科员", "在这一手停了"))
    assert "请写为什么退回" in send(lead, task, "send_back").must(422).text
    send(lead, task, "send_back", reason="现场已改。").must(303)
    assert "现场已改。" in health.get(at).text
    send(health, task, "receive").must(303)
    send(
        health,
        task,
        "give",
        **(given | {"point__health_standard": "yes", "conclusion": "agree"}),
        text="好。",
    )
    assert ReviewTask.objects.get(pk=task.pk).conclusion == "agree"
    assert hall.desk(Role.REVIEWER).get(f"/workbench/tasks/{task.number}").must(200)  # market takes part, too
    assert hall.desk(Role.REVIEWER, "11511111008501029L").get(at).status == 404  # another county does not


@pytest.mark.proves("F5.2")
def test_the_picture_shows_lead_and_applicant_who_is_blocking_and_names_nobody(
    hall: Hall, case: Case
) -> None:
    lead, citizen = hall.desk(Role.CHECKER, EDUCATION), signed_in(hall.world.citizen)
    hall.world.sign_for(case.review_tasks.get(key="health"))
    for page in (lead.open(case).must(200), Page(citizen.get(f"/cases/{case.number}")).must(200)):
        assert "现在在等:" in page.text
        assert "晚一天,整件事就晚一天" in page.text
        assert "晚2个工作日也不影响" in page.text
    assert "王科员" not in page.text.split("哪些单位在审")[1].split("最晚几号")[0]
    ordinary = hall.under_review()
    assert "会审进度" not in hall.desk(Role.REVIEWER).open(ordinary).must(200).text


def test_the_first_sentence_names_whoever_has_it_and_not_who_comes_later(hall: Hall) -> None:
    """The county reviews for the city first: the applicant reads of the county."""
    case = hall.world.accept(hall.world.submitted("special-equipment-use"))
    sentence = Page(signed_in(hall.world.citizen).get(f"/cases/{case.number}")).text.split("正在审。")[1]
    assert sentence.startswith("乐山市市中区市场监督管理局在看")


@pytest.mark.proves("F5.2", "M5.7")
def test_a_dissent_is_answered_where_the_decision_is_written(hall: Hall, case: Case) -> None:
    world = hall.world
    world.give(case.review_tasks.get(key="health"), "dissent", "太小。")
    case = world.heard(world.opinion(world.check_site(Case.objects.get(pk=case.pk)), Role.CHECKER))
    decider = hall.desk(Role.DECIDER, EDUCATION)
    assert "怎么回应不同意见" in decider.open(case).text
    decision = {"decide__decision": "grant", "decide__reasons": "符合条件。"}
    assert "请回应不同意见" in decider.move(case, "decide", **decision).must(422).text
    decider.move(case, "decide", **decision, decide__dissent="已扩建。").must(303)
    decided = Case.objects.get(pk=case.pk)
    assert decided.reasons is not None
    assert "已扩建。" in decided.reasons.reveal()


@pytest.mark.proves("F5.2", "F5.3")
def test_the_same_by_programs(hall: Hall, case: Case) -> None:
    health, lead, citizen = (
        caller_of(account, hall.clock.now)
        for account in (
            hall.desk(Role.REVIEWER, HEALTH).account,
            hall.desk(Role.CHECKER, EDUCATION).account,
            hall.world.citizen,
        )
    )
    (line,) = health.get("/tasks").json["mine"]
    at = f"/tasks/{line['number']}"
    seen = health.get(at).json
    assert (seen["state"], seen["moves"]) == ("open", ["receive"])
    assert [
        step["key"] for step in citizen.get(f"/cases/{case.number}/plan").json["steps"] if step["is_blocking"]
    ] == [
        "site",
        "health",
    ]
    assert citizen.get(at).status == 403
    lead.post(f"{at}/reminder", seen=f'"{seen["version"]}"')
    version = health.get(at).json["version"]
    version = health.post(f"{at}/receipt", seen=f'"{version}"').json["version"]
    opinion = {"conclusion": "agree", "points": {"health_standard": "yes"}, "text": "好。"}
    made = health.post(f"{at}/opinion", opinion, seen=f'"{version}"').json
    assert made["state"] == "given"
    returned = lead.post(f"{at}/return", {"reason": "请再看。"}, seen=f'"{made["version"]}"').json
    assert returned["state"] == "returned"
    assert [hop["kind"] for hop in health.get(at).json["hops"]] == [
        "handed_over",
        "received",
        "given",
        "returned",
    ]

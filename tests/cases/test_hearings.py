"""R12 [ALL art. 36, 46-48]: whoever a licence touches, or who is to be warned, is heard before it is done."""

import datetime as dt

import pytest

from leyiban.cases import operations as cases
from leyiban.cases.hearing.errors import (
    AskedBefore,
    ChairChallenged,
    ChairMayNotReview,
    ChairReviews,
    HearingGone,
    HearingNotYet,
    HearingOpen,
    HearingRuns,
    HearingTooLate,
    HearingTooSoon,
    InterestedNeeded,
    NoHearingHere,
    NotAsked,
    NotePaperNeeded,
    OwnChallenge,
    PartyNotHeard,
    PostponedBefore,
    ViewsUnanswered,
    WarningNotAnnounced,
    WordsNeeded,
)
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.hearing.telling import HEARINGS_TOLD, tell_heard
from leyiban.cases.models import Case, Hearing
from leyiban.cases.queries.hearings import chairs_for, heard_by_code, public_hearings
from leyiban.cases.states import CaseState, DropGround, HearingState, Signing
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.errors import NotAllowed
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.flows.errors import MoveNotAllowed, WrongState
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.messages.models import Message
from tests.cases.world import World

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def world(db: None, now: dt.datetime) -> World:
    return World(now)


@pytest.fixture
def case(world: World) -> Case:
    """A food licence with every opinion given: nothing but its decision is left."""
    case = world.accept(world.submitted())
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    return case


def again(hearing: Hearing) -> Hearing:
    return Hearing.objects.select_related("case").get(pk=hearing.pk)


def day_after(world: World, working_days: int) -> dt.datetime:
    """Ten in the morning, so many working days from now."""
    day = calendar_of("511102").add_working_days(city_date(world.now), working_days)
    return dt.datetime.combine(day, dt.time(10), CITY_TIME).astimezone(dt.UTC)


def office(world: World, hearing: Hearing, role: Role = Role.REVIEWER) -> dict[str, object]:
    """What an operation of the office needs."""
    return {
        "number": hearing.number,
        "version": None,
        "actor": world.officer(role),
        "now": world.now,
    }


def chair(world: World) -> Actor:
    """A colleague at the window, who has nothing to do with the review."""
    return world.officer(Role.ISSUER)


def schedule(world: World, hearing: Hearing, days: int = 8) -> Hearing:
    at = cases.Appointed(opens_at=day_after(world, days), place="市政务大厅三楼听证室")
    cases.schedule_hearing(
        **office(world, hearing), appointed=at, chair=chair(world).pseudonym, closed_because=None
    )
    return again(hearing)


@pytest.mark.proves("F1.8")
def test_what_a_hearing_does_to_a_decision(world: World, case: Case) -> None:
    """Told, asked for, scheduled, held, signed, answered; at each step a decision is refused, with what to do."""
    with pytest.raises(InterestedNeeded):
        world.tell_right(case, interested=[])
    hearing = world.tell_right(case)
    with pytest.raises(HearingRuns):
        world.tell_right(case)
    with pytest.raises(HearingOpen) as refused:
        world.decide(case)
    last = calendar_of("511102").add_working_days(city_date(world.now), 5)
    assert f"{last.year}年{last.month}月{last.day}日" in str(refused.value)

    cases.state_view(**world.voice(hearing, 2), words="夜里太吵,请限时营业。")
    cases.ask_for_hearing(**world.voice(hearing, 2))
    with pytest.raises(AskedBefore):
        cases.ask_for_hearing(**world.voice(hearing, 2))
    assert again(hearing).owner_post_id == case.route["decider"], "now the office must act"

    for days, error in ((7, HearingTooSoon), (21, HearingTooLate)):
        with pytest.raises(error):
            schedule(world, hearing, days)
    hearing = schedule(world, hearing)
    with pytest.raises(HearingNotYet):
        cases.record_hearing(
            **{**office(world, hearing), "actor": chair(world)}, record="记录。", present=[1, 2]
        )
    with pytest.raises(HearingOpen):
        world.decide(case)

    world.now = hearing.opening
    cases.record_hearing(
        **{**office(world, hearing), "actor": chair(world)}, record="申请人同意22点后不营业。", present=[1, 2]
    )
    with pytest.raises(HearingOpen):
        world.decide(case)
    cases.sign_hearing_record(**world.voice(hearing, 1))
    assert again(hearing).state == HearingState.HELD
    cases.sign_hearing_record(**world.voice(hearing, 2))
    with pytest.raises(ViewsUnanswered):
        world.decide(case)

    cases.answer_views(
        **office(world, hearing, Role.DECIDER),
        answers={1: "写进许可内容:22点后不营业。"},
        consideration="双方意见一致,照笔录办。",
    )
    assert world.decide(case).state == CaseState.DECIDED
    assert [entry.kind for entry in trail("hearing", hearing.number)] == [
        f"hearing.{name}/1"
        for name in (
            ["told", "view_stated", "asked", "scheduled", "held", "record_signed", "record_signed", "closed"]
        )
    ]
    assert not OpenMatter.objects.filter(kind=Hearing.KIND).exists()


def test_the_right_lapses_by_the_clock_and_a_view_is_answered_all_the_same(world: World, case: Case) -> None:
    silent = world.tell_right(case)
    world.now = day_after(world, 6)
    run_due(now=world.now)
    assert again(silent).state == HearingState.LAPSED
    with pytest.raises(WrongState):
        cases.ask_for_hearing(**world.voice(silent, 1))

    spoken = world.tell_right(case)
    cases.state_view(**world.voice(spoken, 2), words="太吵。")
    world.now = day_after(world, 6)
    run_due(now=world.now)
    assert again(spoken).state == HearingState.ANSWERING
    cases.answer_views(**office(world, spoken, Role.DECIDER), answers={1: "已要求装隔音。"}, consideration="")
    assert world.decide(case).state == CaseState.DECIDED


def test_when_everybody_waives_nobody_has_to_wait(world: World, case: Case) -> None:
    hearing = world.tell_right(case)
    cases.waive_hearing(**world.voice(hearing, 1))
    with pytest.raises(HearingOpen):
        world.decide(case)
    cases.waive_hearing(**world.voice(hearing, 2))
    assert again(hearing).state == HearingState.WAIVED
    assert world.decide(case).state == CaseState.DECIDED


def test_an_item_that_touches_others_is_not_decided_before_they_were_told(world: World) -> None:
    case = world.submitted("construction-permit")
    with pytest.raises(PartyNotHeard):
        world.decide(case)  # the chief representative might have decided at once
    case = world.accept(case, by=Role(case.tasks[0]["by"]))
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    with pytest.raises(PartyNotHeard):
        world.decide(case)
    assert world.decide(world.heard(case)).state == CaseState.DECIDED


def test_who_reviews_does_not_chair_and_who_chairs_does_not_review(world: World) -> None:
    case = world.opinion(world.accept(world.submitted()), Role.REVIEWER)
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 1))
    reviewer, checker = world.officer(Role.REVIEWER), world.officer(Role.CHECKER)
    assert reviewer.pseudonym not in {each.pseudonym for each in chairs_for(hearing, now=world.now)}
    at = cases.Appointed(opens_at=day_after(world, 9), place="听证室")
    with pytest.raises(ChairReviews):
        cases.schedule_hearing(
            **office(world, hearing), appointed=at, chair=reviewer.pseudonym, closed_because=None
        )
    cases.schedule_hearing(
        **office(world, hearing), appointed=at, chair=checker.pseudonym, closed_because=None
    )
    with pytest.raises(ChairMayNotReview):
        world.record_site(case, Role.CHECKER)


def test_a_chair_who_is_objected_to_waits_for_the_answer(world: World, case: Case) -> None:
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    hearing = schedule(world, hearing)
    with pytest.raises(WordsNeeded):
        cases.challenge_chair(**world.voice(hearing, 2), words=" ")
    cases.challenge_chair(**world.voice(hearing, 2), words="他是申请人的亲戚。")
    world.now = hearing.opening
    with pytest.raises(ChairChallenged):
        cases.record_hearing(**{**office(world, hearing), "actor": chair(world)}, record="x", present=[])
    successor = world.officer(Role.WINDOW_CLERK)
    Hearing.objects.filter(pk=hearing.pk).update(chair_id=world.officer(Role.DECIDER).account)
    answer = {"upheld": True, "words": "属实。", "successor": successor.pseudonym}
    with pytest.raises(OwnChallenge):
        cases.answer_challenge(**office(world, hearing, Role.DECIDER), **answer)
    Hearing.objects.filter(pk=hearing.pk).update(chair_id=chair(world).account)
    cases.answer_challenge(**office(world, hearing, Role.DECIDER), **answer)
    hearing = again(hearing)
    assert (hearing.chair_id, hearing.challenged) == (successor.account, False)
    with pytest.raises(MoveNotAllowed):
        cases.record_hearing(**{**office(world, hearing), "actor": chair(world)}, record="x", present=[])


def test_it_is_postponed_once_and_told_as_long_ahead(world: World, case: Case) -> None:
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    hearing = schedule(world, hearing, 15)
    later = cases.Appointed(opens_at=day_after(world, 18), place="听证室")
    with pytest.raises(WordsNeeded):
        cases.postpone_hearing(**office(world, hearing), appointed=later, reason="")
    cases.postpone_hearing(**office(world, hearing), appointed=later, reason="申请人住院。")
    moved = again(hearing)
    assert (moved.postponed_from, moved.opens_at) == (hearing.opens_at, later.opens_at)
    with pytest.raises(PostponedBefore):
        cases.postpone_hearing(**office(world, hearing), appointed=later, reason="再延。")


def test_a_hearing_that_is_not_held_in_time_turns_red(world: World, case: Case) -> None:
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 1))
    world.now = day_after(world, 22)
    run_due(now=world.now)
    assert again(hearing).light == "red"


def test_a_signature_on_paper_or_refused_is_entered_by_the_chair_alone(world: World, case: Case) -> None:
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    hearing = schedule(world, hearing)
    world.now = hearing.opening
    by_chair = {**office(world, hearing), "actor": chair(world)}
    cases.record_hearing(**by_chair, record="记录。", present=[1, 2])
    entered = {"participant": 2, "how": Signing.REFUSED, "note": "不肯签,当场念过。", "scan": None}
    with pytest.raises(NotAllowed):
        cases.enter_signature(**{**by_chair, "actor": world.voice(hearing, 2)["actor"]}, **entered)
    with pytest.raises(NotePaperNeeded):
        cases.enter_signature(**by_chair, **entered | {"note": ""})
    cases.enter_signature(**by_chair, **entered)
    with pytest.raises(HearingGone):
        cases.sign_hearing_record(**{**world.voice(hearing, 1), "actor": chair(world)})
    cases.sign_hearing_record(**world.voice(hearing, 1))
    assert again(hearing).state == HearingState.ANSWERING


def test_who_asked_may_ask_no_longer_and_then_none_is_held(world: World, case: Case) -> None:
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    with pytest.raises(NotAsked):
        cases.withdraw_hearing_request(**world.voice(hearing, 1))
    cases.ask_for_hearing(**world.voice(hearing, 1))
    cases.withdraw_hearing_request(**world.voice(hearing, 2))
    assert again(hearing).state == HearingState.ASKED, "the applicant still asks"
    world.now = day_after(world, 6)
    cases.withdraw_hearing_request(**world.voice(hearing, 1))
    assert again(hearing).state == HearingState.WAIVED
    assert not OpenMatter.objects.filter(kind=Hearing.KIND).exists()


def test_who_takes_his_request_back_takes_nobody_elses_days(world: World, case: Case) -> None:
    """The day that was fixed is off, everybody learns of it, and a neighbour may still ask within his five days."""
    hearing = world.tell_right(case)
    cases.ask_for_hearing(**world.voice(hearing, 1))
    hearing = schedule(world, hearing)
    by = matter_clocks(HEARING_FLOW, hearing)["holding"].due_day
    assert [each.pk for each in public_hearings(region="511102", now=world.now)] == [hearing.pk]
    cases.withdraw_hearing_request(**world.voice(hearing, 1))
    assert (again(hearing).state, again(hearing).opens_at) == (HearingState.TOLD, None)
    assert public_hearings(region="511102", now=world.now) == []
    for entry in trail(Hearing.KIND, hearing.number):
        if entry.kind in HEARINGS_TOLD:
            tell_heard(entry, now=world.now)
    told = Message.objects.filter(matter_number=case.number, party=None).order_by("pk")
    right, day, off, right_again = (message.text.reveal() for message in told)
    assert "10:00" not in right and "10:00" in day, "each as of its own entry, however late it is told"
    assert "终止" in off
    assert right_again == right, "whoever kept silent because he asked may ask himself"

    world.now = day_after(world, 3)
    cases.ask_for_hearing(**world.voice(hearing, 2))
    asked = again(hearing)
    assert (asked.state, matter_clocks(HEARING_FLOW, asked)["holding"].due_day) == (HearingState.ASKED, by)
    assert schedule(world, asked).state == HearingState.SCHEDULED


@pytest.mark.proves("F6.6")
def test_before_a_warning_the_applicant_has_his_say(world: World) -> None:
    case = world.submitted()
    warn = {"reasons": "租赁合同是假的。"}
    with pytest.raises(WarningNotAnnounced):
        world.do(cases.warn_applicant, case, Role.DECIDER, **warn)
    hearing = world.announce_warning(case)
    with pytest.raises(HearingOpen):
        world.do(cases.warn_applicant, case, Role.DECIDER, **warn)
    with pytest.raises(NoHearingHere):
        cases.ask_for_hearing(**world.voice(hearing))
    cases.state_view(**world.voice(hearing), words="合同是真的,有公证书。")
    world.now = day_after(world, 6)
    with pytest.raises(ViewsUnanswered):
        run_due(now=world.now)
        world.do(cases.warn_applicant, case, Role.DECIDER, **warn)
    cases.answer_views(
        **office(world, hearing, Role.DECIDER), answers={1: "公证处查无此件。"}, consideration=""
    )
    case = world.do(cases.warn_applicant, case, Role.DECIDER, **warn)
    assert case.warnings.get().hearing_id == hearing.pk
    case = world.do(cases.withdraw_warning, case, Role.DECIDER, reasons="查错了。")
    with pytest.raises(WarningNotAnnounced):  # each rests on a hearing of its own
        world.do(cases.warn_applicant, case, Role.DECIDER, **warn)


def test_an_intention_that_is_given_up_warns_nobody(world: World) -> None:
    case = world.submitted()
    hearing = world.announce_warning(case)
    cases.drop_hearing(**office(world, hearing, Role.DECIDER), reasons="出租人当面认了。")
    hearing = again(hearing)
    assert (hearing.state, hearing.drop_ground) == (HearingState.DROPPED, DropGround.INTENTION_DROPPED)
    with pytest.raises(WarningNotAnnounced):
        world.do(cases.warn_applicant, case, Role.DECIDER, reasons="x")


def test_a_code_opens_one_hearing_and_no_other_persons(world: World, case: Case) -> None:
    two = [
        cases.Interested(name="赵敏", phone="13800138001"),
        cases.Interested(name="钱进", address="嘉定路9号"),
    ]
    hearing = world.tell_right(case, interested=two)
    codes = {voice.number: voice.code for voice in hearing.participants.filter(code__isnull=False)}
    found = heard_by_code(hearing.number, codes[3].reveal())
    assert found.full_name == "钱进"
    neighbour = world.voice(hearing, 2)
    with pytest.raises(HearingGone):
        cases.state_view(**{**neighbour, "participant_id": found.pk}, words="冒名。")

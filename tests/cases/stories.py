"""Cases that between them call for every paper of law, each told through the operations of the faces."""

import datetime as dt
from collections.abc import Callable

from leyiban.cases import operations as cases
from leyiban.cases.models import Case
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import ClosingGround, Decision, RefusalGround
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from leyiban.seals.queries import city_ca_pem
from tests.cases.shelf import Shelf
from tests.cases.world import FOOD, World
from tests.people.people import enterprise_of, party_of
from tests.support.specimen import specimen
from tests.support.working import Worker

CITY = "511100"
HYGIENE, SHOP, ELDERS, REWARD = (
    "public-place-hygiene",
    "individual-business-setup",
    "elder-allowance",
    "child-reward",
)
OTHER_OFFICE = "11511100008502005F"  # the city's health commission
REASONS = "现场和布局图不一致,生熟没有分开。\n依据食品安全法第三十三条。"

RARE = "\U00020164㛃䶮"  # the first lies beyond the basic plane
WITHOUT_GLYPH = "\U0003134a"
RARE_NAME = f"乐山{RARE}{WITHOUT_GLYPH}小吃"
LONGEST_NAME = "乐山" + "很长" * 57 + "公司"  # 118 characters; the register takes 120

Story = Callable[[World, Worker], Case]


def granted(world: World, worker: Worker) -> Case:
    return world.decided()


def corrected_then_denied(world: World, worker: Worker) -> Case:
    case = world.ask_correction(world.submitted(), "form.business_address", "materials.layout_plan")
    worker.settle(now=world.now)
    world.later(days=1)
    case = world.supplement(case, business_address="嘉定中路90号1楼")
    worker.settle(now=world.now)
    case = world.do(
        cases.request_again,
        case,
        Role.DECIDER,
        defects=[Defect("form.staff_count", "和用工合同不一致", "请按合同填写")],
        reason="首次审查漏看。",
    )
    worker.settle(now=world.now)
    case = reviewed(world, world.accept(case))
    return world.do(
        cases.decide_case,
        case,
        Role.DECIDER,
        decision=Decision.DENY,
        points=world.points(case, "no"),
        reasons=REASONS,
    )


def refused(world: World, worker: Worker) -> Case:
    return world.do(
        cases.refuse_case,
        world.submitted(),
        Role.REVIEWER,
        ground=RefusalGround.NOT_COMPETENT,
        reasons="公共场所的卫生许可由卫生健康部门办理。",
        right_agency=OTHER_OFFICE,
    )


def paused_extended_terminated(world: World, worker: Worker) -> Case:
    case = world.accept(world.submitted(HYGIENE))
    worker.settle(now=world.now)
    case = world.do(cases.start_special, case, Role(case.tasks[0]["by"]), procedure="testing")
    worker.settle(now=world.now)
    world.later(days=2)
    case = world.do(cases.end_special, case, Role(case.tasks[0]["by"]))
    case = world.do(cases.extend_case, case, Role.DECIDER, reason="检测报告还要复核。")
    worker.settle(now=world.now)
    return world.do(
        cases.terminate_case,
        case,
        Role.DECIDER,
        ground=ClosingGround.MATTER_GONE,
        reasons="场所已经拆除。",
    )


def withdrawn(world: World, worker: Worker) -> Case:
    case = world.submitted()
    moved = cases.withdraw_case(case_id=case.pk, version=None, actor=world.person, now=world.now)
    return moved.matter


def never_answered(world: World, worker: Worker) -> Case:
    """R1: nobody tells in time what is missing, so it counts as accepted from the day of receipt."""
    case = world.submitted()
    worker.settle(now=world.now)
    world.later(days=10)
    return case


def never_supplemented(world: World, worker: Worker) -> Case:
    case = world.ask_correction(world.submitted(), "form.floor_area")
    worker.settle(now=world.now)
    world.later(days=60)
    return case


def instant(world: World, worker: Worker) -> Case:
    case = world.submitted(SHOP)
    return world.decide(case)


def for_a_person_at_the_window(world: World, worker: Worker) -> Case:
    """No licence follows, a natural person applies, and the result is signed for."""
    world.applicant = party_of(world.citizen)
    draft = world.draft(ELDERS)
    cases.choose_delivery(key=draft.key, way="window", version=None, actor=world.person, now=world.now)
    case = cases.submit_draft(key=draft.key, version=None, actor=world.person, now=world.now).matter
    return world.decide(reviewed(world, world.accept(case)))


def with_rare_name(world: World, worker: Worker) -> Case:
    """The licence repeats the name."""
    rules = ItemVersion.objects.get(item__code=FOOD, effective_to__isnull=True).rulefile
    answers = {**specimen(rules, today=city_date(world.now)), "operator_name": RARE_NAME}
    world.applicant = enterprise_of(world.citizen, world.now, name=RARE_NAME)
    return world.decide(reviewed(world, world.accept(world.submitted(FOOD, answers))))


def with_longest_name(world: World, worker: Worker) -> Case:
    world.applicant = enterprise_of(world.citizen, world.now, name=LONGEST_NAME)
    return world.accept(world.submitted())


def reviewed(world: World, case: Case) -> Case:
    """Every task before the decision done."""
    for task in case.tasks[:-1]:
        case = world.opinion(case, Role(task["by"]))
    return case


STORIES: dict[str, Story] = {
    "granted": granted,
    "denied": corrected_then_denied,
    "refused": refused,
    "paused": paused_extended_terminated,
    "withdrawn": withdrawn,
    "deemed accepted": never_answered,
    "deemed withdrawn": never_supplemented,
    "instant": instant,
    "person": for_a_person_at_the_window,
    "rare name": with_rare_name,
    "long name": with_longest_name,
}


def tell_all(now: dt.datetime) -> Shelf:
    """Every story in one city, each followed by the worker until nothing is left to do."""
    shelf, worker, world = Shelf(), Worker(), World(now)
    for name, story in STORIES.items():
        case = story(world, worker)
        worker.settle(now=world.now)
        shelf.put(name, case)
        world = World(world.now, staff=world.staff)
    shelf.city_ca = city_ca_pem(CITY)
    return shelf

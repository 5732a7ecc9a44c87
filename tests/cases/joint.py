"""A case in which other offices take part, for tests of joint review."""

import datetime as dt

from leyiban.cases.flow import TASK_FLOW
from leyiban.cases.models import Case, ReviewTask
from leyiban.kernel.actors import Role
from leyiban.kernel.flows.engine import matter_clocks
from tests.cases.world import World

UP, JOINT = "special-equipment-use", "kindergarten-setup"
COUNTY_MARKET, CITY_MARKET = "11511102008501010N", "11511100008501002Y"
COUNTY_HEALTH = "115111020085020137"


def taken_in_below(world: World) -> Case:
    return world.accept(world.submitted(UP))


def under_joint_review(world: World) -> Case:
    """The kindergarten whose office has looked; health and market bureaus have their turn."""
    case = world.accept(world.submitted(JOINT), by=Role.REVIEWER)
    return world.opinion(case, Role.REVIEWER)


def task_of(case: Case, key: str) -> ReviewTask:
    return case.review_tasks.get(key=key)


def states(case: Case) -> dict[str, str]:
    return dict(case.review_tasks.order_by("pk").values_list("key", "state"))


def due_of(task: ReviewTask) -> dt.datetime:
    due = matter_clocks(TASK_FLOW, task)[f"opinion.{task.round}"].due_at
    assert due is not None
    return due

"""Which office does a task of another office, found along the line that the rule file names."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from leyiban.cases.errors import NoPost
from leyiban.cases.joint.errors import NoOffice
from leyiban.cases.models import Case
from leyiban.cases.routing import agency_with, nearest_posts
from leyiban.cases.rules.joint import Joint
from leyiban.cases.rules.tasks import OPINION
from leyiban.catalogue.rulefile import RuleFile, Task
from leyiban.catalogue.rulefile.plan import PRELIMINARY_REVIEW, At, TaskKind
from leyiban.kernel.actors import Role
from leyiban.people.models import Agency, Post
from leyiban.people.models.agency import AgencyQuerySet
from leyiban.people.models.post import ROLE_NAMES
from leyiban.people.rules.divisions import covers


def office_of(task: Task, rules: RuleFile, *, lead: Agency, region: str, on: dt.date) -> Agency:
    """The agency that does ``task`` for a case of ``region`` led by ``lead``.

    Raises:
        NoOffice: the line has nobody there.
    """
    office = task.office
    if office is None:
        raise AssertionError(f"{rules.code}: {task.key} names no office")
    origin = lead if office.uscc is None else agency_with(office.uscc)
    found: Agency | None = None
    match office.at:
        case At.ITSELF:
            return origin
        case At.ABOVE:
            found = None if origin.superior_id is None else _whole().filter(pk=origin.superior_id).first()
        case At.BELOW:
            branches = _whole().effective(on).filter(superior=origin)
            found = next((each for each in branches if covers(each.region.code, region)), None)
    if found is None:
        phone = rules.implementing[0].consult_phone
        raise NoOffice(item=rules.name.zh, task=task.name.zh, phone=phone)
    return found


def taker_in(rules: RuleFile, *, lead: Agency, region: str, on: dt.date) -> Agency | None:
    """The lower level that takes in for the deciding agency (M5.5); None where it takes in itself.

    Raises:
        NoOffice.
    """
    task = rules.plan.takes_in
    return None if task is None else office_of(task, rules, lead=lead, region=region, on=on)


def intake_below(rules: RuleFile, agency: Agency, *, region: str, on: dt.date) -> int:
    """The post that judges completeness there: its window where the item allows (R19), else who pre-reviews.

    Raises:
        NoPost.
    """
    task = rules.plan.takes_in
    role = Role.WINDOW_CLERK if task is None or rules.plan.window_may_accept else Role(task.by)
    return post_of(agency, role, region=region, on=on).pk


def _whole() -> AgencyQuerySet:
    return Agency.objects.select_related("region")


@dataclass(frozen=True, slots=True)
class Place:
    """The office that does a task: credit code and name, and the agency and the post of this database that it is. An
    office of the province is none of them."""

    office: str
    name: str
    region: str
    agency: Agency | None = None
    post: Post | None = None


def place_of(case: Case, key: str, *, on: dt.date) -> Place:
    """Who does one task of a case.

    Raises:
        NoOffice, NoPost.
    """
    task = planned(case, key)
    above = task.office
    if above is not None and above.at is At.PROVINCE:
        assert above.uscc is not None  # the checks of rule files say so
        assert above.name is not None
        return Place(above.uscc, above.name.zh, case.region)
    agency = office_of(task, case.rules, lead=case.agency, region=case.region, on=on)
    post = post_of(agency, Role(task.by), region=case.region, on=on)
    return Place(agency.uscc, agency.name, agency.region.code, agency, post)


def post_of(agency: Agency, role: Role, *, region: str, on: dt.date) -> Post:
    """Raises NoPost."""
    post = nearest_posts(agency, region, on).get(role)
    if post is None:
        raise NoPost(agency=agency.name, role=ROLE_NAMES[role], phone="、".join(agency.advice_phones))
    return post


def planned(case: Case, key: str) -> Task:
    """The task of the case's rule file with this key."""
    return next(task for task in case.rules.plan.tasks if task.key == key)


def task_terms(case: Case, entry: Joint) -> dict[str, Any]:
    """What a task keeps of the terms that its case was filed under."""
    terms, pre = case.limits["joint"], entry["kind"] == TaskKind.PRE_REVIEW
    return {
        OPINION: {
            "amount": entry["within"],
            "unit": "working_day",
            "rule": PRELIMINARY_REVIEW if pre else f"plan:{entry['key']}",
        },
        "lights": case.limits["lights"],
        "grounds": terms["paused_by"],
        "silent": entry["key"] in terms["silent"],
    }

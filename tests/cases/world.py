"""A small Leshan for tests of cases: an applicant, an enterprise, and the posts of one office.

Everything goes through operations; the city is the one that the suite's template database holds.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from leyiban.cases import operations as cases
from leyiban.cases.models import Case, Draft
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import Decision
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile.needed import needed_materials
from leyiban.kernel.actors import Actor, Channel, Role, system_actor
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep
from leyiban.people import operations as people
from leyiban.people.models import Account, Agency, Party, Post
from leyiban.people.queries import actor_for
from tests.people.people import acting, enterprise_of, proven, resident_id
from tests.support.specimen import specimen

FOOD = "food-business-new"
COUNTY, TOWNSHIP = "511102", "511102004"
MARKET_OFFICE = "11511102008501010N"


@dataclass(frozen=True)
class WorldKeys:
    """The rows of a world, by key."""

    now: dt.datetime
    citizen: int
    applicant: int
    staff: dict[tuple[Role, str], int]

    def found(self) -> "World":
        """The same world, in the database that is there now."""
        world = object.__new__(World)
        world.now = self.now
        world.citizen = Account.objects.get(pk=self.citizen)
        world.applicant = Party.objects.get(pk=self.applicant)
        world.staff = {place: Account.objects.get(pk=pk) for place, pk in self.staff.items()}
        return world


@dataclass
class World:
    """``now`` moves as the test tells a story; ``at`` gives the same world at another moment."""

    now: dt.datetime
    citizen: Account = field(init=False)
    applicant: Party = field(init=False)
    staff: dict[tuple[Role, str], Account] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.citizen = proven(self.now, name="张伟", number=resident_id(), level=3)
        self.applicant = enterprise_of(self.citizen, self.now, name="嘉州小馆")

    def keys(self) -> "WorldKeys":
        """What finds this world again in a clone of its database."""
        staff = {place: account.pk for place, account in self.staff.items()}
        return WorldKeys(self.now, self.citizen.pk, self.applicant.pk, staff)

    # ── who acts ──────────────────────────────────────────────────────────────────────────────────────

    @property
    def person(self) -> Actor:
        return acting(self.citizen, self.now)

    def officer(self, role: Role, agency: str = MARKET_OFFICE) -> Actor:
        """Somebody who holds this role's post at the office."""
        if (role, agency) not in self.staff:
            self.staff[role, agency] = self.hire(role, agency)
        return actor_for(self.staff[role, agency], channel=Channel.WORKBENCH, now=self.now)

    def hire(self, role: Role, agency: str = MARKET_OFFICE) -> Account:
        account = people.open_staff_account(
            username=f"{agency}-{role}-{Account.objects.count()}",
            display_name={Role.REVIEWER: "王科员"}.get(role, f"{role} 某"),
            password="correct horse battery",
            actor=system_actor(),
            now=self.now,
        )
        post = Post.objects.get(agency=Agency.objects.get(uscc=agency), role=role)
        people.assign_post(account=account, post=post, actor=system_actor(), now=self.now)
        return account

    def later(self, **delta: float) -> None:
        self.now += dt.timedelta(**delta)

    # ── what is done ──────────────────────────────────────────────────────────────────────────────────

    def draft(self, item: str = FOOD, answers: dict[str, object] | None = None) -> Draft:
        """A draft with answers, every needed paper, and a way of delivery."""
        version = ItemVersion.objects.in_use(city_date(self.now)).get(item__code=item)
        draft, _ = cases.start_draft(
            version=version, applicant=self.applicant, region=COUNTY, actor=self.person, now=self.now
        )
        given: Any = answers or specimen(version.rulefile, today=city_date(self.now))
        draft, problems = cases.save_answers(
            key=draft.key, answers=given, version=None, actor=self.person, now=self.now
        )
        assert not problems, [(problem.field, str(problem.message)) for problem in problems]
        for needed in needed_materials(version.rulefile, given, today=city_date(self.now)):
            self.put_paper(draft, needed.material.key)
        way = version.rulefile.delivery[0].way.value
        return cases.choose_delivery(key=draft.key, way=way, version=None, actor=self.person, now=self.now)

    def put_paper(self, draft: Draft, slot: str, content: bytes = b"%PDF-1.7 paper of ") -> None:
        paper = keep(content=content + slot.encode(), media=Media.PDF, pages=1, now=self.now)
        cases.attach_paper(
            key=draft.key,
            slot=slot,
            paper=paper,
            trust="C",
            name=f"{slot}.pdf",
            actor=self.person,
            now=self.now,
        )

    def submitted(self, item: str = FOOD, answers: dict[str, object] | None = None) -> Case:
        draft = self.draft(item, answers)
        return cases.submit_draft(key=draft.key, version=None, actor=self.person, now=self.now).matter

    def do(self, operation: Any, case: Case, role: Role, **arguments: Any) -> Case:
        """One operation of the office on the case as it is now."""
        officer = self.officer(role, case.agency.uscc)
        moved = operation(case_id=case.pk, version=None, actor=officer, now=self.now, **arguments)
        assert moved is not None
        result: Case = moved.matter
        return result

    def accept(self, case: Case, by: Role = Role.WINDOW_CLERK) -> Case:
        return self.do(cases.accept_case, case, by)

    def points(self, case: Case, answer: str = "yes") -> dict[str, str]:
        """Those of the open task, or of the whole chain, which a decision on the spot answers."""
        open_tasks = [case.task] if case.task else [task["key"] for task in case.tasks]
        tasks = [task for task in case.item_version.rulefile.plan.tasks if task.key in open_tasks]
        return {point.key: answer for task in tasks for point in task.points}

    def opinion(self, case: Case, role: Role, conclusion: str = "agree") -> Case:
        """The open task concluded; a check on site by its record, with the checker as the second officer."""
        if next(task["kind"] for task in case.tasks if task["key"] == case.task) == "site_check":
            return self.check_site(case, role, conclusion)
        return self.do(
            cases.give_opinion,
            case,
            role,
            conclusion=conclusion,
            points=self.points(case),
            text="材料真实,符合条件。",
        )

    def record_site(self, case: Case, role: Role = Role.REVIEWER, **other: Any) -> Case:
        """The record of a check on site by the holder of ``role`` and the checker, signed by the first."""
        there = [self.officer(each, case.agency.uscc) for each in dict.fromkeys((role, Role.CHECKER))]
        given: dict[str, Any] = {
            "officers": [each.pseudonym for each in there],
            "checked_at": self.now,
            "place": "嘉定中路88号1楼",
            "findings": "现场和布局图一致,生熟分开。",
            "conclusion": "agree",
            "points": self.points(case),
        }
        return self.do(cases.record_site_check, case, role, **given | other)

    def check_site(self, case: Case, role: Role = Role.REVIEWER, conclusion: str = "agree") -> Case:
        return self.do(
            cases.sign_site_check, self.record_site(case, role, conclusion=conclusion), Role.CHECKER
        )

    def decide(self, case: Case, decision: Decision = Decision.GRANT) -> Case:
        return self.do(
            cases.decide_case,
            case,
            Role(case.tasks[-1]["by"]),
            decision=decision,
            points=self.points(case),
            reasons="符合食品安全法第三十五条。",
        )

    def decided(self, decision: Decision = Decision.GRANT) -> Case:
        """A case through the whole chain."""
        case = self.accept(self.submitted())
        for task in case.tasks[:-1]:
            case = self.opinion(case, Role(task["by"]))
        return self.decide(case, decision)

    def ask_correction(self, case: Case, *targets: str) -> Case:
        return self.do(
            cases.notify_correction,
            case,
            Role.WINDOW_CLERK,
            defects=[Defect(target, "不清楚", "请重新填写或上传") for target in targets],
        )

    def supplement(self, case: Case, **answers: object) -> Case:
        draft = cases.open_correction(case_id=case.pk, actor=self.person, now=self.now)
        cases.save_answers(key=draft.key, answers=answers, version=None, actor=self.person, now=self.now)
        return cases.submit_draft(key=draft.key, version=None, actor=self.person, now=self.now).matter

"""A small Leshan for tests of cases: an applicant, an enterprise, and the posts of one office.

Everything goes through operations; the city is the one that the suite's template database holds.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from leyiban.cases import operations as cases
from leyiban.cases.joint.offices import planned
from leyiban.cases.models import Case, Draft, Hearing, ReviewTask
from leyiban.cases.queries.hearings import actor_by_code
from leyiban.cases.rules.intake import Defect
from leyiban.cases.states import AT_OFFICE, Decision
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile.needed import needed_materials
from leyiban.credentials.models import Licence
from leyiban.credentials.operations import prepare_licence, record_sealed
from leyiban.credentials.queries import held_licences
from leyiban.joins.granted_case_issues_licence import grant_of
from leyiban.kernel.actors import Actor, Channel, Role, system_actor
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep
from leyiban.people import operations as people
from leyiban.people.models import Account, Agency, Party, Post
from leyiban.people.queries import actor_for
from tests.people.people import acting, enterprise_of, proven, resident_id
from tests.support.specimen import specimen

FOOD = "food-business-new"
FOOD_AGAIN, FREIGHT_AGAIN = "food-business-renewal", "road-freight-renewal"
FIRST = {FOOD_AGAIN: FOOD, FREIGHT_AGAIN: "road-freight"}
"""The item that grants what another one renews."""

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
        rules = version.rulefile
        if rules.renews is not None and not self.holds(rules.replaces):
            self.licence(FIRST[item], until=city_date(self.now) + dt.timedelta(days=60))
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

    def holds(self, type_code: str) -> bool:
        held = held_licences(holder_id=self.applicant.pk, type_code=type_code, on=city_date(self.now))
        return bool(held)

    def licence(
        self, item: str = FOOD, *, until: dt.date, answers: dict[str, object] | None = None
    ) -> Licence:
        """A licence that this item grants the applicant now, valid until a day; nobody waits for its paper."""
        return self.issued(self.decided(item=item, answers=answers), until=until)

    def issued(self, case: Case, *, until: dt.date | None = None) -> Licence:
        """The licence of a granted case, in force at once."""
        entry = next(each for each in reversed(trail("case", case.number)) if each.kind == "case.decided/1")
        form = case.rules.result.licence
        assert form is not None
        grant = grant_of(case, form, entry)
        grant = grant if until is None else replace(grant, valid_until=until)
        licence = prepare_licence(grant=grant, now=self.now)
        assert licence.document is not None
        record_sealed(
            document=licence.document, digest="sha256:" + "0" * 64, actor=system_actor(), now=self.now
        )
        licence.refresh_from_db()
        return licence

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
        """By the office itself, or by the lower level that takes in for it."""
        taker = case.taken_in_by or case.agency
        officer = self.officer(by, taker.uscc)
        return cases.accept_case(case_id=case.pk, version=None, actor=officer, now=self.now).matter

    def at_office(self, task: ReviewTask) -> Actor:
        """Somebody who holds the post that a task of another office lies with."""
        post = task.post
        assert post is not None
        return self.officer(Role(post.role), task.office)

    def sign_for(self, task: ReviewTask) -> ReviewTask:
        officer = self.at_office(task)
        return cases.receive_task(number=task.number, version=None, actor=officer, now=self.now).matter

    def give(self, task: ReviewTask, conclusion: str = "agree", text: str = "我们看过了。") -> ReviewTask:
        """The opinion of another office, signed for where nobody has yet; the province's as its answer brings it."""
        if task.agency_id is None:
            cases.conclude_above(
                number=task.number,
                round_number=task.round,
                conclusion=conclusion,
                answer="sha256:" + "0" * 64,
                text=text,
                now=self.now,
            )
            return ReviewTask.objects.get(pk=task.pk)
        if task.received_at is None:
            task = self.sign_for(task)
        return cases.give_task_opinion(
            number=task.number,
            version=None,
            conclusion=conclusion,
            points={point.key: "yes" for point in planned(task.case, task.key).points},
            text=text,
            actor=self.at_office(task),
            now=self.now,
        ).matter

    def others(self, case: Case) -> Case:
        """Whatever lies open at other offices in this case is given."""
        if case.joint:
            for task in case.review_tasks.filter(state__in=AT_OFFICE).order_by("pk"):
                self.give(task)
            case.refresh_from_db()
        return case

    def points(self, case: Case, answer: str = "yes") -> dict[str, str]:
        """Those of the open task, or of the whole chain, which a decision on the spot answers."""
        open_tasks = [case.task] if case.task else [task["key"] for task in case.tasks]
        tasks = [task for task in case.item_version.rulefile.plan.tasks if task.key in open_tasks]
        return {point.key: answer for task in tasks for point in task.points}

    def opinion(self, case: Case, role: Role, conclusion: str = "agree") -> Case:
        """The open task concluded; a check on site by its record, with the checker as the second officer."""
        self.others(case)
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
            self.others(case),
            Role(case.tasks[-1]["by"]),
            decision=decision,
            points=self.points(case),
            reasons="符合食品安全法第三十五条。",
        )

    def decided(
        self,
        decision: Decision = Decision.GRANT,
        *,
        item: str = FOOD,
        answers: dict[str, object] | None = None,
    ) -> Case:
        """A case through the whole chain."""
        case = self.accept(self.submitted(item, answers))
        for task in case.tasks[:-1]:
            case = self.opinion(case, Role(task["by"]))
        return self.decide(case, decision)

    # ── who is heard (R12) ────────────────────────────────────────────────────────────────────────────────

    def tell_right(self, case: Case, **other: Any) -> Hearing:
        """The applicant and one neighbour are told that they may be heard."""
        given: dict[str, Any] = {
            "facts": "噪声会影响隔壁。",
            "interested": [cases.Interested(name="赵敏", phone="13800138001")],
        }
        return self._told(cases.tell_hearing_right, case, Role.REVIEWER, **given | other)

    def announce_warning(self, case: Case) -> Hearing:
        return self._told(cases.announce_warning, case, Role.DECIDER, facts="租赁合同是假的,出租人没有签过。")

    def _told(self, operation: Any, case: Case, role: Role, **given: Any) -> Hearing:
        officer = self.officer(role, case.agency.uscc)
        told = operation(case_id=case.pk, version=None, actor=officer, now=self.now, **given)
        return Hearing.objects.get(pk=told.matter.pk)

    def voice(self, hearing: Hearing, number: int = 1) -> dict[str, Any]:
        """What an operation needs of a participant: which one, who acts, and when. The applicant is 1."""
        found = hearing.participants.select_related("hearing").get(number=number)
        actor = self.person if found.is_applicant else actor_by_code(found, channel=Channel.PORTAL)
        return {"participant_id": found.pk, "actor": actor, "now": self.now}

    def waive(self, hearing: Hearing) -> Hearing:
        """Everybody waives in writing."""
        for number in hearing.participants.values_list("number", flat=True).order_by("number"):
            cases.waive_hearing(**self.voice(hearing, number))
        return Hearing.objects.get(pk=hearing.pk)

    def heard(self, case: Case) -> Case:
        """A case whose item touches others, after they let the hearing go; any other as it is."""
        if case.rules.touches_others is not None:
            self.waive(self.tell_right(case))
        return case

    def warned(self, case: Case, reasons: str = "租赁合同是假的,出租人没有签过。") -> Case:
        """Announced, its right waived, and done."""
        self.waive(self.announce_warning(case))
        return self.do(cases.warn_applicant, case, Role.DECIDER, reasons=reasons)

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

"""Who acts in the bench, and the first cases: everything here goes through operations, as in the city.

The people, the item and its answers are those of the city's demonstration.
"""

from dataclasses import dataclass, field
from typing import Any

from bench.ground import CITY, NOW
from bench.multiplying import Person
from leyiban.cases import operations as cases
from leyiban.cases.models import Case, Draft
from leyiban.cases.states import Decision
from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.rulefile import TaskKind
from leyiban.catalogue.rulefile.needed import needed_materials
from leyiban.cli.demo.story import Story, read_story
from leyiban.kernel.actors import Actor, Channel, Role, system_actor
from leyiban.kernel.crypto import new_token, search_digests
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.operations import keep
from leyiban.packs.demo import open_demo
from leyiban.people.models import Account, Binding, Mandate, Party, Post, Region
from leyiban.people.models.party import PHONE_DOMAIN
from leyiban.people.operations import assign_post, open_staff_account
from leyiban.people.queries import actor_for

_PAPER = b"%PDF-1.7 a paper of the bench: "
_STAFF = (Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER)


@dataclass
class Cast:
    """The demonstration's applicant, and staff of the bench's own who hold their role's post in every county."""

    story: Story
    version: ItemVersion
    applicant: Party
    operator: Actor
    staff: dict[Role, Actor]
    _answers: dict[str, object] = field(default_factory=dict)

    @classmethod
    def open(cls) -> "Cast":
        """Open the demonstration's people in the database at hand."""
        story = read_story(CITY)
        city = City.objects.select_related("region").get(key=CITY.name)
        open_demo(directory=CITY, region=city.region.code, now=NOW)
        operator = account_of_phone(story.operator)
        return cls(
            story=story,
            version=ItemVersion.objects.in_use(city_date(NOW)).get(item__code=story.item),
            applicant=Party.objects.get(name=story.enterprise),
            operator=actor_for(operator, channel=Channel.PORTAL, now=NOW),
            staff={role: _in_every_county(role) for role in _STAFF},
        )

    @property
    def filing(self) -> Person:
        """The rows of the operator and his enterprise, to be copied."""
        binding = Binding.objects.current().get(account=self.operator.account)
        mandate = Mandate.objects.in_force(NOW).get(agent=binding.party_id, principal=self.applicant)
        return Person(
            account=self.operator.account,
            party=binding.party_id,
            enterprise=self.applicant.pk,
            binding=binding.pk,
            mandate=mandate.pk,
        )

    def counties(self) -> list[str]:
        """Division codes of the counties whose office handles the item."""
        return sorted(body.region for body in self.version.rulefile.implementing)

    def office_of(self, county: str) -> str:
        """Credit code of the office that handles the item in this county."""
        body = self.version.rulefile.implementing_in(county)
        assert body is not None
        return body.task_code[:18]

    def draft(self, county: str) -> Draft:
        """A draft with everything that its submission needs."""
        draft, _ = cases.start_draft(
            version=self.version, applicant=self.applicant, region=county, actor=self.operator, now=NOW
        )
        answers = self._answers_in(county)
        cases.save_answers(key=draft.key, answers=answers, version=None, actor=self.operator, now=NOW)
        given: Any = answers
        for needed in needed_materials(self.version.rulefile, given, today=city_date(NOW)):
            slot = needed.material.key
            paper = keep(content=_PAPER + slot.encode(), media=Media.PDF, pages=1, now=NOW)
            cases.attach_paper(
                key=draft.key,
                slot=slot,
                paper=paper,
                trust="C",
                name=f"{slot}.pdf",
                actor=self.operator,
                now=NOW,
            )
        return cases.choose_delivery(
            key=draft.key, way="electronic", version=None, actor=self.operator, now=NOW
        )

    def submitted(self, county: str) -> Case:
        """A case that waits to be accepted."""
        key = self.draft(county).key
        return cases.submit_draft(key=key, version=None, actor=self.operator, now=NOW).matter

    def accepted(self, county: str) -> Case:
        """A case at the first task of its review."""
        case = self.submitted(county)
        clerk = self.staff[Role.WINDOW_CLERK]
        return cases.accept_case(case_id=case.pk, version=None, actor=clerk, now=NOW).matter

    def before_task(self, county: str, task: str) -> Case:
        """A case under review that waits for ``task``."""
        case = self.accepted(county)
        while case.task != task:
            if kind_of_task(case) == TaskKind.SITE_CHECK:
                case = self._checked_on_site(case)
                continue
            case = cases.give_opinion(
                case_id=case.pk,
                version=None,
                conclusion="agree",
                points=points_of(case),
                text=self.story.opinion,
                actor=self.staff[_role_of_task(case)],
                now=NOW,
            ).matter
        return case

    def _checked_on_site(self, case: Case) -> Case:
        """Two officers went there, and both have signed."""
        writer, colleague = self.staff[_role_of_task(case)], self.staff[Role.CHECKER]
        cases.record_site_check(
            case_id=case.pk,
            version=None,
            officers=[writer.pseudonym, colleague.pseudonym],
            checked_at=NOW,
            place=self.story.site,
            findings=self.story.findings,
            conclusion="agree",
            points=points_of(case),
            actor=writer,
            now=NOW,
        )
        return cases.sign_site_check(case_id=case.pk, version=None, actor=colleague, now=NOW).matter

    def before_decision(self, county: str) -> Case:
        """A case that waits for its decision only."""
        return self.before_task(county, self.version.rulefile.plan.in_order()[-1].key)

    def decided(self, county: str) -> Case:
        """A granted case."""
        case = self.before_decision(county)
        return cases.decide_case(
            case_id=case.pk,
            version=None,
            decision=Decision.GRANT,
            points=points_of(case),
            reasons=self.story.reasons,
            actor=self.staff[Role.DECIDER],
            now=NOW,
        ).matter

    def withdrawn(self, county: str) -> Case:
        """A case that its applicant took back."""
        case = self.submitted(county)
        return cases.withdraw_case(case_id=case.pk, version=None, actor=self.operator, now=NOW).matter

    def _answers_in(self, county: str) -> dict[str, object]:
        competence = self.version.rulefile.competence
        assert competence is not None
        township = Region.objects.filter(parent__code=county).order_by("code").values_list("code", flat=True)
        return {**self.story.answers, competence.region_field: township[0]}


def points_of(case: Case) -> dict[str, str]:
    """Every point of the open task, answered with yes."""
    tasks = case.item_version.rulefile.plan.tasks
    planned = next(task for task in tasks if task.key == case.task)
    return {point.key: "yes" for point in planned.points}


def account_of_phone(phone: str) -> Account:
    """The demonstration's account with this mobile; copies of it have that too."""
    digests = search_digests(phone, domain=PHONE_DOMAIN)
    return Account.objects.filter(phone_digest__in=digests).earliest("pk")


def kind_of_task(case: Case) -> str:
    return str(next(task["kind"] for task in case.tasks if task["key"] == case.task))


def _role_of_task(case: Case) -> Role:
    return Role(next(task["by"] for task in case.tasks if task["key"] == case.task))


def _in_every_county(role: Role) -> Actor:
    """One member of staff for all offices of the counties: a case is made quickly wherever it lies."""
    account = open_staff_account(
        username=f"bench-{role.value}",
        display_name=f"{role.value} 某",
        password=new_token(),
        actor=system_actor(),
        now=NOW,
    )
    for post in Post.objects.filter(role=role, code__endswith=f"-market.{role.value}"):
        assign_post(account=account, post=post, actor=system_actor(), now=NOW)
    return actor_for(account, channel=Channel.WORKBENCH, now=NOW)

"""The world of the cases' tests, reached through the API: an applicant's program and those of one office."""

from dataclasses import dataclass, field
from typing import Any

from leyiban.cases.models import Draft
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile import TaskKind
from leyiban.kernel.actors import Role
from leyiban.kernel.moments import city_date
from tests.api.caller import Answer, Caller, Clock, caller_of
from tests.cases.world import COUNTY, FOOD, MARKET_OFFICE, World
from tests.support.specimen import specimen

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n165\n%%EOF\n"
)


@dataclass
class City:
    """``world`` for what has no endpoint (hiring, binding a real name); everything else goes over HTTP."""

    clock: Clock
    world: World = field(init=False)
    applicant: Caller = field(init=False)
    officers: dict[Role, Caller] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = World(self.clock.now)
        self.applicant = caller_of(self.world.citizen, self.clock.now)

    def officer(self, role: Role) -> Caller:
        if role not in self.officers:
            self.world.officer(role)
            self.officers[role] = caller_of(self.world.staff[role, MARKET_OFFICE], self.clock.now)
        return self.officers[role]

    def later(self, **delta: float) -> None:
        self.clock.later(**delta)
        self.world.now = self.clock.now

    # ── the applicant's way ───────────────────────────────────────────────────────────────────────────

    @property
    def answers(self) -> dict[str, Any]:
        """Every answer that the item asks for."""
        return specimen(self._version().rulefile, today=city_date(self.clock.now))

    def begin(self) -> str:
        """A draft for the enterprise of the world; its key."""
        (enterprise,) = [each for each in self.applicant.get("/me").json["parties"] if each["is_legal"]]
        begun = {"item": FOOD, "region": COUNTY, "applicant": enterprise["key"]}
        return str(self.applicant.post("/drafts", begun).json["key"])

    def filled(self) -> Answer:
        """A draft with everything that it needs, as it is read."""
        key = self.begin()
        self.applicant.patch(f"/drafts/{key}/answers", {"answers": self.answers}, seen="*")
        draft = Draft.objects.get(key=key)  # looking at a file takes a process: one test does that over HTTP
        for slot in self.applicant.get(f"/drafts/{key}").json["materials"]:
            self.world.put_paper(draft, slot["key"])
        self.applicant.put(f"/drafts/{key}/delivery", {"way": "electronic"}, seen="*")
        return self.applicant.get(f"/drafts/{key}")

    def submitted(self) -> Answer:
        """The receipt of a case."""
        draft = self.filled()
        return self.applicant.post(f"/drafts/{draft.json['key']}/submission", seen=draft.tag)

    # ── the office's way ──────────────────────────────────────────────────────────────────────────────

    def move(self, role: Role, number: str, name: str, **body: Any) -> Answer:
        """Make a move on the case as it stands now."""
        officer = self.officer(role)
        seen = officer.get(f"/cases/{number}").tag
        return officer.post(f"/cases/{number}/moves/{name}", body or None, seen=seen)

    def points(self, number: str) -> dict[str, str]:
        """Every review point of the open task, found in order."""
        case = self.officer(Role.REVIEWER).get(f"/cases/{number}").json
        plan = self._version().rulefile.plan
        task = case["task"] or plan.in_order()[-1].key
        return {point.key: "yes" for each in plan.tasks if each.key == task for point in each.points}

    def conclude(self, role: Role, number: str) -> Answer:
        """The open task: an opinion, or the record of a check on site that the checker signs, too."""
        case = self.officer(role).get(f"/cases/{number}").json
        planned = {task.key: task for task in self._version().rulefile.plan.tasks}
        if planned[case["task"]].kind is TaskKind.SITE_CHECK:
            return self.check_site(role, number, case["accepted_at"])
        text = "材料真实,符合条件。"
        return self.move(
            role, number, "give_opinion", conclusion="agree", points=self.points(number), text=text
        )

    def check_site(self, role: Role, number: str, at: str) -> Answer:
        for each in (role, Role.CHECKER):
            self.officer(each)
        there = [self.world.officer(each).pseudonym for each in (role, Role.CHECKER)]
        self.move(
            role,
            number,
            "record_site_check",
            officers=there,
            checked_at=at,
            place="嘉定中路88号1楼",
            findings="现场和布局图一致。",
            conclusion="agree",
            points=self.points(number),
        )
        return self.move(Role.CHECKER, number, "sign_site_check")

    def decide(self, number: str, decision: str = "grant") -> Answer:
        reasons = "符合食品安全法第三十五条。"
        return self.move(
            Role.DECIDER, number, "decide", decision=decision, points=self.points(number), reasons=reasons
        )

    def _version(self) -> ItemVersion:
        return ItemVersion.objects.in_use(city_date(self.clock.now)).get(item__code=FOOD)

"""The people of an office at their desks, and what stands on the pages they open."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from leyiban.cases.models import Case
from leyiban.kernel.actors import Role, system_actor
from leyiban.people.models import Account, Agency, Post
from leyiban.people.operations import assign_post
from tests.cases.world import MARKET_OFFICE, World
from tests.web.journey.traveller import Clock, Page, signed_in


@dataclass
class Desk:
    """Somebody of the office at a browser."""

    account: Account
    browser: Client

    def get(self, path: str, **query: str) -> Page:
        return Page(self.browser.get(path, query))

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> Page:
        return Page(self.browser.post(path, data or {}, headers=headers))

    def open(self, case: Case, **query: str) -> Page:
        return self.get(f"/workbench/cases/{case.number}", **query)

    def move(self, case: Case, name: str, **typed: Any) -> Page:
        """Send a move's form as the page of the case draws it now."""
        return self.send(case, name, self.open(case), **typed)

    def send(self, case: Case, name: str, page: Page, **typed: Any) -> Page:
        """Send a move's form from a page that was drawn before. ``__`` in a name is a dot."""
        data = {key.replace("__", "."): value for key, value in typed.items()}
        hidden = {"once": page.hidden("once"), "version": page.hidden("version")}
        return self.post(f"/workbench/cases/{case.number}/moves/{name}", {**hidden, **data})


@dataclass
class Hall:
    """``world`` makes cases by operations; the office does everything through pages."""

    clock: Clock
    world: World = field(init=False)

    def __post_init__(self) -> None:
        self.world = World(self.clock.now)

    def later(self, **delta: float) -> None:
        self.clock.later(**delta)
        self.world.now = self.clock.now

    def desk(self, role: Role, agency: str = MARKET_OFFICE) -> Desk:
        """Whoever holds this role's post at the office."""
        self.world.officer(role, agency)
        account = self.world.staff[role, agency]
        return Desk(account, signed_in(account))

    def also(self, desk: Desk, role: Role, agency: str = MARKET_OFFICE) -> None:
        """Give somebody a second post."""
        post = Post.objects.get(agency=Agency.objects.get(uscc=agency), role=role)
        assign_post(account=desk.account, post=post, actor=system_actor(), now=self.clock.now)

    def under_review(self) -> Case:
        """A food licence whose review is open."""
        return self.world.accept(self.world.submitted())

    def to_decide(self) -> Case:
        """The same, with every opinion given."""
        case = self.under_review()
        while case.task != case.tasks[-1]["key"]:
            by = next(task["by"] for task in case.tasks if task["key"] == case.task)
            case = self.world.opinion(case, Role(by))
        return case

"""Everybody who may come near a case: the parties, each post of its office, and those who have no business here."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from leyiban.cases.models import Case
from leyiban.kernel.actors import Actor, Channel, Role, system_actor
from leyiban.people import operations as people
from leyiban.people.models import Account, Post
from leyiban.people.queries import actor_for, guest
from tests.cases.world import World
from tests.people.people import acting, proven

OFFICE = tuple(Role)
STRANGERS = ("another county's clerk", "another office's reviewer", "stranger", "guest")


@dataclass
class Cast:
    """``names`` are what a test draws from; :meth:`actor` is who that is for one case."""

    world: World
    stranger: Account = field(init=False)
    known: dict[tuple[str, str], Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stranger = proven(self.world.now, name="李丽", level=3)

    @property
    def names(self) -> list[str]:
        return ["applicant", *OFFICE, *STRANGERS]

    def actor(self, name: str, case: Case) -> Actor:
        """As they are at the world's present moment when they are first asked for."""
        key = (case.agency.uscc, name)
        if key not in self.known:
            self.known[key] = self._cast(name, case)
        return self.known[key]

    def hire_for(self, case: Case) -> None:
        """Have everybody at hand who may come near this case."""
        for name in self.names:
            self.actor(name, case)

    def _cast(self, name: str, case: Case) -> Actor:
        match name:
            case "applicant":
                return acting(self.world.citizen, self.world.now)
            case "stranger":
                return acting(self.stranger, self.world.now)
            case "guest":
                return guest(channel=Channel.PORTAL)
            case "another county's clerk":
                here = [case.region[:6], f"{case.region[:4]}00"]
                return self._hire(Post.objects.filter(role=Role.WINDOW_CLERK).exclude(region__code__in=here))
            case "another office's reviewer":
                return self._hire(Post.objects.filter(role=Role.REVIEWER).exclude(agency=case.agency))
        return self._of_office(Role(name), case)

    def _of_office(self, role: Role, case: Case) -> Actor:
        """Who acts for the office in this case, or would, had the case a use for this role."""
        posts = Post.objects.filter(agency=case.agency, role=role)
        own = posts.filter(pk=case.route.get(role.value))
        return self._hire(own if own.exists() else posts)

    def _hire(self, posts: QuerySet[Post]) -> Actor:
        account = people.open_staff_account(
            username=f"cast-{Account.objects.count()}",
            display_name="某某",
            password="correct horse battery",
            actor=system_actor(),
            now=self.world.now,
        )
        post = posts.order_by("pk").first()
        if post is not None:
            people.assign_post(account=account, post=post, actor=system_actor(), now=self.world.now)
        return actor_for(account, channel=Channel.WORKBENCH, now=self.world.now)

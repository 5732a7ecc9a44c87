"""An office with its world, its worker and its faces, for tests that follow a matter from page to ledger to page."""

from django.test import Client

from leyiban.cases.models import Case
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.ledger.followers import follow_all
from leyiban.people import operations as people
from leyiban.people.models import Account, Post
from tests.api.caller import Caller, Clock, caller_of
from tests.cases.world import World
from tests.support.working import Worker
from tests.web.journey.traveller import signed_in

_ROUNDS = 6


class Office:
    """A city in which a licence is granted; the clock of the edge and the worker go with it."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.world, self.worker = clock, World(clock.now), Worker()

    def granted(self) -> Case:
        case = self.world.decided()
        self.settle()
        return case

    def settle(self) -> None:
        self.world.now = self.clock.now
        self.worker.settle(now=self.clock.now)

    def account(self, role: Role) -> Account:
        self.world.officer(role)
        return next(account for (each, _), account in self.world.staff.items() if each is role)

    def holder_of(self, post: str) -> Account:
        """Somebody who holds the post of this code."""
        account = people.open_staff_account(
            username=f"{post}-{Account.objects.count()}",
            display_name="韩审计",
            password="correct horse battery",
            actor=system_actor(),
            now=self.clock.now,
        )
        people.assign_post(
            account=account, post=Post.objects.get(code=post), actor=system_actor(), now=self.clock.now
        )
        return account

    def caller(self, role: Role) -> Caller:
        return caller_of(self.account(role), self.clock.now)

    def desk(self, role: Role) -> Client:
        return signed_in(self.account(role))

    def settle_without_papers(self) -> None:
        """Everything the worker does but setting and sealing papers."""
        for _ in range(_ROUNDS):
            self.worker.sequencer.round(now=self.clock.now)
            follow_all(now=self.clock.now)
        run_due(now=self.clock.now)

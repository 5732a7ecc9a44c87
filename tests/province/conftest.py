"""A city whose line to the province leads to a sandbox of the test's own, in time that the test moves."""

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leyiban.cases.models import Case, ReviewTask
from leyiban.kernel.actors import Role
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.ledger.followers import follow_all
from leyiban.kernel.ledger.models import Follower
from leyiban.kernel.outbound.targets import Target
from leyiban.people.models import Account
from leyiban.province.models import Handover
from tests.cases.world import World
from tests.kernel.outbound.conftest import turn
from tests.support.street import API_KEY, Street
from tests.support.working import Worker

ITEM, OFFICE, SERVICE = "device-registration", "11511100008501002Y", "11511100008509004Y"


class Province:
    """The city, its worker, and the desk of the province on the street."""

    def __init__(self, street: Street, now: dt.datetime) -> None:
        self.street, self.world, self.worker = street, World(now), Worker()

    @property
    def now(self) -> dt.datetime:
        return self.world.now

    def reviewed(self) -> ReviewTask:
        """A case that the city took in and looked at: its final review is the province's turn."""
        case = self.world.opinion(self.world.accept(self.world.submitted(ITEM)), Role.REVIEWER)
        return case.review_tasks.get()

    def pulse(self, **later: float) -> None:
        """Time passes; then the worker and the line work until nothing is left to do now."""
        self.world.later(**later)
        for _ in range(8):
            self._work()
            if not turn(self.now):
                return

    def _work(self) -> None:
        """The worker, but for papers of law, which nobody waits for here."""
        run_due(now=self.now)
        while self.worker.sequencer.round(now=self.now) + follow_all(now=self.now):
            pass
        held = Follower.objects.filter(failures__gt=0).values_list("name", "error")
        assert not held, list(held)

    def wait(self, minutes: int = 3) -> None:
        """Long enough for the mailbox to be asked again."""
        for _ in range(math.ceil(minutes / 3)):
            self.pulse(minutes=3)

    def says(self, number: str, kind: str, text: str = "") -> None:
        """A person at the province's desk."""
        answer = self.street.http.post(f"/province/desk/{number}", data={"kind": kind, "text": text})
        assert answer.status_code == 303

    def desk(self) -> dict[str, dict[str, Any]]:
        """What the province has, by the task's number."""
        cases = self.street.http.get("/province/desk", params={"format": "json"}).json()["cases"]
        assert len({(case["number"], case["round"]) for case in cases}) == len(cases)
        return {case["number"]: case for case in cases}

    def administrator(self) -> Account:
        """Who looks after the line."""
        self.world.officer(Role.ADMINISTRATOR, SERVICE)
        return self.world.staff[Role.ADMINISTRATOR, SERVICE]

    def handover(self, task: ReviewTask) -> Handover:
        return Handover.objects.get(number=task.number)

    def case(self, task: ReviewTask) -> Case:
        return Case.objects.get(pk=task.case_id)


@pytest.fixture
def province(tmp_path: Path, settings: Any, now: dt.datetime) -> Iterator[Province]:
    street = Street(tmp_path / "sandbox", "--delivery-ms", "0")
    street.start()
    settings.OUTBOUND = {
        "province": Target(f"{street.url}/province", API_KEY),
        "sms": Target(f"{street.url}/sms", API_KEY),
    }
    yield Province(street, now)
    street.close()

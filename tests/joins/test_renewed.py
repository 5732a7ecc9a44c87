"""A renewal that nobody decided: paper, licence, publicity and trail of the very day; and the licence it replaces."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.test import Client

from leyiban.cases.models import Case
from leyiban.cases.queries.trails import case_trail
from leyiban.credentials.models import Licence
from leyiban.credentials.queries import public_licence
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.documents.models import Document
from leyiban.kernel.ledger import keyring, verify
from leyiban.kernel.ledger.trails import write_trail
from leyiban.kernel.moments import city_date, end_of_day
from leyiban.publicity.models import PublishedRow
from tests.cases.test_renewal import days_from
from tests.cases.world import FOOD_AGAIN
from tests.support.working import Worker
from tests.web.journey.conftest import clock
from tests.web.journey.traveller import Clock
from tests.web.workbench.hall import Hall

__all__ = ["clock"]
pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.mark.proves("F6.6", "F5.1", "F3.3")
def test_silence_renews_on_the_day_and_everything_says_so(
    clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall, worker = Hall(clock), Worker()
    world = hall.world
    old = world.licence(until=days_from(world, 24))
    case = world.submitted(FOOD_AGAIN)
    worker.settle(now=world.now)
    old.refresh_from_db()
    assert old.renewal_case == case.number
    last_day = days_from(world, 24)
    hall.later(days=25)
    assert old.status_on(city_date(world.now)) is LicenceStatus.RENEWING, "the loop has not come by yet"
    seen = world_page(old)
    assert "延续审查中" in seen
    worker.settle(now=world.now)

    case.refresh_from_db()
    assert case.decided_at == end_of_day(last_day)
    paper = Document.objects.get(matter_key=case.number, template="deemed_renewal")
    assert paper.paper is not None
    new = Licence.objects.get(case_number=case.number)
    assert (new.replaces, new.number, new.valid_from) == (old, old.number, last_day)
    found = public_licence(old.identifier, now=world.now)
    assert (found.status, found.replaced_by) == (LicenceStatus.REPLACED, new.identifier)
    assert public_licence(new.identifier, now=world.now).replaces == old.identifier
    page = world_page(old)
    assert new.identifier in page
    assert "已换发新证" in page
    rows = PublishedRow.objects.filter(until=None)
    assert rows.get(publication__number=case.number).standing == "1"
    check_trail(case, world.now, tmp_path, capsys)


def world_page(licence: Licence) -> str:
    """What whoever scans its code reads."""
    return Client().get(f"/licences/{licence.identifier}").content.decode()


def check_trail(case: Case, now: dt.datetime, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported = case_trail(case, now=now)
    write_trail(folder / "trail", exported.content, exported.files)
    (folder / "ledger-key.pem").write_bytes(keyring.public_pem())
    arguments = [str(folder / "trail"), "--key", str(folder / "ledger-key.pem"), "--json"]
    capsys.readouterr()
    assert verify.main(arguments) == 0, capsys.readouterr().out
    said = json.loads(capsys.readouterr().out)
    assert said["renewal"].startswith("granted by silence at 2026-")
    entries = [json.loads(each["body"]) for each in exported.content["entries"]]
    for name, false in (("asked_by", "2026-01-01"), ("decided_on", "2026-04-30"), ("asked_on", "2026-03-01")):
        twisted = json.loads(json.dumps(entries))
        next(each for each in twisted if each["kind"] == "case.deemed_renewed/1")["facts"][name] = false
        with pytest.raises(verify.Refused):
            list(verify.check_deemed_renewals(twisted))

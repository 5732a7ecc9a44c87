"""From a grant to a licence whose seal an independent program accepts, and a trail anyone can check."""

import datetime as dt
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case, CasePaper
from leyiban.cases.queries.archives import write_archive
from leyiban.cases.queries.completeness import completeness
from leyiban.cases.queries.trails import case_trail
from leyiban.cases.states import CaseState
from leyiban.cases.upkeep import what_was_acknowledged_arrived
from leyiban.credentials.models import Licence
from leyiban.credentials.queries import public_licence
from leyiban.kernel.flows.due import run_due
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.ledger import keyring, verify
from leyiban.kernel.ledger.trails import write_trail
from leyiban.kernel.papers.queries import open_paper
from leyiban.seals.queries import verify_sealed_file
from tests.cases.world import World, WorldKeys
from tests.support.environment import NOW
from tests.support.groundwork import Groundwork, LayGround
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


def granted() -> tuple[WorldKeys, int]:
    """A food licence, granted and delivered electronically, with everything the worker makes of it."""
    world, worker = World(NOW), Worker()
    case = world.decided()
    worker.settle(now=NOW)
    return world.keys(), case.pk


@pytest.fixture(scope="module")
def groundwork(lay_ground: LayGround) -> Iterator[Groundwork]:
    with lay_ground(granted) as ground:
        yield ground


@pytest.fixture
def world(groundwork: Groundwork) -> World:
    keys: WorldKeys = groundwork.told[0]
    return keys.found()


@pytest.fixture
def delivered(groundwork: Groundwork) -> Case:
    return Case.objects.get(pk=groundwork.told[1])


def file_of(case: Case, template: str) -> bytes:
    link = CasePaper.objects.get(case=case, slot=template)
    with open_paper(link.paper.digest) as handle:
        return handle.read()


@pytest.mark.proves("M3.5", "F3.2", "F3.3")
def test_a_grant_ends_in_a_sealed_licence(delivered: Case, now: dt.datetime) -> None:
    """M3.5: Strengthen the use and management of electronic seals."""
    assert delivered.state == CaseState.DELIVERED
    issued = list(CasePaper.objects.filter(case=delivered, document__isnull=False).order_by("pk"))
    assert [paper.slot for paper in issued][:2] == ["receipt", "acceptance_notice"]
    assert {"grant_decision", "licence", "delivery_slip"} <= {paper.slot for paper in issued}
    for paper in issued:
        assert verify_sealed_file(file_of(delivered, paper.slot)).good, paper.slot
    licence = Licence.objects.get(case_number=delivered.number)
    seen = public_licence(licence.identifier, now=now)
    assert (seen.status, seen.national_code) == ("valid", "01")


@pytest.mark.proves("F5.1", "F3.3")
def test_the_trail_is_accepted_and_prints_the_same_due_moment(
    delivered: Case, now: dt.datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported = case_trail(delivered, now=now)
    write_trail(tmp_path / "trail", exported.content, exported.files)
    (tmp_path / "ledger-key.pem").write_bytes(keyring.public_pem())
    (tmp_path / "licence.pdf").write_bytes(file_of(delivered, "licence"))
    (tmp_path / "receipt.pdf").write_bytes(file_of(delivered, "receipt"))
    arguments = [str(tmp_path / "trail"), "--key", str(tmp_path / "ledger-key.pem"), "--json"]
    files = ["--licence", str(tmp_path / "licence.pdf"), "--receipt", str(tmp_path / "receipt.pdf")]
    assert verify.main([*arguments, *files]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["verdict"] == "accepted"
    assert "included" in said["receipt"]
    due = matter_clocks(CASE_FLOW, delivered)["promised"].due_at
    assert due is not None
    assert said["clock promised"] == due.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    licence = tmp_path / "licence.pdf"
    content = bytearray(licence.read_bytes())
    content[len(content) // 2] ^= 1
    licence.write_bytes(bytes(content))
    assert verify.main([*arguments, *files]) == 1


def test_a_receipt_alone_is_a_promise(
    world: World, now: dt.datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = Worker()
    case = world.submitted()
    worker.settle(now=now)
    (tmp_path / "receipt.pdf").write_bytes(file_of(case, "receipt"))
    (tmp_path / "ledger-key.pem").write_bytes(keyring.public_pem())
    code = verify.main(
        ["--receipt", str(tmp_path / "receipt.pdf"), "--key", str(tmp_path / "ledger-key.pem")]
    )
    assert code == 0
    assert f"promised (within {settings.LEDGER_MAXIMUM_DELAY_SECONDS} s" in capsys.readouterr().out


@pytest.mark.proves("FX.5")
def test_the_archive_package_can_be_checked_without_us(
    delivered: Case, now: dt.datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """FX.5: Retention and archive date never blocks closing; archive package verifiable in 30 years."""
    run_due(now=now + dt.timedelta(days=60))
    Worker().settle(now=now + dt.timedelta(days=60))
    delivered.refresh_from_db()
    assert delivered.state == CaseState.ARCHIVED
    with (tmp_path / "file.zip").open("wb") as sink:
        count = write_archive(delivered, sink, now=now + dt.timedelta(days=60))
    with zipfile.ZipFile(tmp_path / "file.zip") as archive:
        archive.extractall(tmp_path / "file")
    folder = tmp_path / "file"
    arguments = [str(folder / "trail"), "--papers", str(folder / "papers"), "--json"]
    arguments += ["--key", str(folder / "ledger-key.pem")]
    assert verify.main(arguments) == 0
    assert f"{count} files" in json.loads(capsys.readouterr().out)["papers"]
    (folder / "papers" / "999-slipped-in.pdf").write_bytes(b"%PDF-1.7 slipped in")
    assert verify.main(arguments) == 1


@pytest.mark.proves("F1.15")
def test_every_move_has_its_paper_and_its_message_or_somebody_is_told(
    delivered: Case, world: World, now: dt.datetime
) -> None:
    """F1.15: Every submission and file shows pending / received / failed; nightly proof, any gap pages."""
    later = now + dt.timedelta(hours=1)
    whole = completeness(since=now - dt.timedelta(days=1), until=later)
    assert (whole.is_whole, whole.moves > 3) == (True, True)
    assert what_was_acknowledged_arrived(now=later).level == "ok"
    left_alone = world.submitted("public-place-hygiene")  # no worker takes it up
    finding = what_was_acknowledged_arrived(now=later)
    assert finding.level == "fail"
    assert left_alone.number in finding.message

"""Trails and papers made up to be accepted by ``verify.py``: each test is an attack that once worked."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leyiban.cases.models import Case, CasePaper
from leyiban.cases.queries.trails import case_trail
from leyiban.kernel.ledger import keyring, verify
from leyiban.kernel.ledger.trails import write_trail
from leyiban.kernel.papers.queries import open_paper
from tests.cases.world import World
from tests.support.environment import NOW
from tests.support.groundwork import Groundwork, LayGround
from tests.support.working import Worker

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


def granted() -> int:
    """A case with its licence made."""
    world, worker = World(NOW), Worker()
    decided = world.decided()
    worker.settle(now=NOW)
    return int(decided.pk)


@pytest.fixture(scope="module")
def groundwork(lay_ground: LayGround) -> Iterator[Groundwork]:
    with lay_ground(granted) as ground:
        yield ground


@pytest.fixture
def case(groundwork: Groundwork) -> Case:
    return Case.objects.get(pk=groundwork.told)


@pytest.fixture
def folder(case: Case, now: Any, tmp_path: Path) -> Path:
    exported = case_trail(case, now=now)
    write_trail(tmp_path / "trail", exported.content, exported.files)
    (tmp_path / "ledger-key.pem").write_bytes(keyring.public_pem())
    return tmp_path


def verdict(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, str]:
    verify.main([str(folder / "trail"), "--key", str(folder / "ledger-key.pem"), "--json", *more])
    said: dict[str, str] = json.loads(capsys.readouterr().out)
    return said


def copy_of(case: Case, folder: Path, *, issued: bool) -> Path:
    paper = case.papers.filter(document__isnull=not issued).order_by("pk").select_related("paper")
    link: CasePaper | None = paper.filter(slot="licence").first() if issued else paper.first()
    assert link is not None
    with open_paper(link.paper.digest) as source:
        (folder / "shown.pdf").write_bytes(source.read())
    return folder / "shown.pdf"


@pytest.mark.proves("F3.3")
def test_what_an_applicant_handed_in_is_no_licence(
    case: Case, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Hand in a licence that you drew yourself, then show it with the trail that knows it."""
    licence = copy_of(case, folder, issued=True)
    assert verdict(folder, capsys, "--licence", str(licence))["verdict"] == "accepted"
    drawn = copy_of(case, folder, issued=False)
    assert "REFUSED: shown.pdf" in verdict(folder, capsys, "--licence", str(drawn))["verdict"]
    (folder / "papers").mkdir()
    drawn.rename(folder / "papers" / "drawn.pdf")
    assert verdict(folder, capsys, "--papers", str(folder / "papers"))["verdict"] == "accepted"


@pytest.mark.proves("F5.1")
def test_the_verdict_names_the_case(case: Case, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Or the whole and good trail of another case would do."""
    assert verdict(folder, capsys)["trail"].startswith(f"case {case.number}: ")


@pytest.mark.proves("F5.1")
def test_no_layer_of_the_calendar_is_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the holidays a limit falls due on another day, or on none."""
    file = folder / "trail" / "calendar.json"
    calendar = json.loads(file.read_text())
    assert len(calendar["layers"]) == 2
    for layers in (calendar["layers"][:1], calendar["layers"][1:], calendar["layers"][::-1], []):
        file.write_text(json.dumps({**calendar, "layers": layers}))
        assert verdict(folder, capsys)["verdict"].startswith("REFUSED: calendar: a layer is left out")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "1",
        "[" * 100_000,
        '{"format": "leyiban-trail/1", "head": {"body": 1, "signature": "", "key": ""}}',
    ],
    ids=["list", "number", "deep", "wrong types"],
)
def test_whatever_lies_in_the_folder_gets_a_verdict(
    folder: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trail" / "trail.json").write_text(text)
    assert verdict(folder, capsys)["verdict"].startswith("REFUSED")

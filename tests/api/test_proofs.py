"""What anybody may hold against us: receipts, trails, heads, licences. All checked by the offline verifier."""

import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest

from leyiban.cases.models import Case
from leyiban.credentials.models import Licence
from leyiban.credentials.operations import Grant, prepare_licence, record_sealed
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.ledger import verify
from leyiban.kernel.ledger.queries import trail
from tests.api.caller import Answer, Caller, Clock
from tests.api.city import City
from tests.support.working import Worker


def _sequence(now: dt.datetime) -> None:
    sequencer = Worker().sequencer
    while sequencer.round(now=now):
        pass
    sequencer.publish_head(now=now)


def _write(folder: Path, key: Answer, trail: Answer) -> None:
    """What a program does with the answers: files beside each other, byte by byte."""
    folder.mkdir(exist_ok=True)
    (folder / "ledger-key.pem").write_bytes(key.content)
    (folder / "trail.json").write_text(json.dumps(trail.json["content"]))
    for name, text in trail.json["files"].items():
        (folder / name).write_text(text, newline="")


@pytest.mark.committed
@pytest.mark.proves("F3.3")
def test_a_trail_and_its_receipt_stand_before_the_verifier(
    city: City, clock: Clock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filed = city.submitted().json
    path = f"/cases/{filed['number']}/trail"
    early = city.applicant.get(path)
    assert (early.status, early.code) == (503, "head_not_ready")
    _sequence(clock.now)
    _write(tmp_path / "trail", city.applicant.get("/ledger/key"), city.applicant.get(path))
    key = ["--key", str(tmp_path / "trail" / "ledger-key.pem")]
    assert verify.main([*key, str(tmp_path / "trail")]) == 0
    receipt = tmp_path / "receipt.json"
    receipt.write_text(json.dumps(filed["receipt"]))
    assert verify.main([*key, "--receipt", str(receipt)]) == 0
    receipt.write_text(json.dumps(filed["receipt"]).replace(filed["number"], "LS511102202603099999990"))
    assert verify.main([*key, "--receipt", str(receipt)]) != 0
    head = Caller().get("/ledger/head").json
    assert head["size"] > 0
    assert json.loads(head["body"])["root"] == head["root"]


@pytest.mark.committed
@pytest.mark.proves("M3.5")
def test_a_granted_case_ends_in_papers_that_are_downloaded(city: City, clock: Clock) -> None:
    number = city.submitted().json["number"]
    city.move(Role.WINDOW_CLERK, number, "accept")
    city.conclude(Role.REVIEWER, number)
    city.conclude(Role.REVIEWER, number)
    city.decide(number)
    Worker().settle(now=clock.now)
    case = city.applicant.get(f"/cases/{number}").json
    assert case["state"] == "delivered"
    papers = {paper["slot"]: paper for paper in case["issued"]}
    assert {"receipt", "acceptance_notice", "grant_decision", "licence"} <= set(papers)
    file = city.applicant.get(f"/cases/{number}/papers/{papers['licence']['id']}")
    digest = f"sha256:{hashlib.sha256(file.content).hexdigest()}"
    assert file.content.startswith(b"%PDF")
    assert digest == papers["licence"]["digest"]
    (mine,) = city.applicant.get("/licences").json["items"]
    shown = Caller().get(f"/licences/{mine['identifier']}").json
    assert (shown["status"], shown["digest"]) == ("valid", digest)


def test_a_ledger_without_a_head_says_so(guest: Caller) -> None:
    answer = guest.get("/ledger/head")
    assert answer.status in (200, 503)


def test_the_key_is_a_file(guest: Caller) -> None:
    answer = guest.get("/ledger/key")
    assert answer.content.startswith(b"-----BEGIN PUBLIC KEY-----")


@pytest.fixture
def licence(city: City, clock: Clock) -> Licence:
    """A sealed licence of the world's enterprise."""
    case = Case.objects.select_related("agency", "applicant").get(number=city.submitted().json["number"])
    (entry,) = trail("case", case.number)
    grant = Grant(
        case_number=case.number,
        decision_entry=entry.entry_id,
        holder=case.applicant,
        issuer=case.agency,
        type_code="11100000MB0341032Y034",
        name="食品经营许可证",
        number_prefix="JY2511102",
        surface=[("经营者名称", case.applicant.name)],
        valid_from=dt.date(2026, 3, 9),
        valid_until=dt.date(2031, 3, 8),
    )
    prepared = prepare_licence(grant=grant, now=clock.now)
    assert prepared.document is not None
    digest = f"sha256:{'a' * 64}"
    sealed = record_sealed(document=prepared.document, digest=digest, actor=system_actor(), now=clock.now)
    assert sealed is not None
    return sealed


@pytest.mark.proves("F3.3")
def test_anybody_sees_whether_a_licence_is_valid_now(licence: Licence, guest: Caller, city: City) -> None:
    shown = guest.get(f"/licences/{licence.identifier}").json
    assert (shown["status"], shown["national_code"]) == ("valid", "01")
    assert shown["digest"] == licence.digest
    assert "张伟" not in json.dumps(shown, ensure_ascii=False)
    assert guest.get("/licences/1.2.3").code == "licence_not_found"
    city.later(days=365 * 6)
    assert guest.get(f"/licences/{licence.identifier}").json["status"] == "expired"


def test_its_office_suspends_it_and_everybody_sees(licence: Licence, guest: Caller, city: City) -> None:
    path = f"/licences/{licence.identifier}"
    change = {"change": "suspend", "reasons": "检查发现卫生条件不合格。"}
    assert city.officer(Role.REVIEWER).post(f"{path}/changes", change).code == "not_allowed"
    decider = city.officer(Role.DECIDER)
    assert decider.post(f"{path}/changes", change).json["status"] == "suspended"
    assert decider.post(f"{path}/changes", change).code == "licence_change_not_possible"
    assert guest.get(path).json["national_code"] == "02"


def test_its_holder_finds_it_in_his_list(licence: Licence, city: City, citizen: Caller) -> None:
    (line,) = city.applicant.get("/licences").json["items"]
    assert (line["identifier"], line["status"]) == (licence.identifier, "valid")
    assert citizen.get("/licences").json["items"] == []

"""An auditor's sample: bound before it is drawn, chosen by nobody, drawn again by anybody with one file."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from leyiban.audits.upkeep import overdue
from leyiban.cases.models import Case
from leyiban.kernel import moments
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.lots import redraw
from leyiban.kernel.lots.drawing import Entrant, draw
from leyiban.kernel.lots.records import DrawRecord, check_record
from leyiban.people.models import Account
from tests.api.caller import Caller, Clock, caller_of
from tests.cases.world import MARKET_OFFICE
from tests.support.office import Office
from tests.web.journey.traveller import signed_in

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]

CITY_AUDITOR = "leshan.leshan-auditor"


@pytest.fixture
def office(db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    return Office(clock)


def auditor(office: Office) -> Account:
    return office.holder_of(CITY_AUDITOR)


def decided(office: Office, count: int) -> list[Case]:
    cases = [office.world.decided() for _ in range(count)]
    office.settle_without_papers()
    office.worker.sequencer.publish_head(now=office.clock.now)
    return cases


def plan(office: Office, caller: Caller, size: int = 2, **more: object) -> Any:
    day = "2026-03-09"
    return caller.post("/samples", {"region": "511100", "since": day, "until": day, "size": size, **more})


def bind(office: Office) -> None:
    office.worker.sequencer.round(now=office.clock.now)
    office.worker.sequencer.publish_head(now=office.clock.now)


def test_size_list_and_seed_are_public_before_anything_is_drawn(office: Office) -> None:
    cases = decided(office, 4)
    caller = caller_of(auditor(office), office.clock.now)
    planned = plan(office, caller)
    assert planned.status == 201, planned.content
    number = planned.json["number"]

    told = Caller().get(f"/samples/{number}").json
    assert (told["cases"], told["size"], told["state"], told["drawn"]) == (4, 2, "committed", [])
    (entry,) = trail("audit_sample", number)
    assert (entry.facts.since, entry.facts.cases, entry.facts.size) == ("2026-03-09", 4, 2)
    assert [each.kind for each in trail("draw", number)] == [
        "draw.opened/1",
        "draw.committed/1",
        "draw.contribution_sealed/1",
    ]
    too_early = caller.post(f"/samples/{number}/draw", {"words": "六三一五二四六六"})
    assert too_early.code == "sample_not_bound_yet"
    bind(office)

    drawn = caller.post(f"/samples/{number}/draw", {"words": "六三一五二四六六"})

    assert drawn.status == 200 and drawn.json["state"] == "revealed"
    assert len(drawn.json["drawn"]) == 2
    assert set(drawn.json["drawn"]) <= {case.number for case in cases}
    assert caller.post(f"/samples/{number}/draw", {"words": "再来一次再来一次"}).code == "sample_over"


def test_anybody_draws_again_with_one_file_and_sees_a_forgery(
    office: Office, client: Client, tmp_path: Path
) -> None:
    decided(office, 5)
    caller = caller_of(auditor(office), office.clock.now)
    number = plan(office, caller, size=3).json["number"]
    bind(office)
    caller.post(f"/samples/{number}/draw", {"words": "六三一五二四六六"})

    record = json.loads(client.get(f"/open/samples/{number}/record.json").content)
    program = tmp_path / "redraw.py"
    program.write_bytes(client.get("/open/redraw.py").content)
    check_record(DrawRecord.from_json(record))
    assert record == Caller().get(f"/samples/{number}/record").json
    assert len(record["entrants"]) == 5
    true = again(program, tmp_path, record)
    assert (true.returncode, true.stdout.splitlines()[0]) == (0, f"TRUE: draw {number}, 3 of 5 drawn")
    (committed,) = [each for each in trail("draw", number) if each.kind == "draw.committed/1"]
    assert committed.facts.commitment == record["commitment"]

    unwanted = record["winners"][0]
    left_out = [each for each in record["entrants"] if each[0] != unwanted]
    others = [token for token, _ in left_out][:3]
    for forged in (
        {**record, "winners": others},
        {**record, "entrants": left_out},
        {**record, "seed": "0" * 64},
        {**record, "contributions": {**record["contributions"], "platform": "0" * 64}},
    ):
        assert again(program, tmp_path, forged).returncode == 1


def again(program: Path, where: Path, record: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    file = where / "record.json"
    file.write_text(json.dumps(record))
    return subprocess.run(
        [sys.executable, "-I", str(program), str(file)], capture_output=True, text=True, check=False
    )


def test_the_file_draws_as_the_platform_does_for_weights_too(now: dt.datetime) -> None:
    entrants = [(f"t{number:03}", 1 + number % 4) for number in range(60)]
    for seed in (b"a" * 32, b"b" * 32, b"c" * 32):
        ours = draw([Entrant(*each) for each in entrants], seed=seed, seats=25)
        assert redraw.draw(entrants, seed, 25) == ours


@pytest.mark.proves("FX.3")
def test_an_auditor_reads_every_case_of_his_area_and_changes_none(office: Office) -> None:
    """He opens what was drawn; no move, no counter, no licence is his."""
    (case,) = decided(office, 1)
    account = auditor(office)
    desk, caller = signed_in(account), caller_of(account, office.clock.now)
    version = Case.objects.get(pk=case.pk).version

    assert desk.get(f"/workbench/samples?number={case.number}").headers["Location"].endswith(case.number)
    shown = desk.get(f"/workbench/cases/{case.number}")
    assert shown.status_code == 200 and "嘉州小馆" in shown.content.decode()
    assert caller.get(f"/cases/{case.number}").status == 200
    assert desk.get("/workbench").status_code == desk.get("/counter").status_code == 403
    for move in ("decide", "deliver", "terminate", "accept"):
        assert desk.post(f"/workbench/cases/{case.number}/moves/{move}", {"version": "1"}).status_code in (
            403,
            404,
        )
    assert Case.objects.get(pk=case.pk).version == version
    assert office.desk(Role.DECIDER).get("/workbench/samples").status_code == 403
    decider = office.caller(Role.DECIDER)
    assert plan(office, decider).code == "not_allowed"


def test_a_plan_is_made_and_drawn_at_the_desk_and_stands_on_the_public_page(office: Office) -> None:
    cases = decided(office, 2)
    desk = signed_in(auditor(office))
    form = {"since": "2026-03-01", "until": "2026-03-09", "size": "1", "agency": MARKET_OFFICE}
    wrong = desk.post("/workbench/samples", {**form, "since": "2026-03-10", "once": "a" * 32})
    made = desk.post("/workbench/samples", {**form, "once": "b" * 32})
    assert wrong.status_code == 422 and "起止日期不对" in wrong.content.decode()
    assert made.status_code == 303
    address = made.headers["Location"]
    bind(office)
    short = desk.post(address, {"words": "123", "once": "c" * 32})
    desk.post(address, {"words": "12345678", "once": "d" * 32})

    assert short.status_code == 422
    number = address.rpartition("/")[2]
    (drawn,) = Caller().get(f"/samples/{number}").json["drawn"]
    assert drawn in {case.number for case in cases}
    assert f"/workbench/cases/{drawn}" in desk.get(address).content.decode()
    public = Client().get(f"/open/samples/{number}").content.decode()
    assert drawn in public and "名单2件" in public
    assert number in Client().get("/open/samples").content.decode()
    desk.cookies["language"] = "en"
    assert "Lock the list" in desk.get("/workbench/samples").content.decode()
    assert "1 of 2 cases" in desk.get(address).content.decode()
    assert "No looks." in desk.get("/workbench/looks").content.decode()


def test_whoever_plans_and_does_not_draw_is_seen(office: Office) -> None:
    decided(office, 1)
    caller = caller_of(auditor(office), office.clock.now)
    number = plan(office, caller, size=1).json["number"]
    bind(office)
    assert overdue(now=office.clock.now) == "0 samples given up"

    office.clock.later(days=8)
    assert overdue(now=office.clock.now) == "1 samples given up"

    assert Caller().get(f"/samples/{number}").json["state"] == "abandoned"
    assert "过期没抽" in Client().get("/open/samples").content.decode()
    assert Entry.objects.filter(kind="draw.abandoned", subject_key=number).count() == 1
    assert Caller().get(f"/samples/{number}/record").code == "draw_not_committed"


def test_nothing_is_sampled_outside_the_area_or_from_nothing(office: Office) -> None:
    caller = caller_of(auditor(office), office.clock.now)
    assert plan(office, caller).code == "nothing_to_sample"
    elsewhere = caller.post(
        "/samples", {"region": "510100", "since": "2026-03-09", "until": "2026-03-09", "size": 1}
    )
    assert elsewhere.code == "no_auditor"


def test_two_samples_of_one_day_have_numbers_of_their_own(office: Office) -> None:
    decided(office, 1)
    caller = caller_of(auditor(office), office.clock.now)
    first, second = plan(office, caller, size=1).json["number"], plan(office, caller, size=1).json["number"]
    assert (first, second) == ("CC51110020260309001", "CC51110020260309002")
    assert plan(office, caller, agency="9" * 18).code == "nothing_to_sample"
    assert [each["number"] for each in Caller().get("/samples").json["items"]] == [second, first]

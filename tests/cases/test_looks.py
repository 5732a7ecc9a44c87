"""谁看过我的信息: office and post for the person, the name for the auditor, and nothing for anybody else."""

import datetime as dt
from typing import Any

import pytest

from leyiban.joins.closed_day_binds_access_log import close_yesterday
from leyiban.kernel import moments
from leyiban.kernel.actors import Role
from leyiban.kernel.privacy.models import Look
from tests.api.caller import Clock, caller_of
from tests.people.people import proven
from tests.support.office import Office
from tests.web.journey.traveller import signed_in

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]

REVIEWER_POST = "乐山市市中区市场监督管理局审查岗"


@pytest.fixture
def office(db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    return Office(clock)


@pytest.mark.proves("FX.3")
def test_a_citizen_reads_who_looked_when_at_what_and_why_but_no_name(office: Office) -> None:
    case = office.world.accept(office.world.submitted())
    assert office.desk(Role.REVIEWER).get(f"/workbench/cases/{case.number}?numbers=1").status_code == 200
    office.clock.later(hours=2)
    auditor = signed_in(office.holder_of("leshan.leshan-auditor"))
    assert auditor.get(f"/workbench/cases/{case.number}").status_code == 200

    page = signed_in(office.world.citizen).get("/me/looks").content.decode()
    told = caller_of(office.world.citizen, office.clock.now).get("/me/looks").json["items"]

    assert REVIEWER_POST in page and "王科员" not in page and "韩审计" not in page
    assert "这件事正由他办" in page and "审计检查" in page and case.number in page
    assert {(line["duty"], line["what"]) for line in told} >= {("handling", "file"), ("audit", "file")}
    newest = told[0]
    assert (newest["case"], newest["at"], newest["duty"]) == (case.number, "2026-03-09T03:30:00Z", "audit")
    assert all(set(line) == {"at", "by", "what", "paper", "duty", "case"} for line in told)


@pytest.mark.proves("FX.3")
def test_nobody_reads_looks_at_somebody_else(office: Office) -> None:
    case = office.world.submitted()
    office.desk(Role.REVIEWER).get(f"/workbench/cases/{case.number}")
    stranger = proven(office.clock.now, name="李国强")

    assert caller_of(stranger, office.clock.now).get("/me/looks").json["items"] == []
    assert case.number not in signed_in(stranger).get("/me/looks").content.decode()
    assert office.caller(Role.DECIDER).get("/me/looks").json["items"] == []
    assert office.caller(Role.DECIDER).get("/looks").code == "not_allowed"
    assert office.desk(Role.SUPERVISOR).get("/workbench/looks").status_code == 403


def test_the_list_turns_its_pages_and_skips_nothing(office: Office) -> None:
    case = office.world.submitted()
    desk = office.desk(Role.REVIEWER)
    for _ in range(5):
        desk.get(f"/workbench/cases/{case.number}")
    caller = caller_of(office.world.citizen, office.clock.now)
    seen, address = 0, "/me/looks?limit=2"
    while address:
        answer = caller.get(address).json
        seen += len(answer["items"])
        address = answer["next"]
    assert seen == Look.objects.filter(subject_key=case.number).count() == 5


def test_the_auditor_reads_names_and_sees_a_log_that_was_touched(office: Office) -> None:
    case = office.world.submitted()
    other = office.world.submitted("public-place-hygiene")
    desk = office.desk(Role.REVIEWER)
    desk.get(f"/workbench/cases/{case.number}")
    account = office.holder_of("leshan.leshan-auditor")
    auditor, caller = signed_in(account), caller_of(account, office.clock.now)

    page = auditor.get(f"/workbench/looks?case={case.number}&day=2026-03-09").content.decode()
    (line,) = caller.get(f"/looks?case={case.number}").json["items"]
    assert "王科员" in page and REVIEWER_POST in page and "还没锁进账本" in page
    assert (line["who"], line["by"], line["what"]) == ("王科员", REVIEWER_POST, "file")
    assert caller.get(f"/looks?case={other.number}").json["items"] == []

    office.clock.later(days=1)
    close_yesterday(now=office.clock.now)
    assert "和账本一致" in auditor.get("/workbench/looks?day=2026-03-09").content.decode()
    Look.objects.filter(subject_key=case.number).delete()
    assert "有人动过" in auditor.get("/workbench/looks?day=2026-03-09").content.decode()

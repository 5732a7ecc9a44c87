"""双公示 (R18): published in time or red, with the portals' columns, masked, and put right with its history."""

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from leyiban.cases.states import Decision
from leyiban.credentials.models import Licence
from leyiban.credentials.operations import change_licence
from leyiban.credentials.revoking import announce_revocation, record_heard
from leyiban.credentials.states import Change
from leyiban.joins.granted_case_is_published import every_grant_is_to_be_published
from leyiban.kernel import moments
from leyiban.kernel.actors import Role, system_actor
from leyiban.kernel.docket.models import OpenMatter
from leyiban.kernel.documents.models import Document
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.privacy.erasure import erase
from leyiban.kernel.upkeep import Level
from leyiban.publicity.columns import COLUMNS
from leyiban.publicity.models import Publication, PublishedRow
from tests.api.caller import Caller, Clock, caller_of
from tests.people.people import party_of, proven
from tests.support.office import Office
from tests.web.journey.traveller import signed_in

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]


@pytest.fixture
def office(db: None, now: dt.datetime, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Office:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    clock = Clock(now)
    monkeypatch.setattr(moments, "now", lambda: clock.now)
    return Office(clock)


@pytest.mark.proves("FX.6")
def test_a_grant_is_published_with_the_columns_of_the_credit_portals(office: Office) -> None:
    case = office.granted()
    licence = Licence.objects.get(case_number=case.number)
    decision = Document.objects.get(matter_key=case.number, template="grant_decision")

    answer = Caller().get(f"/grants/{case.number}").json
    row = answer["in_force"]["row"]

    assert (row["party_name"], row["party_code"]) == ("嘉州小馆", office.world.applicant.uscc)
    assert (row["document_name"], row["document_number"]) == ("准予行政许可决定书", decision.number)
    assert (row["certificate_name"], row["certificate_number"]) == (licence.name, licence.number)
    assert (row["decided_on"], row["licence_class"], row["standing"]) == ("2026-03-09", "普通", "1")
    assert row["agency_code"] == row["source_code"] == case.agency.uscc
    assert row["party_head"] == "张伟"
    assert (answer["late"], answer["disputed"], answer["earlier"]) == (False, False, [])
    (published,) = [
        each for each in trail("publication", case.number) if each.kind == "publication.published/1"
    ]
    assert published.facts.row == answer["in_force"]["digest"]
    assert every_grant_is_to_be_published(now=office.clock.now + dt.timedelta(days=1)).level is Level.OK


@pytest.mark.proves("FX.6")
def test_page_table_and_api_say_the_same_per_day_and_agency(office: Office, client: Client) -> None:
    case = office.granted()

    table = b"".join(client.get("/open/grants.csv").streaming_content).decode("utf-8")  # type: ignore[attr-defined]
    names, codes, row = csv.reader(io.StringIO(table.removeprefix("\ufeff")))
    page = client.get("/open/grants").content.decode()
    (day,) = Caller().get("/grants/days").json["days"]

    assert table.startswith("\ufeff") and len(names) == len(codes) == len(COLUMNS)
    assert dict(zip(codes, row, strict=True))["XK_JDRQ"] == "2026/03/09"
    assert dict(zip(codes, row, strict=True))["XK_XDR_SHXYM"] == office.world.applicant.uscc
    assert "嘉州小馆" in page and case.number in page and case.agency.name in page
    assert (day["decided_on"], day["granted"], day["published"], day["late"]) == ("2026-03-09", 1, 1, 0)
    assert client.get("/open/grants?since=2026-03-10").content.decode().count(case.number) == 0
    assert Caller().get("/grants/table?since=2026-03-01").content.decode("utf-8") == table


def test_a_person_is_masked_and_his_number_is_nowhere(office: Office, client: Client) -> None:
    office.world.applicant = party_of(office.world.citizen)
    case = office.granted()
    number = office.world.applicant.id_number
    assert number is not None

    row = PublishedRow.objects.get(publication__number=case.number)
    shown = client.get(f"/open/grants/{case.number}").content.decode()
    shown += b"".join(client.get("/open/grants.csv").streaming_content).decode()  # type: ignore[attr-defined]

    assert (row.party_name, row.party_kind, row.party_code, row.party_head) == ("张*", "自然人", "", "")
    assert "张*" in shown and "张伟" not in shown and number.reveal() not in shown


@pytest.mark.proves("F5.1")
def test_a_grant_that_is_not_published_in_seven_working_days_turns_red(office: Office) -> None:
    """Its licence is not sealed: amber a day before the end, red on the eighth working day, and late for ever."""
    case = office.world.decided()
    supervisor = office.desk(Role.SUPERVISOR)
    office.settle_without_papers()
    assert Publication.objects.get(number=case.number).state == "waiting"
    assert OpenMatter.objects.get(kind="publication").red_at is not None
    assert case.number not in supervisor.get("/workbench/publicity").content.decode()

    office.clock.now = dt.datetime(2026, 3, 18, 1, 0, tzinfo=dt.UTC)  # the seventh working day
    office.settle_without_papers()
    assert Publication.objects.get(number=case.number).light == "amber"
    office.clock.now = dt.datetime(2026, 3, 19, 1, 0, tzinfo=dt.UTC)
    office.settle_without_papers()

    assert Publication.objects.get(number=case.number).light == "red"
    board = supervisor.get("/workbench/publicity").content.decode()
    assert case.number in board and "light-red" in board
    (day,) = Caller().get("/grants/days").json["days"]
    assert (day["published"], day["late"]) == (0, 1)

    office.settle()

    answer = Caller().get(f"/grants/{case.number}").json
    assert answer["late"] is True
    assert case.number not in supervisor.get("/workbench/publicity").content.decode()
    kinds = [entry.kind for entry in trail("publication", case.number)]
    assert kinds == [
        "publication.opened/1",
        "publication.light_changed/1",
        "publication.light_changed/1",
        "publication.published/1",
    ]


def test_an_objection_is_answered_with_a_corrected_row_and_the_old_one_stays(office: Office) -> None:
    case = office.granted()
    firm, decider = caller_of(office.world.citizen, office.clock.now), office.caller(Role.DECIDER)
    before = Caller().get(f"/grants/{case.number}").json["in_force"]

    filed = firm.post(
        f"/grants/{case.number}/objections", {"column": "content", "words": "我办的是热食类制售。"}
    )
    assert filed.status == 201
    assert (
        firm.post(f"/grants/{case.number}/objections", {"column": "content", "words": "再说一次"}).code
        == "objection_open"
    )
    assert Caller().get(f"/grants/{case.number}").json["disputed"] is True
    assert "我办的是热食类制售" not in Client().get(f"/open/grants/{case.number}").content.decode()
    answered = decider.post(
        f"/objections/{filed.json['number']}/answer",
        {"answer": "按申请表更正。", "cells": {"content": "食品经营许可(热食类食品制售)"}},
    )

    assert answered.json["state"] == "upheld"
    after = Caller().get(f"/grants/{case.number}").json
    assert after["in_force"]["row"]["content"] == "食品经营许可(热食类食品制售)"
    assert (after["in_force"]["cause"], after["in_force"]["columns"]) == ("objection", ["content"])
    assert after["disputed"] is False
    (old,) = after["earlier"]
    assert (old["row"], old["digest"]) == (before["row"], before["digest"])
    (corrected,) = [
        each for each in trail("publication", case.number) if each.kind == "publication.corrected/1"
    ]
    assert (corrected.facts.before, corrected.facts.row) == (before["digest"], after["in_force"]["digest"])
    page = Client().get(f"/open/grants/{case.number}").content.decode()
    assert "以前是这样公示的" in page and "按申请表更正。" in page


def test_the_office_answers_at_its_desk_and_nobody_else_can(office: Office) -> None:
    case = office.granted()
    person = signed_in(proven(office.clock.now, name="李国强"))
    form = {"column": "party_head", "words": "法定代表人换了。", "once": "a" * 32}
    assert person.post(f"/open/grants/{case.number}/objections", form).status_code == 303
    number = f"{case.number}-1"
    decider = office.desk(Role.DECIDER)
    assert number in decider.get("/workbench/publicity").content.decode()
    assert "法定代表人换了。" in decider.get(f"/workbench/publicity/objections/{number}").content.decode()

    wrong = decider.post(
        f"/workbench/publicity/objections/{number}",
        {"outcome": "upheld", "answer": "核对", "party_code": "123", "version": "1", "once": "b" * 32},
    )
    refused = office.desk(Role.REVIEWER).get(f"/workbench/publicity/objections/{number}")
    answered = decider.post(
        f"/workbench/publicity/objections/{number}",
        {"outcome": "dismissed", "answer": "登记未变更。", "version": "1", "once": "c" * 32},
    )

    assert wrong.status_code == 422 and "统一社会信用代码不对" in wrong.content.decode()
    assert refused.status_code == 403
    assert answered.status_code == 303
    told = Caller().get(f"/grants/{case.number}").json
    assert [(each["state"], each["answer"]) for each in told["objections"]] == [("dismissed", "登记未变更。")]
    assert told["earlier"] == []


def test_a_revoked_licence_shows_in_its_row_and_a_denial_is_not_published(office: Office) -> None:
    case = office.granted()
    denied = office.world.decided(Decision.DENY)
    office.settle()
    licence = Licence.objects.get(case_number=case.number)
    decider = office.world.officer(Role.DECIDER)
    announce_revocation(
        identifier=licence.identifier,
        reasons="以欺骗手段取得。",
        fraud=False,
        actor=decider,
        now=office.clock.now,
    )
    record_heard(
        identifier=licence.identifier, hearing="T00000001", actor=system_actor(), now=office.clock.now
    )
    change_licence(
        identifier=licence.identifier,
        change=Change.REVOKE,
        reasons="以欺骗手段取得。",
        actor=office.world.officer(Role.DECIDER),
        now=office.clock.now,
    )
    office.settle()

    told = Caller().get(f"/grants/{case.number}").json
    assert (told["in_force"]["row"]["standing"], told["in_force"]["cause"]) == ("2", "licence_changed")
    assert told["earlier"][0]["row"]["standing"] == "1"
    assert Caller().get(f"/grants/{denied.number}").code == "grant_not_published"


def test_a_city_may_put_its_own_row_right_but_nothing_that_registers_say(office: Office) -> None:
    case = office.granted()
    decider = office.caller(Role.DECIDER)
    address = f"/grants/{case.number}/corrections"
    refused = decider.post(address, {"cells": {"agency": "别的局", "decided_on": "昨天"}, "reason": "笔误"})
    same = decider.post(address, {"cells": {"party_name": "嘉州小馆"}, "reason": "笔误"})
    made = decider.post(address, {"cells": {"valid_until": "2099-12-31"}, "reason": "按决定书改。"})

    assert (refused.status, refused.fields) == (422, {"agency": "wrong", "decided_on": "wrong"})
    assert same.code == "publicity_nothing_corrected"
    assert (made.status, made.json["number"], made.json["row"]["valid_until"]) == (201, 2, "2099-12-31")
    table = Caller().get("/grants/table").content.decode()
    assert "2099/12/31" in table


def test_the_database_itself_keeps_what_was_published(office: Office) -> None:
    """A row may end and its personal cells may be erased; no other hand on it is possible."""
    office.granted()
    rows = PublishedRow.objects.all()
    for change in (
        {"content": "别的许可"},
        {"party_name": "别人"},
        {"digest": "sha256:" + "0" * 64},
        {"standing": "2"},
    ):
        with pytest.raises(DatabaseError, match="stays as it was published"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError, match="stays as it was published"), transaction.atomic():
        rows.delete()

    erase(rows.get(), basis="retention.licence", now=office.clock.now)

    assert (rows.get().party_name, rows.get().content) == ("", "食品经营许可（新办）")


def test_pages_speak_english(office: Office) -> None:
    case = office.granted()
    guest = Client()
    guest.cookies["language"] = "en"
    assert "Published licences" in guest.get("/open/grants").content.decode()
    assert "Name of the grantee" in guest.get(f"/open/grants/{case.number}").content.decode()
    person = signed_in(office.world.citizen)
    person.cookies["language"] = "en"
    assert "Which column is wrong?" in person.get(f"/open/grants/{case.number}/objections").content.decode()
    desk = office.desk(Role.DECIDER)
    desk.cookies["language"] = "en"
    assert "Every publication is in time" in desk.get("/workbench/publicity").content.decode()
    correcting = desk.get(f"/workbench/publicity/grants/{case.number}").content.decode()
    assert "It should read" in correcting and 'value="食品经营许可' in correcting

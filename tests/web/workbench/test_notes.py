"""Internal notes (FX.4): written at a case, read by whom they name and by nobody else, found by their words."""

import pytest
from django.db import DatabaseError, transaction

from leyiban.cases.models import CaseNote, NoteLevel
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.queries import trail
from tests.api.caller import caller_of
from tests.web.journey.traveller import Page, signed_in
from tests.web.workbench.hall import Desk, Hall

POST, AGENCY, CASE = (f"门牌对不上,{level}知道。" for level in ("岗位", "单位", "大家"))
HEALTH_OFFICE = "11511111008501029L"
CITY_SERVICE = "11511100008509004Y"


def write(desk: Desk, number: str, text: str, level: str) -> Page:
    at = f"/workbench/cases/{number}/notes"
    return desk.post(at, {"once": desk.get(at).hidden("once"), "note": text, "level": level})


@pytest.mark.proves("FX.4")
def test_a_note_is_read_by_whom_it_names_for_good(hall: Hall) -> None:
    case = hall.under_review()
    reviewer, decider = hall.desk(Role.REVIEWER), hall.desk(Role.DECIDER)
    supervisor, auditor = hall.desk(Role.SUPERVISOR), hall.desk(Role.AUDITOR, CITY_SERVICE)
    for text, level in ((POST, "post"), (AGENCY, "agency"), (CASE, "case")):
        write(reviewer, case.number, text, level).must(303)

    def reads(desk: Desk) -> list[bool]:
        page = desk.open(case).must(200)
        return [text in page.text for text in (POST, AGENCY, CASE)]

    assert reads(reviewer) == [True, True, True]
    assert reads(decider) == [False, True, True]
    assert "还有1条给别的岗位看" in decider.open(case).text
    assert reads(supervisor) == reads(auditor) == [False, False, True]
    citizen = signed_in(hall.world.citizen)
    for path in (f"/cases/{case.number}", "/me/looks"):
        assert "门牌对不上" not in Page(citizen.get(path)).must(200).text
    assert Page(citizen.get(f"/workbench/cases/{case.number}/notes")).status == 403
    hall.also(decider, Role.REVIEWER)
    assert reads(decider) == [True, True, True], "whoever comes on the post reads what was left for it"

    note = CaseNote.objects.get(level=NoteLevel.POST)
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        CaseNote.objects.filter(pk=note.pk).update(level=NoteLevel.CASE)
    assert [entry.kind for entry in trail(CaseNote.KIND, note.key)] == ["case_note.written/1"]


@pytest.mark.proves("FX.4")
def test_words_are_found_in_what_i_may_read_and_in_nothing_else(hall: Hall) -> None:
    case = hall.under_review()
    reviewer, decider = hall.desk(Role.REVIEWER), hall.desk(Role.DECIDER)
    write(reviewer, case.number, POST, "post").must(303)
    write(reviewer, case.number, CASE, "case").must(303)
    found = reviewer.get("/workbench/notes", q="门牌 知道").must(200)
    assert POST in found.text and CASE in found.text  # both of one page
    found = decider.get("/workbench/notes", q="门牌 知道").must(200)
    assert POST not in found.text and CASE in found.text
    assert "没有找到" in decider.get("/workbench/notes", q="门牌 无关").must(200).text
    assert CASE not in hall.desk(Role.REVIEWER, HEALTH_OFFICE).get("/workbench/notes", q="门牌").text


@pytest.mark.proves("FX.4")
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept_twice(hall: Hall) -> None:
    case = hall.under_review()
    reviewer, supervisor = hall.desk(Role.REVIEWER), hall.desk(Role.SUPERVISOR)
    wrong = write(reviewer, case.number, CASE, "").must(422)
    assert "请选给谁看" in wrong.text
    assert CASE in wrong.text, "what was typed is still there"
    assert "请写备注" in write(reviewer, case.number, " ", "case").must(422).text
    at = f"/workbench/cases/{case.number}/notes"
    sent = {"once": reviewer.get(at).hidden("once"), "note": CASE, "level": "case"}
    for _ in range(2):
        reviewer.post(at, sent).must(303)
    assert CaseNote.objects.count() == 1
    assert "写上" not in supervisor.get(at).must(200).text
    assert supervisor.post(at, sent).status == 403
    assert hall.desk(Role.REVIEWER, HEALTH_OFFICE).get(at).status == 404


@pytest.mark.proves("FX.4")
def test_the_same_by_programs(hall: Hall) -> None:
    case = hall.under_review()
    reviewer = caller_of(hall.desk(Role.REVIEWER).account, hall.clock.now)
    decider = caller_of(hall.desk(Role.DECIDER).account, hall.clock.now)
    at = f"/cases/{case.number}/notes"
    made = reviewer.post(at, {"level": "post", "text": POST})
    assert (made.status, made.json) == (201, {"case": case.number, "number": 1, "level": "post"})
    assert reviewer.get(at).json["items"][0]["text"] == POST
    assert decider.get(at).json == {"items": [], "withheld": 1}
    assert [note["text"] for note in reviewer.get("/notes?words=门牌").json["items"]] == [POST]
    assert decider.get("/notes?words=门牌").json == {"items": [], "before": None}

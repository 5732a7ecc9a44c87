"""From the first question to two copies of the receipt: an application taken in at the counter."""

import base64
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leyiban.cases.figures.counting import counted
from leyiban.cases.models import Case, CasePaper, Draft
from leyiban.cases.slots import SIGNATURE
from leyiban.kernel.actors import Role
from leyiban.kernel.ledger.queries import trail
from leyiban.people.models import IdKind, Party
from leyiban.people.operations import PersonFacts
from tests.cases.world import FOOD
from tests.people.people import resident_id
from tests.web.counter.window import PNG, Window
from tests.web.workbench.hall import Hall

DRAWN = "data:image/png;base64," + base64.b64encode(PNG).decode()


def filled(window: Window, item: str = FOOD) -> Draft:
    draft = window.start(item)
    window.fill(draft).must(303)
    window.put_papers(draft)
    return draft


@pytest.mark.proves("FX.2", "F1.3", "M1.4")
def test_a_firms_operator_without_account_or_phone_hands_in_an_application(
    hall: Hall, window: Window
) -> None:
    person = window.register("王小红")
    body = window.enterprise()
    draft = filled(window)

    done = window.finish(draft, delivery_way="window", **{"signature.drawn": DRAWN}).must(303)

    case = Case.objects.get(applicant=body)
    assert done.leads_to == f"/counter/cases/{case.number}/done"
    assert (case.operator, case.filed_by, case.channel) == (person, window.desk.account, "counter")
    assert {stamp["by"] for stamp in case.typed_by.values()} == {"clerk"}
    assert case.papers.get(slot=SIGNATURE).trust == "B"
    page = window.get(done.leads_to).must(200)
    assert case.number in page.text
    assert case.query_code.reveal() in page.text
    shown = hall.desk(Role.WINDOW_CLERK).open(case).text
    assert "(窗口)填,今天09:30" in shown
    assert "经办人王小红" in shown
    assert "申请人签名" in shown


def test_pressed_three_times_it_is_one_case(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = filled(window)
    path = f"/counter/drafts/{draft.key}/finish"
    page = window.get(path)
    sent = {
        "once": page.hidden("once"),
        "version": page.hidden("version"),
        "delivery_way": "window",
        "signature.drawn": DRAWN,
    }

    answers = {window.post(path, sent).must(303).leads_to for _ in range(3)}

    assert len(answers) == 1
    assert Case.objects.count() == 1


def test_nothing_is_handed_in_unsigned_and_what_was_chosen_stays(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = filled(window)

    page = window.finish(draft, delivery_way="window").must(422)

    assert "请申请人签字。" in page.text
    assert re.search(r'value="window" checked', page.html)
    assert not Case.objects.exists()
    for rubbish in ("data:image/png;base64,not base64!", "data:text/html;base64,PGI+", "x" * 700_000):
        window.finish(draft, delivery_way="window", **{"signature.drawn": rubbish}).must(422)


def test_a_signature_on_paper_is_as_good(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = filled(window)
    scan = SimpleUploadedFile("signed.png", PNG, "image/png")

    window.finish(draft, delivery_way="window", **{"signature.scanned": scan}).must(303)

    assert CasePaper.objects.get(slot=SIGNATURE).name == "signed.png"


def test_by_post_the_clerk_types_where_it_goes(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = filled(window)
    Party.objects.update(address="")

    page = window.finish(draft, delivery_way="post", **{"signature.drawn": DRAWN}).must(422)
    assert "请写寄给谁、电话和地址。" in page.text
    to = {"delivery_to": "张伟 13912345678 嘉定中路90号", "signature.drawn": DRAWN}
    window.finish(draft, delivery_way="post", **to).must(303)

    assert Case.objects.get().delivery_to.reveal() == to["delivery_to"]


def test_what_is_missing_leads_to_its_place(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = window.start()
    window.fill(draft, floor_area="").must(303)

    page = window.finish(draft, delivery_way="window", **{"signature.drawn": DRAWN}).must(422)

    assert f"/counter/drafts/{draft.key}#f-floor_area" in page.links()
    assert f"/counter/drafts/{draft.key}/papers#p-business_licence" in page.links()
    assert "还差1项" in page.text


def test_nothing_arrives_in_an_account_that_is_not_there(hall: Hall, window: Window) -> None:
    window.register()
    window.enterprise()
    draft = filled(window)

    page = window.get(f"/counter/drafts/{draft.key}/finish")
    assert 'value="electronic"' not in page.html
    window.finish(draft, delivery_way="electronic", **{"signature.drawn": DRAWN}).must(422)
    own = hall.world.draft()
    window.post("/counter/hand-over", {"code": own.handover_code}).must(303)
    assert 'value="electronic"' in window.get(f"/counter/drafts/{own.key}/finish").html


def test_wrong_answers_are_told_and_the_others_are_kept(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = window.start()

    page = window.fill(draft, representative_id="511102190001010010", floor_area=60).must(422)

    assert 'value="511102190001010010"' in page.html
    assert page.html.count('aria-invalid="true"') == 1
    again = window.get(f"/counter/drafts/{draft.key}").must(200)
    assert 'value="60"' in again.html
    assert "511102190001010010" not in again.html


def test_answers_that_open_questions_bring_the_form_back(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = window.start()
    path = f"/counter/drafts/{draft.key}"
    before = window.get(path).must(200)
    assert 'name="central_kitchen"' not in before.html
    typed = window.typed(draft)
    first = {key: typed[key] for key in typed if f'name="{key}"' in before.html}

    page = window.post(path, {**first, "version": before.hidden("version")}).must(200)

    opened = [key for key in typed if key not in first]
    assert opened
    assert all(f'name="{key}"' in page.html for key in opened)


def test_what_the_city_knows_is_filled_in_with_where_it_comes_from(window: Window) -> None:
    window.register("王小红")
    body = window.enterprise()

    page = window.get(f"/counter/drafts/{window.start().key}").must(200)

    assert f'value="{body.uscc}"' in page.html
    assert "来自:登记过的信息" in page.text


def test_a_draft_that_moved_on_loses_nothing_typed(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = window.start()
    path = f"/counter/drafts/{draft.key}"
    stale = window.get(path).hidden("version")
    window.fill(draft).must(303)

    page = window.post(path, {**window.typed(draft, business_address="沙湾路9号"), "version": stale}).must(
        409
    )

    assert 'value="沙湾路9号"' in page.html
    assert "这份草稿在别处有改动" in page.text


@pytest.mark.proves("F1.15")
def test_scans_are_trusted_as_far_as_they_were_compared(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = window.start()
    window.fill(draft).must(303)
    path = f"/counter/drafts/{draft.key}/papers"

    def scan() -> SimpleUploadedFile:
        return SimpleUploadedFile("scan.png", PNG, "image/png")

    window.post(
        path,
        {
            "papers.business_licence": scan(),
            "compared.business_licence": "1",
            "papers.layout_plan": scan(),
            "upload": "layout_plan",
        },
    ).must(303)
    assert dict(draft.papers.values_list("slot", "trust")) == {"business_licence": "B", "layout_plan": "C"}

    link = draft.papers.get(slot="layout_plan")
    window.post(path, {"confirm": str(link.pk)}).must(303)
    assert draft.papers.get(slot="layout_plan").trust == "B"
    window.post(path, {"remove": str(link.pk)}).must(303)
    assert not draft.papers.filter(slot="layout_plan").exists()


def test_a_file_that_is_none_is_told_in_its_slot(window: Window) -> None:
    window.register()
    window.enterprise()
    draft = window.start()
    window.fill(draft).must(303)
    bad = SimpleUploadedFile("scan.pdf", b"hello", "application/pdf")

    page = window.post(
        f"/counter/drafts/{draft.key}/papers", {"papers.business_licence": bad, "upload": "business_licence"}
    ).must(422)

    assert 'href="#p-business_licence"' in page.html
    assert "前面传的都在" in page.text or "没传上去" in page.text


def test_the_form_can_be_printed_to_be_signed(window: Window) -> None:
    window.register("王小红")
    body = window.enterprise()
    draft = filled(window)

    page = window.get(f"/counter/drafts/{draft.key}/print").must(200)

    for said in (body.name, "王小红", "签名:", "上面的内容我看过,都是真的。"):
        assert said in page.text


def test_items_are_found_in_plain_words_and_only_for_whom_they_are(window: Window) -> None:
    window.register()

    assert "食品经营许可" in window.get("/counter/items", q="开饭店").text
    assert "没找到这件事" in window.get("/counter/items", q="qqqq").text
    assert "这件事只给企业办" in window.get("/counter/items/construction-permit").must(409).text
    window.enterprise()
    assert "这件事不给企业办" in window.get("/counter/items/elder-allowance").must(409).text


@pytest.mark.proves("F1.5")
def test_a_correction_is_put_right_at_the_counter(hall: Hall, window: Window) -> None:
    case = hall.world.ask_correction(hall.world.submitted(), "form.floor_area")
    path = f"/counter/cases/{case.number}/correction"
    assert path in window.desk.open(case).html
    window.get(path).must(200)
    opened = window.post(path).must(303)
    draft = Draft.objects.get(case=case)

    page = window.get(opened.leads_to).must(200)
    assert "不清楚。请重新填写或上传" in page.text
    window.fill(draft, floor_area=88).must(303)
    window.finish(draft, delivery_way=case.delivery_way, **{"signature.drawn": DRAWN}).must(303)

    case.refresh_from_db()
    assert (case.state, case.round) == ("submitted", 2)
    assert case.typed_by["floor_area"]["by"] == "clerk"


def test_another_clerks_draft_is_not_there(hall: Hall, window: Window) -> None:
    window.register()
    window.enterprise()
    draft = filled(window)
    other = hall.desk(Role.WINDOW_CLERK, agency="11511111008501029L")

    for tail in ("", "/papers", "/finish", "/print"):
        other.get(f"/counter/drafts/{draft.key}{tail}").must(404)


def test_a_receipt_is_handed_out_by_who_took_it_in(hall: Hall, window: Window) -> None:
    window.register()
    window.enterprise()
    window.finish(filled(window), delivery_way="window", **{"signature.drawn": DRAWN}).must(303)
    case = Case.objects.get()

    assert "收件凭证正在做" in window.get(f"/counter/cases/{case.number}/done").text
    elsewhere = hall.desk(Role.WINDOW_CLERK, agency="11511111008501029L")
    elsewhere.get(f"/counter/cases/{case.number}/done").must(404)
    window.get(f"/counter/cases/{case.number}/receipt/1").must(404)


def test_people_are_kept_apart_by_their_document(window: Window) -> None:
    number = resident_id()
    facts = PersonFacts(name="张伟", id_kind=IdKind.RESIDENT_ID, number=number)
    assert number not in repr(facts)
    first, second = window.register("张伟", number), window.register("张伟")
    assert first != second


@pytest.mark.proves("F5.1", "F5.4")
def test_what_is_entered_afterwards_is_marked_and_counted_from_its_true_day(
    hall: Hall, window: Window
) -> None:
    """补录 (R24): handled outside the system and entered later, it hides from nobody."""
    window.register()
    window.enterprise()
    when = {"delivery_way": "window", "signature.drawn": DRAWN, "received.time": "09:12"}
    window.finish(filled(window), **when, **{"received.day": "2025-01-02"}).must(422)
    window.finish(Draft.objects.get(), **when, **{"received.day": "2026-03-05"}).must(303)

    case = Case.objects.get()
    assert case.entered_afterwards
    assert f"{case.received_at:%Y-%m-%dT%H:%M}" == "2026-03-05T01:12"
    assert case.clock_events.get(clock="acceptance.1", kind="start").happened_at == case.received_at
    desk = hall.desk(Role.WINDOW_CLERK)
    assert "补录" in desk.open(case).text
    assert "补录" in desk.get("/workbench").text
    found = counted(trail("case", case.number))
    assert found is not None and found.tally["2026-03-01"]["entered_afterwards"] == 1

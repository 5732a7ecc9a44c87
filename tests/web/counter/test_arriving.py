"""Who stands at the counter: card, number, handover code, or registered there and then."""

import pytest
from django.test import Client

from leyiban.cases.models import Draft
from leyiban.kernel.actors import Role
from leyiban.kernel.privacy.models import Look
from leyiban.people.errors import IdentityServiceDown
from leyiban.people.identity_service import IdentityService
from leyiban.people.models import Account, Party, Representation
from leyiban.people.ports import EnterpriseFacts
from leyiban.web.counter.card_reader import READER
from tests.people.people import resident_id, uscc
from tests.web.counter.window import Window
from tests.web.journey.traveller import signed_in
from tests.web.workbench.hall import Hall

LINE = "张伟|男|汉|19000101|四川省乐山市市中区嘉州大道1号|511102190001010016|乐山市公安局市中区分局|20100101-长期"


def test_a_reader_types_a_number_or_a_whole_line() -> None:
    plain = READER.read(" 511102190001010016\n")
    assert (plain.number, plain.name, plain.address) == ("511102190001010016", "", "")
    for line in (LINE, LINE.replace("|", "\t"), LINE.replace("|", ";")):
        read = READER.read(line)
        assert read.number == "511102190001010016"
        assert read.name == "张伟"
        assert read.address == "四川省乐山市市中区嘉州大道1号"
    assert READER.read("51110219000101001x,王某").number == "51110219000101001X"
    assert READER.read("not a card, at all").number == "not a card, at all"
    assert "511102" not in repr(READER.read(LINE))


@pytest.mark.proves("FX.2")
def test_somebody_without_account_and_phone_is_registered_by_his_card(window: Window) -> None:
    number = resident_id()
    page = window.post("/counter", {"card": LINE.replace("511102190001010016", number)}).must(200)
    for said in ('value="张伟"', f'value="{number}"', 'value="四川省乐山市市中区嘉州大道1号"'):
        assert said in page.html
    accounts = Account.objects.count()

    sent = {"id_kind": "resident_id", "id_number": number, "name": "张伟", "once": page.hidden("once")}
    window.post("/counter/register", sent).must(303)

    person = window.get("/counter/person").must(200)
    assert "张伟" in person.text
    assert number not in person.html
    assert "没有留" in person.text
    assert Account.objects.count() == accounts


@pytest.mark.proves("FX.2")
@pytest.mark.parametrize("name", ["阿卜杜拉·买买提", "𠮷田", "Jean-Luc O’Neill"])
def test_rare_and_foreign_names_are_names(window: Window, name: str) -> None:
    assert window.register(name).name == name


def test_a_known_person_is_found_and_the_look_is_logged(window: Window) -> None:
    number = resident_id()
    person = window.register("王小红", number)
    window.post("/counter/next").must(303)
    assert window.get("/counter/person").leads_to == "/counter"

    assert window.post("/counter", {"card": number}).must(303).leads_to == "/counter/person"
    assert Look.objects.filter(subject_kind="party", subject_key=person.pseudonym).count() == 1


def test_a_number_that_cannot_be_right_is_told_beside_the_box(window: Window) -> None:
    page = window.post("/counter", {"card": "511102190001010010"}).must(422)

    assert 'aria-invalid="true"' in page.html
    assert 'value="511102190001010010"' in page.html


def test_another_name_on_the_card_is_compared_before_it_is_changed(window: Window) -> None:
    number = resident_id()
    window.register("王小红", number)
    page = window.post("/counter", {"card": LINE.replace("511102190001010016", number)}).must(422)
    assert "登记的名字不一样" in page.text
    sent = {"id_kind": "resident_id", "id_number": number, "name": "张伟"}

    window.post("/counter/register", {**sent, "once": page.hidden("once")}).must(422)
    assert Party.objects.natural().filter(name="张伟", id_digest__isnull=False).count() == 1, "the citizen"
    window.post("/counter/register", {**sent, "correct_name": "1", "once": "o" * 32}).must(303)
    assert "张伟" in window.get("/counter/person").text


def test_a_look_at_the_counter_sends_nobody_away(window: Window) -> None:
    """A step back in the browser is no good-bye; the next card, even a wrong one, is."""
    window.register(name="王小红")
    window.get("/counter").must(200)
    assert "王小红" in window.get("/counter/person").must(200).text
    window.post("/counter", {"card": "511102199001010000"}).must(422)
    assert "王小红" not in window.get("/counter").must(200).text


@pytest.mark.proves("F1.3")
def test_a_handover_code_lets_a_clerk_go_on(hall: Hall, window: Window) -> None:
    draft = hall.world.draft()
    code = draft.handover_code

    wrong = window.post("/counter/hand-over", {"code": "0000000000"})
    assert wrong.status in (404, 409)
    assert "已交上去或已删除" in wrong.text
    taken = window.post("/counter/hand-over", {"code": f" {code[:5]} {code[5:]} "}).must(303)

    page = window.get(taken.leads_to).must(200)
    assert "站在窗口的人" not in page.html
    assert "申请人填,今天09:30" in page.text
    assert Draft.objects.get(pk=draft.pk).handed_to == window.desk.account


def test_guessing_codes_comes_to_an_end(window: Window) -> None:
    answers = [window.post("/counter/hand-over", {"code": f"{n:010d}"}).status for n in range(21)]

    assert answers[-1] == 429
    assert set(answers[:20]) <= {404, 409}


@pytest.mark.proves("FX.3")
def test_only_a_window_has_a_counter(hall: Hall) -> None:
    hall.desk(Role.DECIDER).get("/counter").must(403)
    assert signed_in(hall.world.citizen).get("/counter").status_code == 403
    assert Client().get("/counter")["Location"].startswith("/sign-in")


def test_nobody_elses_party_can_be_slipped_in(hall: Hall, window: Window) -> None:
    window.register()

    window.post("/counter/person", {"for": hall.world.applicant.pseudonym}).must(404)


class TestEnterprises:
    def test_a_known_firm_is_taken_as_it_is(self, hall: Hall, window: Window) -> None:
        window.register()
        body = window.enterprise()

        assert body.name in window.get("/counter/items").text
        assert Representation.objects.current().get(body=body).name == "张伟", "nobody typed over the head"

    def test_an_unknown_firm_is_as_the_register_says(
        self, window: Window, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        code = uscc()
        entry = EnterpriseFacts(
            name="乐山新店有限公司",
            uscc=code,
            in_operation=True,
            representative_name="赵六",
            address="嘉州路2号",
        )
        monkeypatch.setattr(IdentityService, "enterprise", lambda self, *, uscc, now: entry)
        window.register()

        window.post("/counter/enterprise", {"uscc": code}).must(303)

        assert Party.objects.get(uscc=code).name == "乐山新店有限公司"

    @pytest.mark.parametrize("silent", [True, False])
    def test_what_no_register_knows_is_copied_from_the_licence(
        self, window: Window, monkeypatch: pytest.MonkeyPatch, silent: bool
    ) -> None:
        def answer(self: object, *, uscc: str, now: object) -> None:
            if silent:
                raise IdentityServiceDown

        monkeypatch.setattr(IdentityService, "enterprise", answer)
        window.register()
        code = uscc()

        page = window.post("/counter/enterprise", {"uscc": code}).must(200)
        assert ("暂时没回答" if silent else "没有这个代码") in page.text
        sent = {"uscc": code, "by_hand": "1", "once": page.hidden("once")}
        window.post("/counter/enterprise", sent).must(422)
        typed = {"name": "乐山老店", "representative": "赵六", "address": "嘉州路3号"}
        window.post("/counter/enterprise", {**sent, **typed, "once": "o" * 32}).must(303)
        assert Party.objects.get(uscc=code).name == "乐山老店"

    def test_a_wrong_code_is_told_beside_the_box(self, window: Window) -> None:
        window.register()

        assert 'aria-invalid="true"' in window.post("/counter/enterprise", {"uscc": "91511"}).must(422).html

"""Where am I signed in, and which systems may read what of me: one page to see it and to end it."""

from django.test import Client

from tests.people.conftest import Carrier
from tests.web.provider.conftest import PHONE
from tests.web.provider.county import DESCRIPTION, County
from tests.web.provider.test_signing_in_elsewhere import signed_in_there
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import by_phone, signed_in


def test_the_page_tells_which_system_reads_what_and_since_when(
    person: Client, county: County, clock: Clock
) -> None:
    tokens = signed_in_there(person, county)
    clock.forward(minutes=5)
    county.reads(str(tokens["access_token"]))
    page = person.get("/me/connected").text
    for told in ("犍为县综合窗口", "犍为县行政审批局", "登录后接着办您在县里的事", "证件号码", "今天09:35"):
        assert told in page.replace(" ", ""), told

    person.cookies["language"] = "en"
    english = person.get("/me/connected").text
    assert str(DESCRIPTION["operator_en"]) in english
    assert "Document number" in english
    person.post(f"/me/connected/{DESCRIPTION['client_id']}/withdraw")
    assert "Withdraw" not in person.get("/me/connected").text.partition("Ended")[2]


def test_one_other_browser_is_signed_out_and_this_one_stays(
    person: Client, carrier: Carrier, clock: Clock
) -> None:
    clock.forward(minutes=2)
    other = Client(headers={"User-Agent": "Mozilla/5.0 (iPhone)"})
    by_phone(other, carrier, PHONE)
    page = person.get("/me/connected").text
    assert "iPhone" in page
    address = page.split('action="/me/connected/')[1].split('"')[0]

    stranger = Client()
    by_phone(stranger, carrier, "13900000049")
    stranger.post(f"/me/connected/{address}")
    assert signed_in(other)
    assert person.post(f"/me/connected/{address}")["Location"] == "/me/connected"
    assert not signed_in(other)
    assert signed_in(person)
    assert "iPhone" not in person.get("/me/connected").text


def test_a_session_that_ran_out_or_was_ended_is_not_shown(
    person: Client, carrier: Carrier, clock: Clock
) -> None:
    clock.forward(minutes=2)
    other = Client(headers={"User-Agent": "Mozilla/5.0 (iPad)"})
    by_phone(other, carrier, PHONE)
    clock.forward(minutes=20)
    assert "iPad" in person.get("/me/connected").text
    person.get("/me")
    clock.forward(minutes=15)
    assert "iPad" not in person.get("/me/connected").text


def test_a_new_password_leaves_this_browser_alone_in_the_list(
    person: Client, carrier: Carrier, clock: Clock
) -> None:
    clock.forward(minutes=2)
    other = Client(headers={"User-Agent": "Mozilla/5.0 (iPad)"})
    by_phone(other, carrier, PHONE)
    assert person.post("/me/password", {"new_password": "一句我记得住的话就行"})["Location"] == "/me"

    page = person.get("/me/connected").text
    assert "iPad" not in page
    assert "就是这里" in page

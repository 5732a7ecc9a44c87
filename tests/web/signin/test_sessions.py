"""Sessions end by themselves, everywhere at once, and without losing what somebody was typing."""

from django.test import Client

from leyiban.kernel.actors import Role
from leyiban.people.models import Account, ParkedForm
from tests.people.conftest import Carrier
from tests.people.people import Office, proven
from tests.web.signin.conftest import Clock
from tests.web.signin.doors import as_staff, by_phone, hidden, signed_in

PHONE = "13900000001"


def test_half_an_hour_of_silence_ends_a_session(client: Client, carrier: Carrier, clock: Clock) -> None:
    by_phone(client, carrier, PHONE)
    clock.forward(minutes=29)
    assert signed_in(client)
    clock.forward(minutes=29)
    assert signed_in(client)
    clock.forward(minutes=30)
    assert not signed_in(client)


def test_no_session_outlives_its_longest_time(client: Client, carrier: Carrier, clock: Clock) -> None:
    by_phone(client, carrier, PHONE)
    for _ in range(12 * 3 - 1):
        clock.forward(minutes=20)
        assert signed_in(client)
    clock.forward(minutes=20)
    assert not signed_in(client)


def test_every_page_says_how_long_the_session_lasts(client: Client, carrier: Carrier, clock: Clock) -> None:
    guest = client.get("/help")
    assert "X-Session-Left" not in guest.headers
    assert "session-end" not in guest.text
    by_phone(client, carrier, PHONE)
    clock.forward(seconds=20)

    page = client.get("/help")
    assert page.headers["X-Session-Left"] == "1780"
    assert 'data-left="1780"' in page.text


def test_saying_that_one_is_there_starts_the_clock_again(
    client: Client, carrier: Carrier, clock: Clock
) -> None:
    by_phone(client, carrier, PHONE)
    clock.forward(minutes=29)

    answer = client.head("/stay")
    assert (answer.status_code, answer.headers["X-Session-Left"]) == (204, "1800")
    clock.forward(minutes=29)
    assert signed_in(client)


def test_an_interrupted_form_is_kept_and_sent_on(client: Client, carrier: Carrier, clock: Clock) -> None:
    mother = proven(clock.moment, name="王秀英", phone_number=PHONE)
    by_phone(client, carrier, PHONE)
    form = {"principal": "x", "name": "王德厚", "powers": ["fill", "submit"], "until": "2026-04-01"}
    clock.forward(minutes=31)

    ended = client.post("/me/mandates/new", form)
    assert ended["Location"] == "/sign-in?ended=kept&next=%2Fme%2Fmandates%2Fnew"
    assert "您刚才填的都在" in client.get(ended["Location"]).text
    clock.forward(minutes=2)
    assert by_phone(client, carrier, PHONE)["Location"] == "/me/unsent"

    page = client.get("/me/unsent")
    assert hidden(page, "name") == "王德厚"
    assert page.text.count('name="powers"') == 2
    assert 'action="/me/mandates/new"' in page.text
    assert client.post("/me/unsent", {})["Location"] == "/me/mandates/new"
    assert not ParkedForm.objects.filter(account=mother).exists()


def test_an_interrupted_form_is_never_shown_to_somebody_else(
    client: Client, carrier: Carrier, clock: Clock
) -> None:
    proven(clock.moment, name="王秀英", phone_number=PHONE)
    by_phone(client, carrier, PHONE)
    clock.forward(minutes=31)
    client.post("/me/mandates/new", {"name": "王德厚"})
    by_phone(client, carrier, "13911112222")

    assert "王德厚" not in client.get("/me/unsent", follow=True).text


def test_no_password_or_code_is_ever_parked(client: Client, carrier: Carrier, clock: Clock) -> None:
    by_phone(client, carrier, PHONE)
    clock.forward(minutes=31)
    client.post("/me/password", {"new_password": "a long enough sentence"})

    assert "a long enough" not in ParkedForm.objects.get().body.reveal()


def test_signing_out_everywhere_ends_the_other_browser_too(carrier: Carrier, clock: Clock) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        by_phone(browser, carrier, PHONE)
        clock.forward(minutes=1)
    assert Account.objects.count() == 1
    assert signed_in(there)

    here.post("/sign-out/everywhere")
    assert not signed_in(there)
    assert not signed_in(here)


def test_a_new_password_ends_other_sessions_and_keeps_this_one(carrier: Carrier, clock: Clock) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        by_phone(browser, carrier, PHONE)
        clock.forward(minutes=1)

    assert here.post("/me/password", {"new_password": "short"}).status_code == 422
    assert here.post("/me/password", {"new_password": "password123"}).status_code == 422
    assert here.post("/me/password", {"new_password": "一句我记得住的话就行"})["Location"] == "/me"
    assert signed_in(here)
    assert not signed_in(there)


def test_signing_out_needs_a_press(client: Client, carrier: Carrier) -> None:
    by_phone(client, carrier, PHONE)

    assert client.get("/sign-out").status_code == 405
    assert signed_in(client)
    client.post("/sign-out")
    assert not signed_in(client)


def test_staff_are_let_go_sooner(client: Client, office: Office, clock: Clock) -> None:
    as_staff(client, office.staff(clock.moment, Role.DECIDER), clock)
    clock.forward(minutes=14)
    assert signed_in(client)
    clock.forward(minutes=15)
    assert not signed_in(client)


def test_a_closed_account_is_out_at_once(client: Client, carrier: Carrier, clock: Clock) -> None:
    by_phone(client, carrier, PHONE)
    Account.objects.update(closed_at=clock.moment)

    assert not signed_in(client)

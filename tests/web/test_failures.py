"""Error pages: what happened, is my work safe, what now, whom to call; also when the database is down."""

import logging
import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings

from leyiban.kernel.actors import Role
from leyiban.kernel.errors import InvalidInput, NotAllowed, Stale
from leyiban.kernel.rights import ANYONE, SIGNED_IN, post
from leyiban.web import edge, failures

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def rf() -> RequestFactory:
    """Requests of a guest, as the middleware would have prepared them."""

    class GuestRequests(RequestFactory):
        def request(self, **environ: Any) -> HttpRequest:
            request = super().request(**environ)
            request.user = AnonymousUser()
            return request

    return GuestRequests()


@pytest.fixture(autouse=True)
def quiet() -> None:
    logging.getLogger("django.request").setLevel(logging.CRITICAL)


@pytest.mark.parametrize("status", sorted(failures.WORDS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_says_four_things(rf: RequestFactory, status: int, language: str) -> None:
    request = rf.get("/", headers={"cookie": f"language={language}"})

    page = failures.failed(request, status)

    assert page.status_code == status
    assert page.text.count("<h1") == 1
    assert re.search(r'href="tel:\d{5,}"', page.text)
    assert page.headers["Cache-Control"] == "no-store"


def test_a_page_that_is_not_there(client: Client) -> None:
    page = client.get("/no-such-page")

    assert page.status_code == 404
    assert "没有这一页" in page.text


@pytest.mark.parametrize(
    ("method", "path", "typed"),
    [
        ("get", "/search", {"q": "\x00"}),
        ("get", "/licences/%00", {}),
        ("post", "/progress", {"number": "\x00", "code": "\x00"}),
    ],
)
def test_a_nul_byte_is_no_text(client: Client, method: str, path: str, typed: dict[str, str]) -> None:
    """No keyboard types it and no database keeps it: refused at the door, wherever it stands."""
    page = getattr(client, method)(path, typed)

    assert page.status_code == 400


def test_a_broken_database_is_told_as_a_repair(rf: RequestFactory) -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        page = failures.server_error(rf.get("/"))

    assert page.status_code == 503
    assert page.headers["Retry-After"] == "60"
    assert "网站正在抢修" in page.text


def test_our_own_fault_is_told_as_such(rf: RequestFactory) -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        page = failures.server_error(rf.get("/"))

    assert page.status_code == 500
    assert "是我们的问题" in page.text


def test_a_session_that_ended_is_told_as_such_and_not_as_an_attack() -> None:
    page = Client(enforce_csrf_checks=True).post("/wishes", {"size": "large"})

    assert page.status_code == 403
    assert "登录已经结束" in page.text
    assert "草稿都在" in page.text


def test_when_even_drawing_fails_a_plain_answer_goes_out(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "draw", lambda *a, **k: 1 / 0)

    page = failures.failed(rf.get("/"), 500)

    assert page.status_code == 500
    assert page.text == failures.LAST_RESORT


@override_settings(ALLOWED_HOSTS=["leshan.example"])
def test_a_strange_host_name_gets_a_page_too(client: Client) -> None:
    page = client.get("/", headers={"host": "evil.example"})

    assert page.status_code == 400
    assert "<h1" in page.text


def test_a_guest_is_led_to_the_sign_in_and_back(rf: RequestFactory) -> None:
    view = edge.page(SIGNED_IN)(lambda visit: visit.show("portal/help.html"))

    answer = view(rf.get("/mine?page=2"))

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=%2Fmine%3Fpage%3D2")


def test_a_guest_who_sends_is_refused_not_led_away(rf: RequestFactory) -> None:
    view = edge.page(post(Role.DECIDER), "POST")(lambda visit: visit.show("portal/help.html"))

    assert view(rf.post("/decide")).status_code == 403


def test_a_method_that_is_not_offered(rf: RequestFactory) -> None:
    view = edge.page(ANYONE)(lambda visit: visit.show("portal/help.html"))

    answer = view(rf.post("/help"))

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_refusal_that_its_page_did_not_show_becomes_a_page(rf: RequestFactory) -> None:
    def refuse(visit: edge.Visit):
        raise Stale

    page = edge.page(ANYONE)(refuse)(rf.get("/"))

    assert page.status_code == 409
    assert "刚刚有了新进展" in page.text


def test_attempt_shows_what_can_be_mended_and_passes_on_what_cannot() -> None:
    def wrong() -> int:
        raise InvalidInput

    def forbidden() -> int:
        raise NotAllowed

    trouble = edge.attempt(wrong)

    assert isinstance(trouble, edge.Trouble)
    assert (trouble.status, trouble.code) == (422, "invalid_input")
    with pytest.raises(NotAllowed):
        edge.attempt(forbidden)
    assert edge.attempt(lambda: 7) == 7


@pytest.mark.parametrize(
    "sent", [{}, {"version": ""}, {"version": "-1"}, {"version": "\u0663"}, {"version": "9" * 40}]
)
def test_a_form_without_its_version_is_stale(rf: RequestFactory, sent: dict[str, str]) -> None:
    with pytest.raises(Stale):
        edge.version_of(rf.post("/", sent))


def test_the_version_is_read(rf: RequestFactory) -> None:
    assert edge.version_of(rf.post("/", {"version": "12"})) == 12

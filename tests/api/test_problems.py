"""Every way to be refused: a problem detail (RFC 9457), in the caller's language, never a page."""

import json

import pytest
from django.db import OperationalError
from django.test import Client

from leyiban.api import catalogue
from leyiban.api.errors import OwnStatus
from leyiban.api.frame.problem_types import problem_types
from leyiban.api.frame.problems import STATUS
from leyiban.kernel.errors import Kind, NotFound, Refusal
from leyiban.kernel.idempotency.errors import KeyReused
from leyiban.kernel.throttles.errors import TriedTooOften
from tests.api.caller import Caller

DEEP = b"[" * 100_000 + b"]" * 100_000


def test_a_problem_says_what_happened_and_what_to_do(guest: Caller) -> None:
    answer = guest.get("/me")
    assert (answer.status, answer.code) == (401, "not_signed_in")
    assert answer.json["type"] == "/problems/not_signed_in"
    assert answer.json["instance"] == "/api/v1/me"
    assert answer.json["detail"].startswith("请先登录")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_says_so_in_english_too(guest: Caller) -> None:
    guest.language = "en"
    response = guest.browser.get("/api/v1/nothing", headers={"Accept-Language": "en"})
    told = json.loads(response.content)
    assert response.headers["Content-Language"] == "en"
    assert told["title"] == "Not found"
    assert told["detail"].isascii()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/nothing"),
        ("POST", "/api/v1/items/"),
        ("GET", "/api/v2/items"),
        ("DELETE", "/api/"),
        ("GET", "/api/v1/items/%00"),
        ("GET", "/api/v1/items?region=%00"),
    ],
)
def test_what_is_no_address_is_no_page_either(guest: Caller, method: str, path: str) -> None:
    response = guest.browser.generic(method, path)
    assert response.status_code == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["code"] in ("no_such_address", "item_unknown", "not_found")


def test_a_wrong_method_says_which_are_right(guest: Caller) -> None:
    response = guest.browser.delete("/api/v1/items")
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert json.loads(response.content)["code"] == "method_not_allowed"


def test_head_is_get_without_a_body(guest: Caller) -> None:
    assert guest.call("HEAD", "/codes").status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b"NaN",
        b'{"phone": Infinity}',
        DEEP,
        b'{"phone": "\\u0000"}',
        b'{"phone": "\\ud800"}',
        b"1" * 5000,
    ],
)
def test_what_is_not_json_changes_nothing(guest: Caller, body: bytes) -> None:
    answer = guest.call("POST", "/sign-in/codes", body)
    assert (answer.status, answer.code) == (400, "body_unreadable")


def test_another_media_type_is_refused(guest: Caller) -> None:
    answer = guest.call(
        "POST", "/sign-in/codes", b"phone=1", Content_Type="application/x-www-form-urlencoded"
    )
    assert (answer.status, answer.code) == (415, "wrong_media_type")
    assert "application/json" in answer.json["detail"]


def test_too_much_is_refused_before_it_is_read(guest: Caller) -> None:
    answer = guest.call("POST", "/sign-in/codes", b'"' + b"x" * 3_000_000 + b'"')
    assert (answer.status, answer.code) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"phone": "required"}),
        (None, {"body": "required"}),
        ([], {"body": "not_an_object"}),
        ({"phone": 1}, {"phone": "not_a_text"}),
        ({"phone": ""}, {"phone": "too_short"}),
        ({"phone": "1" * 25}, {"phone": "too_long"}),
        ({"phone": "1", "colour": "red"}, {"colour": "unknown_field"}),
    ],
)
def test_every_wrong_field_is_named(guest: Caller, body: object, fields: dict[str, str]) -> None:
    answer = guest.post("/sign-in/codes", body)
    assert (answer.status, answer.code) == (422, "invalid_input")
    assert answer.fields == fields
    assert all(line["message"].endswith("。") for line in answer.json["problems"])


def test_a_wrong_question_is_named_too(guest: Caller) -> None:
    answer = guest.get("/items?limit=101&region=leshan&item_type=none")
    assert answer.fields == {
        "query.limit": "too_large",
        "query.region": "malformed",
        "query.item_type": "not_a_choice",
    }
    assert guest.get("/items?after=!!!").fields == {"query.after": "malformed"}
    assert guest.get("/items?limit=x").fields == {"query.limit": "not_an_integer"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_refusal_has_its_status(
    guest: Caller, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = type("Made", (Refusal,), {"code": "made_up", "kind": kind, "message": "为了测试。"})

    def refuse(*_: object, **__: object) -> None:
        raise refusal(seconds=7)

    monkeypatch.setattr(catalogue.queries, "items", refuse)
    answer = guest.get("/items")
    assert (answer.status, answer.code) == (STATUS[kind], "made_up")
    if kind in (Kind.TOO_MANY, Kind.UNAVAILABLE):
        assert answer.headers["Retry-After"] == "7"


def test_a_defect_of_ours_is_no_page_and_tells_nothing(
    guest: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(catalogue.queries, "items", break_down)
    guest.browser = Client(raise_request_exception=False)
    answer = guest.get("/items")
    assert (answer.status, answer.code) == (500, "our_fault")
    assert b"secret" not in answer.content


def test_a_silent_database_is_not_our_callers_fault(guest: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def say_nothing(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(catalogue.queries, "items", say_nothing)
    guest.browser = Client(raise_request_exception=False)
    answer = guest.get("/items")
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "unavailable", "60")


def test_a_strange_host_gets_a_problem_too(guest: Caller) -> None:
    response = guest.browser.get("/api/v1/items", headers={"Host": "elsewhere.example"})
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


def test_each_kind_of_problem_has_a_page_in_both_languages(guest: Caller) -> None:
    listed = guest.browser.get("/problems/").content.decode()
    for kind in (NotFound, KeyReused, TriedTooOften):
        assert f'href="/problems/{kind.code}"' in listed
        page = guest.browser.get(f"/problems/{kind.code}")
        assert page.status_code == 200
        told = problem_types()[kind.code]
        for sentence in told.sentences:
            assert sentence.replace("“", "").split("…")[0] in page.content.decode().replace("“", "")
    assert guest.browser.get("/problems/none_such").status_code == 404


def test_what_the_door_refuses_is_told_in_both_languages() -> None:
    """That every other text of the house has its English, `make check` proves."""
    types = problem_types()
    assert len(types) > 100
    doors = [types[kind.code] for kind in _refusals(OwnStatus)]
    assert len(doors) >= 10
    assert [told.code for told in doors if _is_chinese(told.titles[1] + told.sentences[1])] == []


def test_no_two_refusals_share_a_code() -> None:
    codes: dict[str, set[type]] = {}
    for kind in _refusals(Refusal):
        if kind.__module__.startswith("leyiban."):
            codes.setdefault(kind.code, set()).add(kind)
    assert {code: kinds for code, kinds in codes.items() if len(kinds) > 1} == {}


def test_the_pages_hold_no_script_and_no_style_of_their_own(guest: Caller) -> None:
    for address in ("/api/v1/reference", "/problems/", "/problems/not_found"):
        page = guest.browser.get(address)
        text = page.content.decode()
        assert page.status_code == 200
        assert "<script" not in text
        assert "style=" not in text
        assert "http://" not in text.replace("http://127.0.0.1:8000", "")


def test_the_reference_tells_every_endpoint(guest: Caller) -> None:
    text = guest.browser.get("/api/v1/reference").content.decode()
    assert text.count("<details") > 60
    assert "/drafts/{key}/submission" in text


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def _refusals(kind: type[Refusal]) -> set[type[Refusal]]:
    found = {each for each in kind.__subclasses__() if "code" in vars(each)}
    return (
        found.union(*(_refusals(each) for each in kind.__subclasses__())) if kind.__subclasses__() else found
    )

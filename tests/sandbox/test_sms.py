"""The carrier: accepts once, delivers, tells what became of a message."""

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from sandbox.residents.sms.carrier import segments
from sandbox.residents.sms.receipts import signature
from tests.support.street import API_KEY, Street

TEXT = "【乐山政务】您申请的食品经营许可已受理。查询码K7M2,3月9日前办好。电话0833-2440000"


def send(street: Street, key: str, to: str = "13900000101", text: str = TEXT, **more: str):  # type: ignore[no-untyped-def]
    return street.call("/sms/v1/messages", {"to": to, "text": text, **more}, **{"Idempotency-Key": key})


def test_a_message_arrives_on_the_phone(street: Street) -> None:
    answer = send(street, "arrives-1", to="13900000102")
    assert answer.status_code == 202
    receipt = street.http.get(
        f"/sms/v1/messages/{answer.json()['message_id']}", headers=street.as_sender()
    ).json()
    assert (receipt["state"], receipt["reason"]) == ("delivered", None)
    assert street.inbox("13900000102") == [TEXT]
    assert TEXT in street.http.get("/sms/inbox", params={"phone": "13900000102"}).text


def test_the_same_key_is_the_same_message(street: Street) -> None:
    first = send(street, "same-key-1", to="13900000103")
    again = send(street, "same-key-1", to="13900000103")
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json()
    assert len(street.inbox("13900000103")) == 1
    other = send(street, "same-key-1", to="13900000103", text="别的话")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")


@pytest.mark.parametrize(
    ("body", "key", "status", "code"),
    [
        ({"to": "13900000101", "text": TEXT}, "short", 400, "idempotency_key_missing"),
        ({"to": "12345", "text": TEXT}, "long-enough", 422, "invalid_body"),
        ({"to": "13900000101", "text": ""}, "long-enough", 422, "invalid_body"),
        ({"to": "13900000101", "text": "字" * 501}, "long-enough", 422, "invalid_body"),
        ({"to": "13900000101", "text": TEXT, "urgent": True}, "long-enough", 422, "invalid_body"),
        ({"to": "13900000101", "text": "字" * 70000}, "long-enough", 413, "too_large"),
    ],
)
def test_bad_requests_are_refused_without_repeating_what_was_sent(
    street: Street, body: dict[str, object], key: str, status: int, code: str
) -> None:
    answer = street.call("/sms/v1/messages", body, **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "13900000101" not in answer.text and "12345" not in answer.text


def test_nobody_sends_without_the_key(street: Street) -> None:
    answer = street.http.post("/sms/v1/messages", json={"to": "13900000101", "text": TEXT})
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


def test_an_unreachable_phone_fails_with_a_reason_and_comes_back(street: Street) -> None:
    phone = "13900000104"
    street.http.put(f"/sms/phones/{phone}", json={"reason": "phone_off"}).raise_for_status()
    failed = send(street, "unreachable-1", to=phone).json()["message_id"]
    street.http.put(f"/sms/phones/{phone}", json={"reason": None}).raise_for_status()
    reached = send(street, "unreachable-2", to=phone).json()["message_id"]

    receipts = [
        street.http.get(f"/sms/v1/messages/{message}", headers=street.as_sender()).json()
        for message in (failed, reached)
    ]
    assert [(r["state"], r["reason"]) for r in receipts] == [("failed", "phone_off"), ("delivered", None)]
    assert len(street.inbox(phone)) == 1


def test_own_ways_of_being_wrong(street: Street) -> None:
    street.fault("sms", "wrong", way="no_id", count=1)
    assert "message_id" not in send(street, "wrong-no-id").json()

    street.fault("sms", "wrong", way="lost", count=1)
    lost = send(street, "wrong-lost", to="13900000105").json()["message_id"]
    receipt = street.http.get(f"/sms/v1/messages/{lost}", headers=street.as_sender()).json()
    assert (receipt["state"], street.inbox("13900000105")) == ("accepted", [])

    street.fault("sms", "wrong", way="undelivered", count=1)
    off = send(street, "wrong-off").json()["message_id"]
    receipt = street.http.get(f"/sms/v1/messages/{off}", headers=street.as_sender()).json()
    assert (receipt["state"], receipt["reason"]) == ("failed", "phone_off")


class _Listener(http.server.ThreadingHTTPServer):
    """Counts the receipts that are pushed to us; ``arrived`` is set at the second."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[tuple[bytes, str]] = []
        self.arrived = threading.Event()
        self.expected = 1

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/receipts"


class _Handler(http.server.BaseHTTPRequestHandler):
    server: _Listener

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()
        self.server.bodies.append((body, self.headers["Receipt-Signature"]))
        if len(self.server.bodies) == self.server.expected:
            self.server.arrived.set()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def listener() -> Iterator[_Listener]:
    server = _Listener()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_receipt_is_pushed_and_signed(street: Street, listener: _Listener) -> None:
    message = send(street, "pushed-once", callback_url=listener.url).json()["message_id"]
    assert listener.arrived.wait(5)
    body, signed = listener.bodies[0]
    assert json.loads(body)["message_id"] == message
    assert signed == signature(body, API_KEY)


def test_twice_puts_it_on_the_phone_twice_and_pushes_the_receipt_twice(
    street: Street, listener: _Listener
) -> None:
    listener.expected = 2
    street.fault("sms", "twice", way="deliver", count=1)
    send(street, "pushed-twice", to="13900000106", callback_url=listener.url)
    assert listener.arrived.wait(5)
    assert listener.bodies[0] == listener.bodies[1]
    assert street.inbox("13900000106") == [TEXT, TEXT]


def test_messages_survive_a_kill(own_street: Street) -> None:
    first = send(own_street, "survives-1").json()
    own_street.kill()
    own_street.start()
    assert own_street.inbox("13900000101") == [TEXT]
    assert send(own_street, "survives-1").json() == first


@pytest.mark.parametrize(
    ("text", "parts"), [("字" * 70, 1), ("字" * 71, 2), ("𬭚" * 35, 1), ("𬭚" * 36, 2), ("字" * 135, 3)]
)
def test_length_is_counted_in_utf16_units(text: str, parts: int) -> None:
    assert segments(text) == parts

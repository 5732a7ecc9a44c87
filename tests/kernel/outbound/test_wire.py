"""One exchange: whatever the network does becomes an outcome, within the deadline."""

import datetime as dt
import http.server
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from pydantic import BaseModel

from leyiban.kernel.outbound.targets import Target
from leyiban.kernel.outbound.wire import MAX_ANSWER, Exchange, Outcome, Request, exchange
from tests.kernel.outbound.conftest import PHONE, TEXT, Sending
from tests.support.street import API_KEY, Street
from tests.support.waiting import free_port

SECOND = dt.timedelta(seconds=1)
Script = Callable[[http.server.BaseHTTPRequestHandler], None]


def say(
    street: Street, *, token: str = API_KEY, body: BaseModel | None = None, key: str = "wire-test-1"
) -> Exchange:
    request = Request(path="/v1/messages", body=body or Sending(to=PHONE, text=TEXT))
    return exchange(request, target=Target(f"{street.url}/sms", token), key=key, deadline=SECOND)


def test_delivered(street: Street) -> None:
    result = say(street)
    assert (result.outcome, result.status, result.code) == (Outcome.DELIVERED, 202, "")
    assert result.answer is not None and b"message_id" in result.answer.body


@pytest.mark.parametrize(
    ("kind", "order", "outcome", "status"),
    [
        ("down", {}, Outcome.UNAVAILABLE, 503),
        ("down", {"way": "hang"}, Outcome.TIMEOUT, None),
        ("slow", {"ms": 3000}, Outcome.TIMEOUT, None),
        ("wrong", {"way": "status_500"}, Outcome.UNAVAILABLE, 500),
        ("wrong", {"way": "garbage"}, Outcome.DELIVERED, 200),  # for the call's own reader to find out
    ],
)
def test_the_sandbox_in_every_mood(
    street: Street, kind: str, order: dict[str, object], outcome: Outcome, status: int | None
) -> None:
    street.fault("sms", kind, **order)
    result = say(street)
    assert (result.outcome, result.status) == (outcome, status)
    assert result.elapsed < SECOND * 1.5


def test_an_answer_that_breaks_off(street: Street) -> None:
    street.fault("sms", "wrong", way="cut")
    result = say(street)
    assert result.outcome in (
        Outcome.WRONG_ANSWER,
        Outcome.UNREACHABLE,
    )  # torn, or reset: as the kernel likes
    assert result.elapsed < SECOND


def test_nobody_listens() -> None:
    target = Target(f"http://127.0.0.1:{free_port()}")
    result = exchange(Request(path="/"), target=target, key="k", deadline=SECOND)
    assert result.outcome is Outcome.UNREACHABLE


def test_refusals_carry_the_services_code(street: Street) -> None:
    assert say(street, token="guessed").outcome is Outcome.UNAUTHORIZED
    bad = say(street, body=Sending(to="110", text=TEXT))
    assert (bad.outcome, bad.status, bad.code) == (Outcome.REFUSED, 422, "invalid_body")


class _Scripted(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: Script) -> None:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                script(self)

            def log_message(self, *args: object) -> None:
                """Quiet."""

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def serve() -> Iterator[Callable[[Script], Target]]:
    """A server that answers as a test scripts it."""
    running: list[tuple[_Scripted, threading.Thread]] = []

    def start(script: Script) -> Target:
        server = _Scripted(script)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread))
        return Target(f"http://127.0.0.1:{server.server_address[1]}")

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(target: Target, deadline: dt.timedelta = 20 * SECOND) -> Exchange:
    return exchange(Request(method="GET", path="/"), target=target, key="k", deadline=deadline)


def test_the_deadline_holds_although_bytes_keep_dripping(serve: Callable[[Script], Target]) -> None:
    stopped = threading.Event()

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not stopped.wait(0.05):
            try:
                handler.wfile.write(b" ")
            except OSError:
                return

    begun = time.monotonic()
    result = ask(serve(drip), SECOND / 2)
    stopped.set()
    assert result.outcome is Outcome.TIMEOUT
    assert time.monotonic() - begun < 10, "much later than the deadline, however busy the machine is"


def test_an_answer_without_end_is_a_wrong_answer(serve: Callable[[Script], Target]) -> None:
    def pour(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"x" * (MAX_ANSWER + 1))

    assert ask(serve(pour)).outcome is Outcome.WRONG_ANSWER


def _answering(status: int, body: bytes = b"", **headers: str) -> Script:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.mark.parametrize(
    ("script", "outcome", "code", "pause"),
    [
        (_answering(302, Location="http://127.0.0.1/"), Outcome.WRONG_ANSWER, "", None),
        (_answering(429, Retry_After="7"), Outcome.UNAVAILABLE, "", 7),
        (_answering(503, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), Outcome.UNAVAILABLE, "", None),
        (_answering(400, b'{"code": "13900000201"}'), Outcome.REFUSED, "", None),
        (_answering(400, b'{"code": "phone 13900000201"}'), Outcome.REFUSED, "", None),
        (_answering(400, b'{"code": "too_late"}'), Outcome.REFUSED, "too_late", None),
        (_answering(404, b"<html>"), Outcome.REFUSED, "", None),
        (_answering(403), Outcome.UNAUTHORIZED, "", None),
        (_answering(204), Outcome.DELIVERED, "", None),
    ],
)
def test_statuses(
    serve: Callable[[Script], Target], script: Script, outcome: Outcome, code: str, pause: int | None
) -> None:
    result = ask(serve(script))
    assert (result.outcome, result.code) == (outcome, code)
    assert result.retry_after == (dt.timedelta(seconds=pause) if pause else None)

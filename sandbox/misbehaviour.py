"""The layer between the network and a resident in which common faults happen."""

import asyncio

from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.answers import MAX_BODY, Problem
from sandbox.faults import COMMON_WAYS, FaultBook, FaultKind

HANG_SECONDS = 120.0
GARBAGE = "<html><body><h1>It works!</h1></body></html>"


class Misbehaviour:
    """Wraps a resident's API. A fault that is the resident's own is only passed on in the scope."""

    def __init__(self, app: ASGIApp, *, resident: str, faults: FaultBook) -> None:
        self.app = app
        self.resident = resident
        self.faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # All are drawn on arrival: a request that is kept waiting must not use up faults ordered later.
        slow, down, wrong, twice = (self.faults.strike(self.resident, kind) for kind in FaultKind)
        if slow and slow.way in COMMON_WAYS[FaultKind.SLOW]:
            await asyncio.sleep(slow.ms / 1000)
        if down:
            if down.way == "hang":
                await asyncio.sleep(HANG_SECONDS)
            await Problem(503, "down", "Switched off at the sandbox.").response()(scope, receive, send)
            return
        if wrong and wrong.way in COMMON_WAYS[FaultKind.WRONG]:
            await _wrong_answer(wrong.way, scope, receive, send)
            return
        orders = ((FaultKind.SLOW, slow), (FaultKind.WRONG, wrong), (FaultKind.TWICE, twice))
        scope["sandbox.faults"] = {kind: order.way for kind, order in orders if order}
        if twice and twice.way == "replay":
            body = await _whole_body(receive)
            await self.app(dict(scope), _said(body), _swallow)
            receive = _said(body)
        await self.app(scope, receive, send)


async def _wrong_answer(way: str, scope: Scope, receive: Receive, send: Send) -> None:
    if way == "cut":
        await _cut_answer(send)
        return
    answer: Response = HTMLResponse(GARBAGE)
    if way == "status_500":
        answer = JSONResponse({"error": "NullPointerException"}, status_code=500)
    await answer(scope, receive, send)


async def _cut_answer(send: Send) -> None:
    """Promise a thousand bytes and break off after a few, as a dying server does."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"message_id": "', "more_body": True})
    raise ConnectionAbortedError


async def _whole_body(receive: Receive) -> bytes:
    body = b""
    while len(body) <= MAX_BODY:
        message = await receive()
        if message["type"] != "http.request":
            break
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body


def _said(body: bytes) -> Receive:
    """A request whose body is already known."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def _swallow(message: Message) -> None:
    """The answer to the first of two requests is lost on the way."""

"""The carrier's counter: the API for senders, the phone for whoever reads along."""

import re

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.answers import Form, Problem, read_form, require_key
from sandbox.clock import now, shown, written
from sandbox.faults import FaultKind
from sandbox.pages import page, wants_json
from sandbox.register import Register
from sandbox.resident import Resident, fault_of
from sandbox.residents.sms.carrier import MAX_UNITS, Carrier, TextMessage, segments
from sandbox.residents.sms.receipts import ReceiptPusher
from sandbox.settings import Settings

PHONE = re.compile(r"1[3-9]\d{9}")
UNREACHABLE = ("phone_off", "number_unknown", "blocked")


class Sending(Form):
    to: str = Field(pattern=rf"^{PHONE.pattern}$")
    text: str = Field(min_length=1, max_length=MAX_UNITS)
    callback_url: str | None = Field(default=None, pattern=r"^https?://")


class Reachability(Form):
    reason: str | None = None  # None: reachable again


class SmsDesk:
    def __init__(self, settings: Settings, register: Register) -> None:
        self.settings = settings
        self.register = register
        self.carrier = Carrier(settings.state / "sms", settings.delivery)
        self.pusher = ReceiptPusher(settings.api_key)

    def resident(self) -> Resident:
        return Resident(
            name="sms",
            title="短信通道",
            about="收下短信,送到手机,回送达回执。验证码请到收件箱看。",
            api=(
                Route("/v1/messages", self.send, methods=["POST"]),
                Route("/v1/messages/{message_id}", self.receipt, methods=["GET"]),
            ),
            pages=(
                Route("/inbox", self.inbox, methods=["GET"]),
                Route("/phones/{phone}", self.set_reachability, methods=["PUT"]),
                Route("/phones/{phone}", self.toggle_phone, methods=["POST"]),
            ),
            page="/sms/inbox",
            own_ways={
                FaultKind.WRONG: ("no_id", "lost", "undelivered"),
                FaultKind.TWICE: ("deliver",),
            },
            state=lambda: f"{len(self.carrier.messages)} 条短信",
        )

    async def send(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        key = request.headers.get("idempotency-key", "")
        if not 8 <= len(key) <= 200:
            raise Problem(400, "idempotency_key_missing", "Send an Idempotency-Key of 8 to 200 characters.")
        sending = await read_form(request, Sending)
        wrong, twice = fault_of(request, FaultKind.WRONG), fault_of(request, FaultKind.TWICE)
        times = 2 if twice == "deliver" else 1
        message, is_new = self.carrier.accept(
            key=key, to=sending.to, text=sending.text, fault=wrong, copies=times
        )
        if is_new and sending.callback_url:
            self.pusher.later(message, sending.callback_url, times=times)
        if wrong == "no_id":
            return JSONResponse({"state": "accepted"}, status_code=202)
        answer = {
            "message_id": message.message_id,
            "state": "accepted",
            "accepted_at": written(message.accepted_at),
            "segments": segments(message.text),
        }
        return JSONResponse(answer, status_code=202 if is_new else 200)

    async def receipt(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        message = self.carrier.messages.get(request.path_params["message_id"])
        if message is None:
            raise Problem(404, "unknown_message")
        return JSONResponse(message.receipt(now()))

    async def inbox(self, request: Request) -> Response:
        phone = request.query_params.get("phone", "")
        moment = now()
        messages = self.carrier.inbox(phone, moment) if phone else []
        if wants_json(request):
            return JSONResponse({"phone": phone, "messages": [_on_screen(message) for message in messages]})
        return page(
            request,
            "inbox.html",
            phone=phone,
            phones=self._phone_book(),
            messages=[_on_screen(message) for message in messages],
            unreachable=self.carrier.unreachable,
        )

    async def set_reachability(self, request: Request) -> Response:
        wish = await read_form(request, Reachability)
        if wish.reason is not None and wish.reason not in UNREACHABLE:
            raise Problem(422, "invalid_body", fields=["reason"], allowed=list(UNREACHABLE))
        self._set_phone(request.path_params["phone"], wish.reason)
        return Response(status_code=204)

    async def toggle_phone(self, request: Request) -> Response:
        phone = request.path_params["phone"]
        self._set_phone(phone, None if phone in self.carrier.unreachable else "phone_off")
        return RedirectResponse(f"{request.scope['root_path']}/inbox?phone={phone}", status_code=303)

    def _set_phone(self, phone: str, reason: str | None) -> None:
        if not PHONE.fullmatch(phone):
            raise Problem(404, "unknown_phone")
        if reason is None:
            self.carrier.unreachable.pop(phone, None)
        else:
            self.carrier.unreachable[phone] = reason

    def _phone_book(self) -> list[tuple[str, str]]:
        """Phones with the names of those who use them; the last written to first."""
        names: dict[str, list[str]] = {phone: [] for phone in self.carrier.phones()}
        for person in self.register.persons.values():
            if person.phone:
                names.setdefault(person.phone, []).append(person.name)
        return [(phone, "、".join(people)) for phone, people in names.items()]


def _on_screen(message: TextMessage) -> dict[str, str]:
    return {
        "message_id": message.message_id,
        "text": message.text,
        "accepted_at": written(message.accepted_at),
        "shown_at": shown(message.accepted_at),
    }

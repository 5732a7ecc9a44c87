"""The counter of the province's platform: its API, and the desk at which a person plays the province."""

import base64
import hashlib
from typing import Any

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.answers import Form, Problem, read_form, require_key
from sandbox.faults import FaultKind
from sandbox.keys import ed25519_key
from sandbox.pages import page, wants_json
from sandbox.resident import Resident, fault_of
from sandbox.residents.province.collector import Collector
from sandbox.residents.province.registry import HandedUp, Register
from sandbox.residents.province.signed import public_text, signed, verified
from sandbox.settings import Settings

PAGE = 100
MAX_MESSAGE = 32 * 1024 * 1024  # bytes: a scanned paper


class Said(Form):
    body: str
    signature: str = Field(max_length=200)
    public_key: str = Field(max_length=100)


class PaperSent(Form):
    """``content`` in base64; ``digest`` is ``sha256:`` over its bytes."""

    digest: str = Field(max_length=80)
    content: str


class Complaint(Form):
    position: int
    reason: str = Field(max_length=60)


class ProvinceDesk:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        directory = settings.state / "province"
        self.key = ed25519_key(directory / "key.pem")
        self.register = Register(directory / "register.jsonl")
        self.collector = Collector(directory / "records.jsonl")

    def resident(self) -> Resident:
        return Resident(
            name="province",
            title="省级政务平台",
            about="收市里代收的省级事项,回执、补正、决定、证照都签名;汇聚全部办件,每天签字对账。",
            api=(
                Route("/v1/papers", self.paper, methods=["POST"]),
                Route("/v1/messages", self.message, methods=["POST"]),
                Route("/v1/mailbox", self.mailbox, methods=["GET"]),
                Route("/v1/complaints", self.complaint, methods=["POST"]),
                Route("/v1/records", self.record, methods=["POST"]),
                Route("/v1/records/{day}", self.records, methods=["GET"]),
                Route("/v1/statements/{day}", self.statement, methods=["GET"]),
            ),
            pages=(
                Route("/desk", self.desk_page, methods=["GET"]),
                Route("/desk/{number}", self.answer, methods=["POST"]),
                Route("/spoil/{record:path}", self.spoil, methods=["POST"]),
            ),
            page="/province/desk",
            own_ways={
                FaultKind.SLOW: ("late",),
                FaultKind.WRONG: ("signature", "other_case", "out_of_order", "format"),
                FaultKind.TWICE: ("again",),
            },
            state=lambda: f"{len(self.register.cases)} 件,{len(self.collector.rows)} 条办件记录",
        )

    async def paper(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        sent = await read_form(request, PaperSent, limit=MAX_MESSAGE)
        content = base64.b64decode(sent.content)
        if sent.digest != f"sha256:{hashlib.sha256(content).hexdigest()}":
            raise Problem(422, "other_digest", "These are not the bytes of that digest.")
        self.register.keep_paper(sent.digest)
        return JSONResponse({"digest": sent.digest}, status_code=201)

    async def message(self, request: Request) -> Response:
        sent = await self._said(request)
        case, is_new = self.register.take(sent.body)
        return JSONResponse({"registry": case.registry}, status_code=201 if is_new else 200)

    async def mailbox(self, request: Request) -> Response:
        """Answers after a place, in order. This is where the province loses its head, when told to."""
        require_key(request, self.settings.api_key)
        after = int(request.query_params.get("after", "0"))
        found = self.register.listing(after, PAGE)
        if fault_of(request, FaultKind.SLOW) == "late":
            found = []
        wrong = fault_of(request, FaultKind.WRONG)
        if wrong == "out_of_order":
            found = found[1:][::-1]
        answers = [signed(self.key, self._spoilt(answer, wrong)) for answer in found]
        if wrong == "signature":
            answers = [{**each, "signature": base64.b64encode(bytes(64)).decode()} for each in answers]
        if fault_of(request, FaultKind.TWICE) == "again":
            answers += answers
        return JSONResponse({"answers": answers, "key": public_text(self.key)})

    async def complaint(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        sent = await read_form(request, Complaint)
        self.register.say_again(sent.position)
        return JSONResponse({}, status_code=201)

    async def record(self, request: Request) -> Response:
        sent = await self._said(request)
        if fault_of(request, FaultKind.WRONG) == "format":
            raise Problem(422, "unknown_format", "The format of this record is not known here.")
        is_new = self.collector.take(sent.body)
        return JSONResponse({"taken": is_new}, status_code=201 if is_new else 200)

    async def records(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        rows = self.collector.of_day(request.path_params["day"])
        place = int(request.query_params.get("from", "0"))
        part = rows[place : place + PAGE]
        return JSONResponse({"records": [row["body"] for row in part], "more": place + PAGE < len(rows)})

    async def statement(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        said = signed(self.key, self.collector.statement(request.path_params["day"]))
        if fault_of(request, FaultKind.WRONG) == "signature":
            said["signature"] = base64.b64encode(bytes(64)).decode()
        return JSONResponse(said)

    async def desk_page(self, request: Request) -> Response:
        cases = list(self.register.cases.values())
        if wants_json(request):
            return JSONResponse({"cases": [_on_screen(case) for case in cases]})
        return page(request, "province.html", cases=cases, records=self.collector.rows[-50:])

    async def answer(self, request: Request) -> Response:
        """``kind`` correction, grant, deny or licence, with ``text``."""
        form = await request.form()
        number, kind, text = (
            request.path_params["number"],
            str(form.get("kind", "")),
            str(form.get("text", "")),
        )
        rounds = [case for case in self.register.cases.values() if case.number == number]
        if not rounds:
            raise Problem(404, "unknown_case")
        case = rounds[-1]
        match kind:
            case "grant" | "deny":
                self.register.say(case, "decision", decision=kind, text=text or "经审查,依法作出决定。")
            case "licence":
                self.register.say(case, "licence", licence=text or f"川械{case.registry[-8:]}", text="")
            case _:
                self.register.say(case, "correction", text=text or "请补充说明。")
        return RedirectResponse("/province/desk", status_code=303)

    async def spoil(self, request: Request) -> Response:
        form = await request.form()
        self.collector.spoil(
            request.path_params["record"],
            str(form.get("how", "")),
            name=str(form.get("field", "")),
            value=str(form.get("value", "")),
        )
        return RedirectResponse("/province/desk", status_code=303)

    async def _said(self, request: Request) -> Said:
        require_key(request, self.settings.api_key)
        sent = await read_form(request, Said, limit=MAX_MESSAGE)
        verified(sent.body, sent.signature, sent.public_key)
        self.register.trust(sent.public_key)
        return sent

    def _spoilt(self, answer: dict[str, Any], wrong: str | None) -> dict[str, Any]:
        """An answer about another case under this one's number: what a mixed-up folder does."""
        if wrong != "other_case":
            return answer
        others = [case for case in self.register.cases.values() if case.number != answer["number"]]
        other = others[0].package if others else "sha256:" + "0" * 64
        return {**answer, "package": other}


def _on_screen(case: HandedUp) -> dict[str, Any]:
    return {
        "number": case.number,
        "round": case.round,
        "registry": case.registry,
        "state": case.state,
        "papers": len(case.body["papers"]),
        "messages": [message["kind"] for message in case.messages],
    }

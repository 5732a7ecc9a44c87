"""The authority's identity check, its face check, and the register of enterprises."""

import secrets
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.answers import Form, Problem, read_form, require_key
from sandbox.clock import now, written
from sandbox.faults import FaultKind
from sandbox.pages import page
from sandbox.register import Register
from sandbox.resident import Resident, fault_of
from sandbox.settings import Settings
from sandbox.urls import with_query


class Identity(Form):
    name: str
    resident_id: str


class FaceOrder(Identity):
    return_url: str


class EnterpriseQuery(Form):
    uscc: str


class RepresentativeQuery(Identity):
    uscc: str


@dataclass(frozen=True, slots=True)
class FaceCheck:
    name: str
    return_url: str
    state: str = "waiting"
    checked_at: str | None = None


class IdentityDesk:
    """Numbers of people come in bodies only, never in a path or query that a log would keep."""

    def __init__(self, settings: Settings, register: Register) -> None:
        self.settings = settings
        self.register = register
        self.faces: dict[str, FaceCheck] = {}
        self.asked = 0

    def resident(self) -> Resident:
        return Resident(
            name="identity",
            title="身份核验",
            about="姓名与公民身份号码核对、人脸核验、企业登记查询。",
            api=(
                Route("/v1/match", self.match, methods=["POST"]),
                Route("/v1/faces", self.order_face, methods=["POST"]),
                Route("/v1/faces/{reference}", self.face, methods=["GET"]),
                Route("/v1/enterprises", self.enterprise, methods=["POST"]),
                Route("/v1/legal-representatives", self.legal_representative, methods=["POST"]),
            ),
            pages=(
                Route("/register", self.register_page, methods=["GET"]),
                Route("/faces/{reference}", self.face_page, methods=["GET"]),
                Route("/faces/{reference}", self.decide_face, methods=["POST"]),
            ),
            page="/identity/register",
            own_ways={FaultKind.WRONG: ("mismatch",)},
            state=lambda: (
                f"{len(self.register.persons)} 人,{len(self.register.enterprises)} 户,已核 {self.asked} 次"
            ),
        )

    async def match(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        asked = await read_form(request, Identity)
        return self._verdict(request, self._matches(asked))

    async def legal_representative(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        asked = await read_form(request, RepresentativeQuery)
        enterprise = self.register.enterprises.get(asked.uscc)
        if enterprise is None:
            return self._verdict(request, "unknown")
        if enterprise.status != "in_operation":
            return self._verdict(request, "not_in_operation")
        if enterprise.legal_representative != asked.resident_id:
            return self._verdict(request, "mismatch")
        return self._verdict(request, self._matches(asked))

    async def enterprise(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        asked = await read_form(request, EnterpriseQuery)
        self.asked += 1
        found = self.register.enterprises.get(asked.uscc)
        if found is None:
            return JSONResponse({"found": False, "checked_at": written(now())})
        facts = found.model_dump(exclude={"legal_representative"})
        facts["legal_representative"] = self.register.representative_of(found).name
        return JSONResponse({"found": True, "checked_at": written(now()), "enterprise": facts})

    async def order_face(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        asked = await read_form(request, FaceOrder)
        if self._matches(asked) != "match":
            raise Problem(422, "identity_mismatch", "Name and number do not belong together.")
        if not asked.return_url.startswith(("http://", "https://")):
            raise Problem(422, "invalid_body", fields=["return_url"])
        reference = secrets.token_urlsafe(16)
        self.faces[reference] = FaceCheck(asked.name, asked.return_url)
        url = f"{self.settings.public_url}/identity/faces/{reference}"
        return JSONResponse({"reference": reference, "url": url}, status_code=201)

    async def face(self, request: Request) -> Response:
        require_key(request, self.settings.api_key)
        check = self._face(request)
        return JSONResponse({"state": check.state, "checked_at": check.checked_at})

    async def face_page(self, request: Request) -> Response:
        return page(request, "face.html", check=self._face(request))

    async def decide_face(self, request: Request) -> Response:
        form: FormData = await request.form()
        reference = request.path_params["reference"]
        check = self._face(request)
        state = "passed" if form.get("answer") == "passed" else "failed"
        self.faces[reference] = replace(check, state=state, checked_at=written(now()))
        return RedirectResponse(with_query(check.return_url, urlencode({"face": reference})), status_code=303)

    async def register_page(self, request: Request) -> Response:
        return page(request, "register.html", register=self.register)

    def _matches(self, asked: Identity) -> str:
        person = self.register.persons.get(asked.resident_id)
        if person is None:
            return "unknown"
        return "match" if person.name == asked.name else "mismatch"

    def _verdict(self, request: Request, result: str) -> Response:
        self.asked += 1
        if fault_of(request, FaultKind.WRONG) == "mismatch":
            result = "mismatch"
        answer = {"result": result, "reference": secrets.token_hex(8), "checked_at": written(now())}
        return JSONResponse(answer)

    def _face(self, request: Request) -> FaceCheck:
        check = self.faces.get(request.path_params["reference"])
        if check is None:
            raise Problem(404, "unknown_reference")
        return check

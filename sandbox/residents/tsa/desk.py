"""The authority's counter: DER in, DER out."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.answers import Problem, read_body
from sandbox.clock import now
from sandbox.faults import FaultKind
from sandbox.resident import Resident, fault_of
from sandbox.residents.tsa.authority import open_authority
from sandbox.residents.tsa.stamps import Rejected, granted, read_request, rejected
from sandbox.settings import Settings

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"


class TsaDesk:
    def __init__(self, settings: Settings) -> None:
        self.authority = open_authority(settings.state / "tsa")
        self.stamped = 0

    def resident(self) -> Resident:
        return Resident(
            name="tsa",
            title="时间戳服务",
            about="RFC 3161 可信时间戳,供电子印章使用。",
            api=(
                Route("/v1/stamp", self.stamp, methods=["POST"]),
                Route("/v1/chain.pem", self.chain, methods=["GET"]),
            ),
            page="/tsa/v1/chain.pem",
            own_ways={FaultKind.WRONG: ("nonce", "imprint")},
            state=lambda: f"盖 {self.stamped} 次",
        )

    async def stamp(self, request: Request) -> Response:
        if request.headers.get("content-type") != QUERY:
            raise Problem(415, "unsupported_type", f"Send {QUERY}.")
        try:
            asked = read_request(await read_body(request))
        except Rejected as refusal:
            return Response(rejected(refusal.failure), media_type=REPLY)
        wrong = fault_of(request, FaultKind.WRONG)
        self.stamped += 1
        return Response(granted(asked, authority=self.authority, at=now(), wrong=wrong), media_type=REPLY)

    async def chain(self, request: Request) -> Response:
        return Response(self.authority.chain_pem, media_type="application/x-pem-file")

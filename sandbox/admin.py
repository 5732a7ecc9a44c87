"""The switches: faults on and off, for tests over JSON and for people over the home page."""

from collections.abc import Mapping

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.answers import Form, Problem, read_form
from sandbox.faults import FaultBook, FaultKind, Order
from sandbox.pages import page
from sandbox.resident import Resident

HOME_DELAY_MS = 8000  # what the switch "slow" on the home page means


class FaultOrder(Form):
    way: str | None = None
    ms: int = Field(default=0, ge=0, le=600_000)
    chance: float = Field(default=1.0, ge=0, le=1)
    count: int | None = Field(default=None, ge=1)
    seed: int = 0


class Switchboard:
    def __init__(self, residents: Mapping[str, Resident], faults: FaultBook) -> None:
        self.residents = residents
        self.faults = faults

    def routes(self) -> list[Route]:
        return [
            Route("/", self.home, methods=["GET"]),
            Route("/health", self.health, methods=["GET"]),
            Route("/switch", self.switch, methods=["POST"]),
            Route("/admin/faults", self.listing, methods=["GET"]),
            Route("/admin/faults", self.reset, methods=["DELETE"]),
            Route("/admin/faults/{resident}/{kind}", self.order, methods=["PUT"]),
            Route("/admin/faults/{resident}/{kind}", self.clear, methods=["DELETE"]),
        ]

    async def home(self, request: Request) -> Response:
        rows = [
            (resident, {kind: self.faults.listing(resident.name).get(kind) for kind in FaultKind})
            for resident in self.residents.values()
        ]
        return page(request, "home.html", rows=rows, kinds=list(FaultKind))

    async def health(self, request: Request) -> Response:
        return JSONResponse({"status": "ok", "residents": list(self.residents)})

    async def switch(self, request: Request) -> Response:
        """A form of the home page: an empty way switches the fault off."""
        form = await request.form()
        resident = self._resident(str(form.get("resident", "")))
        kind = _kind(str(form.get("kind", "")))
        way = str(form.get("way", ""))
        if way:
            self.faults.set(resident.name, kind, Order(way=_way(resident, kind, way), ms=HOME_DELAY_MS))
        else:
            self.faults.clear(resident.name, kind)
        return RedirectResponse("/", status_code=303)

    async def listing(self, request: Request) -> Response:
        return JSONResponse({name: self.faults.listing(name) for name in self.residents})

    async def order(self, request: Request) -> Response:
        resident = self._resident(request.path_params["resident"])
        kind = _kind(request.path_params["kind"])
        wish = await read_form(request, FaultOrder)
        order = Order(
            way=_way(resident, kind, wish.way),
            ms=wish.ms,
            chance=wish.chance,
            count=wish.count,
            seed=wish.seed,
        )
        self.faults.set(resident.name, kind, order)
        return JSONResponse(self.faults.listing(resident.name))

    async def clear(self, request: Request) -> Response:
        resident = self._resident(request.path_params["resident"])
        self.faults.clear(resident.name, _kind(request.path_params["kind"]))
        return Response(status_code=204)

    async def reset(self, request: Request) -> Response:
        self.faults.clear()
        return Response(status_code=204)

    def _resident(self, name: str) -> Resident:
        if name not in self.residents:
            raise Problem(404, "unknown_resident", allowed=list(self.residents))
        return self.residents[name]


def _kind(name: str) -> FaultKind:
    try:
        return FaultKind(name)
    except ValueError:
        raise Problem(404, "unknown_fault", allowed=list(FaultKind)) from None


def _way(resident: Resident, kind: FaultKind, way: str | None) -> str:
    ways = resident.ways(kind)
    if way is None:
        return ways[0]
    if way not in ways:
        raise Problem(422, "unknown_way", allowed=list(ways))
    return way

"""The street on which the residents live: one ASGI application."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Router
from starlette.staticfiles import StaticFiles

from sandbox.admin import Switchboard
from sandbox.answers import Problem
from sandbox.faults import FaultBook
from sandbox.misbehaviour import Misbehaviour
from sandbox.register import load_register
from sandbox.resident import Resident
from sandbox.residents.identity import IdentityDesk
from sandbox.residents.oidc import OidcDesk
from sandbox.residents.province import ProvinceDesk
from sandbox.residents.sms import SmsDesk
from sandbox.residents.tsa import TsaDesk
from sandbox.residents.witness import WitnessDesk
from sandbox.settings import HERE, Settings


def residents_of(settings: Settings) -> dict[str, Resident]:
    register = load_register(settings.register)
    residents = (
        SmsDesk(settings, register).resident(),
        IdentityDesk(settings, register).resident(),
        OidcDesk(settings, register).resident(),
        WitnessDesk(settings).resident(),
        TsaDesk(settings).resident(),
        ProvinceDesk(settings).resident(),
    )
    return {resident.name: resident for resident in residents}


def build_street(settings: Settings) -> Starlette:
    """All residents under ``/<name>``, each API behind its faults, and the switches at the root."""
    faults = FaultBook()
    residents = residents_of(settings)
    routes: list[BaseRoute] = list(Switchboard(residents, faults).routes())
    routes += [Mount(f"/{resident.name}", app=_house(resident, faults)) for resident in residents.values()]
    routes.append(Mount("/static", app=StaticFiles(directory=HERE / "static")))
    return Starlette(routes=routes, exception_handlers={Problem: _problem})


def _house(resident: Resident, faults: FaultBook) -> Router:
    """Pages first; whatever they do not answer is the API's."""
    api = Router(
        routes=list(resident.api),
        middleware=[Middleware(Misbehaviour, resident=resident.name, faults=faults)],
    )
    return Router(routes=[*resident.pages, Mount("/", app=api)])


async def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem.response()

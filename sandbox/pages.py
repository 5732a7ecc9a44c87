"""Pages for people at a screen: the developer who plays the citizen's phone, and the tester at the switches."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, *, status_code: int = 200, **facts: object) -> HTMLResponse:
    text = _environment().get_template(template).render(path=request.url.path, **facts)
    return HTMLResponse(text, status_code=status_code)


def wants_json(request: Request) -> bool:
    """A program says so in ``Accept`` or by ``?format=json``; everybody else gets a page."""
    accept = request.headers.get("accept", "")
    return request.query_params.get("format") == "json" or accept.startswith("application/json")

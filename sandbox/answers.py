"""How residents read what they are sent and how they say no (RFC 9457)."""

from http import HTTPStatus
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

MAX_BODY = 64 * 1024  # bytes; what a resident takes, unless it says otherwise


class Form(BaseModel):
    """A request body: unknown fields are refused, so that a slip in a name is seen at once."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Problem(Exception):
    """A refusal on its way to the caller. ``code`` is stable and never holds anything the caller sent."""

    def __init__(self, status: int, code: str, detail: str = "", **more: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.more = more

    def response(self) -> JSONResponse:
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **self.more,
        }
        return JSONResponse(body, status_code=self.status, media_type="application/problem+json")


F = TypeVar("F", bound=Form)


async def read_form(request: Request, form: type[F], *, limit: int = MAX_BODY) -> F:
    """The JSON body as ``form``; ``invalid_body`` names the fields that are wrong, never their values."""
    body = await read_body(request, limit=limit)
    try:
        return form.model_validate_json(body)
    except ValidationError as error:
        fields = sorted({".".join(str(part) for part in problem["loc"]) for problem in error.errors()})
        raise Problem(422, "invalid_body", "These fields are wrong or missing.", fields=fields) from error


async def read_body(request: Request, *, limit: int = MAX_BODY) -> bytes:
    body = await request.body()
    if len(body) > limit:
        raise Problem(413, "too_large", f"At most {limit} bytes.")
    return body


def require_key(request: Request, api_key: str) -> None:
    if request.headers.get("authorization") != f"Bearer {api_key}":
        raise Problem(401, "unauthorized", "Send the key as 'Authorization: Bearer …'.")

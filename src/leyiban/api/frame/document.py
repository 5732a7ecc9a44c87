"""The OpenAPI 3.1 document: what ninja knows of our endpoints, and what their doors ask for."""

from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from leyiban.api.frame.call import KEY_HEADER, REPLAYED_HEADER
from leyiban.api.frame.door import JSON, Asks, asks_of
from leyiban.api.frame.problems import MEDIA_TYPE, Problem
from leyiban.kernel.rights import ANYONE

Json = dict[str, Any]

_SCHEMES: Final[Json] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token of yours: `POST /tokens`, or `POST /me/tokens` when you are signed in.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "The portal's session. Calls that write also bring `X-CSRFToken`.",
    },
}
_PARAMETERS: Final[Json] = {
    "IdempotencyKey": {
        "name": KEY_HEADER,
        "in": "header",
        "required": True,
        "description": "New for every act, the same when you send it again: then it is done once.",
        "schema": {"type": "string", "minLength": 8, "maxLength": 200, "pattern": "^[!-~]+$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The `ETag` of what you saw. If it has moved on since, nothing is done (412).",
        "schema": {"type": "string", "examples": ['"7.zh"']},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "The `ETag` of what you have. If it is still so, the answer is 304 without a body.",
        "schema": {"type": "string"},
    },
}
_HEADERS: Final[Json] = {
    "ETag": {
        "description": "The version of what is answered, for `If-Match` and `If-None-Match`.",
        "schema": {"type": "string"},
    },
    "Replayed": {
        "description": "`true` when this act was done before under the same key.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "RetryAfter": {"description": "Seconds.", "schema": {"type": "integer", "minimum": 1}},
}


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


class Document(OpenAPISchema):
    """The document of one API, its paths below the server's address."""

    def __init__(self, api: NinjaAPI) -> None:
        super().__init__(api, path_prefix="")

    def methods(self, operations: list[Operation]) -> Json:
        """HEAD is not told: it is GET without a body."""
        found: Json = super().methods(operations)
        found.pop("head", None)
        return found

    def operation_parameters(self, operation: Operation) -> list[Json]:
        """Examples stay in a parameter's schema: beside it they would have another form."""
        parameters: list[Json] = super().operation_parameters(operation)
        for parameter in parameters:
            parameter.pop("examples", None)
        return parameters

    def operation_details(self, operation: Operation) -> Json:
        """Ninja's words about an operation, and its door's."""
        details: Json = super().operation_details(operation)
        asks = asks_of(operation)
        details["security"] = _security(asks)
        details["x-right"] = asks.right.name
        details["x-scope"] = None if asks.scope is None else asks.scope.value
        details["parameters"] += _parameters(asks)
        if media := details.pop("x-media", None):
            told = details["responses"][HTTPStatus.OK]
            told["content"] = {media: told.get("content", {}).get(JSON, {})}
        for answer in details["responses"].values():
            _add_headers(answer, asks)
        details["responses"] |= _problems(asks, takes_body="requestBody" in details)
        details["responses"] = {str(int(status)): told for status, told in details["responses"].items()} | {
            "default": _ref("responses", "Problem")
        }
        return details

    def get_components(self) -> Json:
        """Ninja's schemas, and what all our operations share."""
        components: Json = super().get_components()
        for each in components["schemas"].values():
            if "enum" in each:  # its docstring speaks to whoever reads the code; names stand at GET /codes
                each.pop("description", None)
        schema = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
        components["schemas"] |= {**schema.pop("$defs"), "Problem": schema}
        problem = {
            "description": "A refusal, with what to do.",
            "content": {MEDIA_TYPE: {"schema": _ref("schemas", "Problem")}},
        }
        return components | {
            "securitySchemes": _SCHEMES,
            "parameters": _PARAMETERS,
            "headers": _HEADERS,
            "responses": {
                "Problem": problem,
                "ProblemLater": {**problem, "headers": {"Retry-After": _ref("headers", "RetryAfter")}},
                "Unchanged": {
                    "description": "You have it already.",
                    "headers": {"ETag": _ref("headers", "ETag")},
                },
            },
        }


def _security(asks: Asks) -> list[Json]:
    signed_in: list[Json] = [{"session": []}] if asks.scope is None else [{"token": []}, {"session": []}]
    return [{}, *signed_in] if asks.right is ANYONE else signed_in


def _parameters(asks: Asks) -> list[Json]:
    wanted = {"IdempotencyKey": asks.once, "IfMatch": asks.versioned, "IfNoneMatch": asks.tagged}
    return [_ref("parameters", name) for name, is_wanted in wanted.items() if is_wanted]


def _add_headers(answer: Json, asks: Asks) -> None:
    headers: Json = {}
    if asks.tagged or asks.versioned:
        headers["ETag"] = _ref("headers", "ETag")
    if asks.once:
        headers[REPLAYED_HEADER] = _ref("headers", "Replayed")
    if headers:
        answer["headers"] = headers


def _problems(asks: Asks, *, takes_body: bool) -> dict[int, Json]:
    """The refusals that an operation's door can give by itself; its domain's come under ``default``."""
    problem, later = _ref("responses", "Problem"), _ref("responses", "ProblemLater")
    told: dict[int, tuple[Json, bool]] = {
        HTTPStatus.NOT_MODIFIED: (_ref("responses", "Unchanged"), asks.tagged),
        HTTPStatus.BAD_REQUEST: (problem, takes_body or asks.once),
        HTTPStatus.UNAUTHORIZED: (problem, True),
        HTTPStatus.FORBIDDEN: (problem, True),
        HTTPStatus.NOT_FOUND: (problem, True),
        HTTPStatus.CONFLICT: (problem, asks.once),
        HTTPStatus.PRECONDITION_FAILED: (problem, asks.versioned),
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE: (problem, takes_body),
        HTTPStatus.UNPROCESSABLE_ENTITY: (problem, True),
        HTTPStatus.PRECONDITION_REQUIRED: (problem, asks.versioned),
        HTTPStatus.TOO_MANY_REQUESTS: (later, bool(asks.throttle)),
        HTTPStatus.SERVICE_UNAVAILABLE: (later, True),
    }
    return {status: answer for status, (answer, is_told) in told.items() if is_told}

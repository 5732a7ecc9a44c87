"""Holds every answer seen in a test against the OpenAPI document."""

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs
from django.http.response import HttpResponseBase

from leyiban.api.frame.door import PREFIX
from leyiban.api.v1 import api

JSON = ("application/json", "application/problem+json", "application/schema+json")
_PARAMETER = re.compile(r"\\{(\w+)\\}")


@cache
def document() -> dict[str, Any]:
    """The document as programs get it."""
    return json.loads(json.dumps(api.get_openapi_schema()))


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every (method, path template, operation)."""
    return [
        (method.upper(), path, operation)
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
    ]


def check_answer(method: str, address: str, response: HttpResponseBase) -> None:
    """Fail when ``response`` is not what the document promises for this call."""
    operation = _operation("GET" if method == "HEAD" else method, address)
    told = _told(operation, response.status_code)
    media = response.headers.get("Content-Type", "").partition(";")[0]
    if response.status_code in (204, 304) or method == "HEAD":
        assert response.content == b"", f"{method} {address} answers {response.status_code} with a body"
        return
    for name in told.get("headers", {}):
        assert name in response.headers or name in ("Idempotent-Replayed",), (
            f"{method} {address} tells no {name}"
        )
    content = told["content"]
    assert media in content or "*/*" in content, f"{method} {address} answers {media}, not {list(content)}"
    if media in JSON and (schema := content[media].get("schema")):
        _validator(json.dumps(schema)).validate(json.loads(response.content))


def _told(operation: dict[str, Any], status: int) -> dict[str, Any]:
    responses = operation["responses"]
    if status < 400:
        assert str(status) in responses, f"{operation['operationId']} does not tell of {status}"
    told = responses.get(str(status), responses["default"])
    reference = told.get("$ref")
    return told if reference is None else document()["components"]["responses"][reference.rpartition("/")[2]]


def _operation(method: str, address: str) -> dict[str, Any]:
    path = address.partition("?")[0].removeprefix(PREFIX)
    for known, pattern, operation in _patterns():
        if known == method and pattern.fullmatch(path):
            return operation
    raise AssertionError(f"{method} {address} stands in no document")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str], dict[str, Any]]]:
    # A path without a parameter goes before one that would swallow it.
    ordered = sorted(operations(), key=lambda each: each[1].count("{"))
    return [
        (method, re.compile(_PARAMETER.sub("[^/]+", re.escape(path))), operation)
        for method, path, operation in ordered
    ]


@cache
def _validator(schema: str) -> Any:
    whole = {**json.loads(schema), "components": document()["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

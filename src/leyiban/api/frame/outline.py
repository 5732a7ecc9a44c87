"""The document as a page reads it: sections of endpoints, each with what it takes and answers."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_REF: Final = "#/components/"
_DEEPEST: Final = 4

Json = Mapping[str, Any]


Words = tuple[tuple[bool, str], ...]
"""A sentence in pieces, each with whether it is code."""


@dataclass(frozen=True, slots=True)
class Line:
    """One field: ``depth`` says how far inside; ``kind`` its type in words."""

    depth: int
    name: str
    kind: str
    required: bool
    about: Words


@dataclass(frozen=True, slots=True)
class Answered:
    status: str
    media: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Endpoint:
    name: str
    method: str
    path: str
    summary: Words
    about: Words
    right: str
    scope: str
    parameters: tuple[Line, ...]
    takes: str
    body: tuple[Line, ...]
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    endpoints: tuple[Endpoint, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    title: str
    version: str
    about: str
    server: str
    sections: tuple[Section, ...]


def outline(document: Json) -> Outline:
    """The outline of an OpenAPI document of ours."""
    sections: dict[str, list[Endpoint]] = {}
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                details = methods[method]
                sections.setdefault(details["tags"][0], []).append(_endpoint(document, path, method, details))
    return Outline(
        title=document["info"]["title"],
        version=document["info"]["version"],
        about=document["info"]["description"],
        server=document["servers"][0]["url"],
        sections=tuple(Section(name, tuple(endpoints)) for name, endpoints in sections.items()),
    )


def _endpoint(document: Json, path: str, method: str, details: Json) -> Endpoint:
    media, schema = _content(details.get("requestBody", {}))
    _, _, about = details["description"].partition("\n\n")
    return Endpoint(
        name=details["operationId"],
        method=method.upper(),
        path=path,
        summary=_words(details["summary"]),
        about=_words(about),
        right=details["x-right"],
        scope=details["x-scope"] or "",
        parameters=tuple(_parameter(document, each) for each in details["parameters"]),
        takes=media,
        body=tuple(_lines(document, schema, 0)),
        answers=_answers(document, details["responses"]),
    )


def _words(text: str) -> Words:
    return tuple((bool(place % 2), piece) for place, piece in enumerate(text.split("`")) if piece)


def _parameter(document: Json, parameter: Json) -> Line:
    told = _resolved(document, parameter)
    return Line(
        depth=0,
        name=told["name"],
        kind=f"{told['in']} · {_kind(document, told['schema'])}",
        required=told.get("required", False),
        about=_words(told.get("description", "")),
    )


def _answers(document: Json, responses: Json) -> tuple[Answered, ...]:
    """What is answered when all is well; statuses with the same body together."""
    bodies: dict[tuple[str, tuple[Line, ...]], list[str]] = {}
    for status, answer in responses.items():
        if status.startswith("2"):
            media, schema = _content(answer)
            bodies.setdefault((media, tuple(_lines(document, schema, 0))), []).append(status)
    return tuple(Answered(" or ".join(statuses), media, lines) for (media, lines), statuses in bodies.items())


def _content(holder: Json) -> tuple[str, Json]:
    for media, content in holder.get("content", {}).items():
        return media, content.get("schema", {})
    return "", {}


def _lines(document: Json, schema: Json, depth: int) -> Iterator[Line]:
    """The fields of an object, those of objects inside it behind each."""
    inner = _object_in(document, schema)
    if inner is None or depth > _DEEPEST:
        return
    required = set(inner.get("required", ()))
    for name, field in inner.get("properties", {}).items():
        about = field.get("description") or _resolved(document, field).get("description", "")
        yield Line(depth, name, _kind(document, field), name in required, _words(about))
        yield from _lines(document, field, depth + 1)


def _object_in(document: Json, schema: Json) -> Json | None:
    """The object that a schema is, lists, or may be."""
    told = _resolved(document, schema)
    if "properties" in told:
        return told
    if "items" in told:
        return _object_in(document, told["items"])
    for option in told.get("anyOf", ()):
        if (found := _object_in(document, option)) is not None:
            return found
    return None


def _kind(document: Json, schema: Json) -> str:
    told = _resolved(document, schema)
    if "enum" in told:
        return " | ".join(json.dumps(each, ensure_ascii=False) for each in told["enum"])
    if "const" in told:
        return json.dumps(told["const"], ensure_ascii=False)
    if "anyOf" in told:
        return " or ".join(dict.fromkeys(_kind(document, each) for each in told["anyOf"]))
    if told.get("type") == "array":
        return f"list of {_kind(document, told.get('items', {}))}"
    kind = str(told.get("type", "anything"))
    return f"{kind} ({told['format']})" if "format" in told else kind


def _resolved(document: Json, schema: Json) -> Json:
    while (reference := schema.get("$ref")) is not None:
        target: Any = document["components"]
        for step in reference.removeprefix(_REF).split("/"):
            target = target[step]
        schema = target
    return schema

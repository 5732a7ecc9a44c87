"""From plain data to a strict model: every complaint with its line, in both languages, with a suggestion."""

import json
import re
from collections.abc import Sequence
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from leyiban.catalogue.problems import Problem, choose_from, say
from leyiban.catalogue.source import Source
from leyiban.catalogue.words import Bilingual, Miswritten

Model = TypeVar("Model", bound=BaseModel)


def build(model: type[Model], source: Source) -> tuple[Model | None, tuple[Problem, ...]]:
    """The model, or None and everything that keeps ``source`` from being one."""
    try:
        return model.model_validate_json(json.dumps(source.data), strict=True), ()
    except ValidationError as error:
        return None, tuple(_problem(model, source, detail) for detail in error.errors())


def _problem(model: type[BaseModel], source: Source, detail: ErrorDetails) -> Problem:
    path = detail["loc"]
    what, what_to_do = _words(model, detail)
    return Problem(source.file, source.line(path), f"shape.{detail['type']}", what, what_to_do)


def _words(model: type[BaseModel], detail: ErrorDetails) -> tuple[Bilingual, Bilingual]:
    path, kind = detail["loc"], detail["type"]
    name = str(path[-1]) if path else ""
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        return say(f"不认识“{name}”。", f'Unknown key "{name}".'), choose_from(name, known)
    if kind == "missing":
        return (
            say(f"缺少“{name}”。", f'"{name}" is missing.'),
            say(f"请补上“{name}:”。", f'Add "{name}:".'),
        )
    if kind in ("enum", "literal_error", "union_tag_invalid"):
        return _outside_list(detail)
    written = _written(detail)
    if kind == "value_error":
        reason = context.get("error")
        words = reason.words if isinstance(reason, Miswritten) else say(str(reason), str(reason))
        return say(f"“{name}”写得不对。", f'"{name}" is not right.'), words
    return (
        say(f"“{name}”写得不对{written.zh}。", f'"{name}" is not right{written.en}.'),
        say(_EXPECTED.get(kind, detail["msg"]), detail["msg"] + "."),
    )


def _outside_list(detail: ErrorDetails) -> tuple[Bilingual, Bilingual]:
    context = detail.get("ctx", {})
    listed = _MEMBER.sub(r"\1", str(context.get("expected") or context.get("expected_tags") or ""))
    known = [word.strip(" '\"") for word in listed.replace(" or ", ", ").split(",")]
    word = str(context.get("tag", detail["input"]))
    return (
        say(f"“{word}”不在可以写的词里。", f'"{word}" is not one of the words allowed here.'),
        choose_from(word, [entry for entry in known if entry]),
    )


def _written(detail: ErrorDetails) -> Bilingual:
    value = detail["input"]
    if isinstance(value, str | int | float | bool):
        shown = str(value)[:40]
        return say(f":“{shown}”", f': "{shown}"')
    return say(" ", " ")


_MEMBER = re.compile(
    r"<[\w.]+: '([^']*)'>"
)  # how a member of an enumeration is listed: <Role.CHECKER: 'checker'>
_EXPECTED = {
    "string_type": "这里要写文字;数字和日期请加引号。",
    "int_type": "这里要写整数,不加引号。",
    "bool_type": "这里只能写 true 或 false。",
    "string_pattern_mismatch": "写法不对,请照其他文件里同一项的写法改。",
    "string_too_short": "这里不能空着。",
    "string_too_long": "太长了,请写短一些。",
    "too_short": "这里至少要有一项。",
    "too_long": "项数太多了,请减少。",
    "greater_than_equal": "数字太小了。",
    "less_than_equal": "数字太大了。",
    "tuple_type": "这里要写列表,每项前面加“- ”。",
    "model_type": "这里要写若干个“键: 值”。",
    "date_from_datetime_parsing": "没有这一天。日期这样写:2020-03-01。",
    "date_parsing": "没有这一天。日期这样写:2020-03-01。",
    "date_type": "日期这样写:2020-03-01。",
    "union_tag_not_found": "请写明 type。",
}


def _known_keys(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys the model at ``path`` knows; empty when the path leads nowhere we can follow."""
    here: Any = model
    for step in path:
        here = _step(here, step)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return [info.alias or name for name, info in here.model_fields.items()]
    return []


def _step(annotation: Any, step: str | int) -> Any:
    annotation = _without_none(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, info in annotation.model_fields.items():
            if step in (name, info.alias):
                return _without_none(info.annotation)
        return None
    if isinstance(step, int) and get_origin(annotation) is tuple:
        return _without_none(get_args(annotation)[0])
    return next((member for member in _members(annotation) if _tagged(member, step)), annotation)


def _without_none(annotation: Any) -> Any:
    """``X`` for ``X | None`` and for ``Annotated[X, …]`` without a tag."""
    while hasattr(annotation, "__metadata__") and not _tag(annotation):
        annotation = annotation.__origin__
    members = [member for member in _members(annotation) if member is not type(None)]
    return _without_none(members[0]) if len(members) == 1 else annotation


def _members(annotation: Any) -> tuple[Any, ...]:
    return () if get_origin(annotation) is tuple else get_args(annotation)


def _tag(annotation: Any) -> str | None:
    metadata = getattr(annotation, "__metadata__", ())
    return next((entry.tag for entry in metadata if isinstance(entry, Tag)), None)


def _tagged(member: Any, step: str | int) -> bool:
    if _tag(member) == step:
        return True
    kind = getattr(member, "model_fields", {}).get("type")
    return kind is not None and get_origin(kind.annotation) is Literal and step in get_args(kind.annotation)

"""The item's answers as JSON Schema (2020-12), for the API's description and for outside programs.

It says everything about an answer that JSON Schema can say. What it cannot (check characters, days that
move with the calendar) ``validate_answers`` judges; a test holds that whatever passes there passes here.
"""

from typing import Any

from leyiban.catalogue.rulefile.form import (
    ChoiceField,
    DateField,
    FormField,
    IntegerField,
    MoneyField,
    MultiChoiceField,
    RegionField,
    TextField,
)
from leyiban.catalogue.rulefile.logic import And, Chosen, Compare, In, Logic, Node, Not, Or, Scalar
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.readers import ADDRESS_LENGTH, NAME_LENGTH
from leyiban.catalogue.words import Lang

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_REGION_PATTERNS = {
    "county": "^[0-9]{6}([0-9]{3}){0,2}$",
    "township": "^[0-9]{9}([0-9]{3})?$",
    "village": "^[0-9]{12}$",
}


def json_schema(rulefile: RuleFile, *, lang: Lang = Lang.ZH) -> Schema:
    """The schema of one submitted application's answers."""
    questions = rulefile.questions()
    schema: Schema = {
        "$schema": DIALECT,
        "title": rulefile.name.said(lang).text,
        "description": rulefile.summary.said(lang).text,
        "type": "object",
        "additionalProperties": False,
        "properties": {question.key: _property(question, lang) for question in questions},
        "required": [question.key for question in questions if question.required and question.when is None],
    }
    conditional = [rule for question in questions if (rule := _conditional(question)) is not None]
    if conditional:
        schema["allOf"] = conditional
    return schema


def _conditional(question: FormField) -> Schema | None:
    """Asked when its condition holds; otherwise the answer must not be there."""
    condition = _translate(question.when) if question.when is not None else None
    if condition is None:
        return None
    rule: Schema = {"if": condition, "else": {"not": {"required": [question.key]}}}
    if question.required:
        rule["then"] = {"required": [question.key]}
    return rule


def _property(question: FormField, lang: Lang) -> Schema:
    schema: Schema = {"title": question.label.said(lang).text, **_shape(question, lang)}
    if question.hint is not None:
        schema["description"] = question.hint.said(lang).text
    if question.example is not None and schema.get("type") == "string":
        schema["examples"] = [question.example]
    if question.when is not None:
        schema["x-when"] = question.when.as_json()
    if question.known_from is not None:
        schema["x-known-from"] = question.known_from.value
    return schema


def _shape(question: FormField, lang: Lang) -> Schema:
    if isinstance(question, ChoiceField):
        return {"type": "string", "oneOf": _choices(question, lang)}
    if isinstance(question, MultiChoiceField):
        return {
            "type": "array",
            "minItems": 1,
            "maxItems": question.max_chosen or len(question.choices),
            "uniqueItems": True,
            "items": {"type": "string", "oneOf": _choices(question, lang)},
        }
    if isinstance(question, IntegerField | MoneyField):
        return _number(question)
    if isinstance(question, TextField):
        return _text(question)
    if isinstance(question, RegionField):
        return {"type": "string", "pattern": _REGION_PATTERNS[question.level]}
    if isinstance(question, DateField):
        return {"type": "string", "format": "date"}
    return _PLAIN[question.type]


def _text(question: TextField) -> Schema:
    shape: Schema = {"type": "string", "minLength": question.min_length, "maxLength": question.max_length}
    if question.pattern is not None:
        shape["pattern"] = f"^(?:{question.pattern})$"
    return shape


_PLAIN: dict[str, Schema] = {
    "person_name": {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH},
    "address": {"type": "string", "minLength": 4, "maxLength": ADDRESS_LENGTH},
    "resident_id": {"type": "string", "minLength": 18, "maxLength": 18, "x-format": "resident_id"},
    "uscc": {"type": "string", "minLength": 18, "maxLength": 18, "x-format": "uscc"},
    "mobile": {"type": "string", "pattern": "^1[3-9][0-9]{9}$", "x-format": "mobile"},
    "yes_no": {"type": "boolean"},
}


def _number(question: IntegerField | MoneyField) -> Schema:
    shape: Schema = {"type": "integer"}
    least = question.min if question.min is not None or question.type == "integer" else 0
    if least is not None:
        shape["minimum"] = least
    if question.max is not None:
        shape["maximum"] = question.max
    if question.type == "money":
        shape["x-unit"] = "fen"
    return shape


def _choices(question: ChoiceField | MultiChoiceField, lang: Lang) -> list[Schema]:
    return [{"const": choice.value, "title": choice.label.said(lang).text} for choice in question.choices]


def _translate(logic: Logic) -> Schema | None:
    """The condition as a schema over the whole object, or None when JSON Schema cannot say it."""
    return _node(logic.node)


def _node(node: Node) -> Schema | None:
    match node:
        case Compare():
            return _compare(node)
        case In():
            return _present(node.needle.name, {"enum": list(node.among)})
        case Chosen():
            return _present(node.answer.name, {"contains": {"const": node.value}, "type": "array"})
        case And() | Or():
            parts = [_node(part) for part in node.parts]
            if any(part is None for part in parts):
                return None
            return {"allOf" if isinstance(node, And) else "anyOf": parts}
        case Not():
            part = _node(node.part)
            return None if part is None else {"not": part}


def _compare(node: Compare) -> Schema | None:
    if node.op == "==":
        return _present(node.left.name, {"const": node.right})
    if node.op == "!=":
        return {"not": _present(node.left.name, {"const": node.right})}
    if isinstance(node.right, bool) or not isinstance(node.right, int):
        return None  # days are texts, and JSON Schema does not order texts
    keyword = "exclusiveMaximum" if node.op == "<" else "maximum"
    return _present(node.left.name, {"type": "integer", keyword: node.right})


def _present(name: str, value: Schema | Scalar) -> Schema:
    return {"properties": {name: value}, "required": [name]}

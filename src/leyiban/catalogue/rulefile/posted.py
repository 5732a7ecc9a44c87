"""From what a browser posts (texts only) to answers as the API carries them.

What cannot be turned into the type of its question stays the text it was, so that ``validate_answers`` says
what is wrong with it and the page shows it again as typed.
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from leyiban.catalogue.rulefile.form import FormField
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.readers import yuan
from leyiban.kernel.identifiers import normalise

YES, NO = "yes", "no"


def answers_from_post(rulefile: RuleFile, posted: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """The answers to this item's questions in ``posted`` (name → values). Other names are left out."""
    return {
        question.key: from_typed(question, posted[question.key])
        for question in rulefile.questions()
        if question.key in posted
    }


def from_typed(question: FormField, typed: Sequence[str]) -> object:
    """One answer. ``typed`` holds one text, or every ticked box of a question with several choices."""
    if question.type == "multi_choice":
        return [value for value in typed if value]
    text = typed[-1] if typed else ""
    match question.type:
        case "yes_no":
            return {YES: True, NO: False}.get(text, text)
        case "integer":
            return _whole_number(text)
        case "money":
            return _fen(text)
    return text


def as_typed(question: FormField, value: object) -> str:
    """The text that stands in the box for a clean answer; empty for none and for several choices."""
    if value is None or isinstance(value, list):
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if question.type == "money" and isinstance(value, int):
        return yuan(value)
    return str(value)


def _whole_number(text: str) -> object:
    digits = normalise(text).replace(",", "")
    return int(digits) if re.fullmatch(r"-?[0-9]{1,15}", digits) else text


def _fen(text: str) -> object:
    amount = normalise(text).replace(",", "").removesuffix("元")
    return int(Decimal(amount) * 100) if re.fullmatch(r"[0-9]{1,13}(\.[0-9]{1,2})?", amount) else text

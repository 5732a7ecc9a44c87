"""What people typed, brought into stored form, with one problem per wrong field."""

import datetime as dt

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.errors import FieldProblem, InvalidInput, Text
from leyiban.kernel.identifiers import (
    Checked,
    IdDocument,
    Reason,
    check_id_document,
    check_mobile,
    check_organisation_name,
    check_person_name,
    check_uscc,
)
from leyiban.kernel.identifiers.wording import sentence

LONGEST_PERSON_NAME = 100  # characters; the columns hold them, the longest known foreign names have some 80
LONGEST_BODY_NAME = 120
LONGEST_ADDRESS = 200


def _said(reason: Reason) -> str:
    return sentence(reason, get_language() or "zh")


_said_later = lazy(_said, str)


class Inputs:
    """Collects answers and problems; :meth:`done` refuses them all at once."""

    def __init__(self) -> None:
        self._problems: list[FieldProblem] = []

    def person_name(self, field: str, text: str) -> str:
        return self._take(field, check_person_name(text, longest=LONGEST_PERSON_NAME))

    def body_name(self, field: str, text: str) -> str:
        return self._take(field, check_organisation_name(text, longest=LONGEST_BODY_NAME))

    def uscc(self, field: str, text: str) -> str:
        return self._take(field, check_uscc(text))

    def id_number(self, field: str, kind: str, text: str, *, today: dt.date) -> str:
        return self._take(field, check_id_document(IdDocument(kind), text, today=today))

    def mobile(self, field: str, text: str) -> str:
        return self._take(field, check_mobile(text))

    def optional_mobile(self, field: str, text: str) -> str:
        return self.mobile(field, text) if text.strip() else ""

    def address(self, field: str, text: str) -> str:
        value = " ".join(text.split())
        if len(value) > LONGEST_ADDRESS:
            self.refuse(field, "too_long", _("地址太长,请写到门牌号为止。"))
        return value

    def refuse(self, field: str, code: str, message: Text) -> None:
        self._problems.append(FieldProblem(field, code, message))

    def done(self) -> None:
        """
        Raises:
            InvalidInput: something was wrong.
        """
        if self._problems:
            raise InvalidInput(problems=tuple(self._problems))

    def _take(self, field: str, checked: Checked) -> str:
        if checked.valid:
            return checked.value
        self.refuse(field, checked.reason, _said_later(checked.reason))
        return ""


def recognisable(name: str) -> str:
    """A name that its owner knows again and a stranger does not: ``*秀英``.

    Relatives who share a phone share the surname as a rule, so the surname is what is hidden.
    """
    return f"*{name[1:]}" if len(name) > 1 else name

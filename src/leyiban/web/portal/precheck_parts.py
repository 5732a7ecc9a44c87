"""What the pre-check of an item and that of a life event have in common on a page."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.http import urlencode

from leyiban.catalogue.rulefile.precheck import NOT_MET, Picked, PrecheckQuestion, Reading
from leyiban.catalogue.words import active_lang
from leyiban.web import formats
from leyiban.web.parts.fields import Choice, Field, FieldKind
from leyiban.web.portal.precheck_shown import Because
from leyiban.web.wording import gettext


def precheck_link(code: str, query: Mapping[str, str | Sequence[str]] | None = None) -> str:
    """The address of an item's pre-check, with these answers."""
    address = reverse("web:precheck", kwargs={"code": code})
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def precheck_field(question: PrecheckQuestion, given: Reading) -> Field:
    """A question as it is drawn; once answers have begun, one without an answer says so."""
    picked = given.picked.get(question.key, ())
    return Field(
        kind=FieldKind.MULTI_CHOICE if question.many else FieldKind.CHOICE,
        name=question.key,
        label=question.label,
        hint=question.hint or "",
        value=picked[-1] if picked else "",
        values=tuple(picked),
        required=question.required or question.key == NOT_MET,
        choices=tuple(Choice(value=option.value, label=option.label) for option in question.options),
        problem=gettext("还没答这一句。") if given.begun and question in given.left else "",
    )


def because_of(keys: Sequence[str], given: Reading) -> tuple[Because, ...]:
    """The answers to these questions, in words."""
    asked = {question.key: question for question in given.asked}
    return tuple(Because(question=asked[key].label, answer=_answer(asked[key], given.picked)) for key in keys)


def _answer(question: PrecheckQuestion, picked: Picked) -> str:
    options = (question.option(value) for value in picked.get(question.key, ()))
    return formats.joined([option.label.said(active_lang()).text for option in options if option])

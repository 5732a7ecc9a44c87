"""Which items of a life event somebody needs: a few questions of the event, a condition for each item. Pure (F1.2)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from leyiban.catalogue.rulefile.form import ChoiceField, MultiChoiceField
from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.precheck.answering import Picked, Reading, read_picked
from leyiban.catalogue.rulefile.precheck.asking import PrecheckOption, PrecheckQuestion

EventQuestion = Annotated[ChoiceField | MultiChoiceField, Field(discriminator="type")]
"""A question of a life event. Its options are picked, so that nobody is named by an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """``verdict``: whether the item is for this person; None while it depends on an answer that is missing."""

    verdict: bool | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFound:
    """``items`` by code, each with whether it applies."""

    given: Reading
    items: Mapping[str, Applies]


def event_outcome(
    questions: Sequence[EventQuestion],
    conditions: Mapping[str, Logic | None],
    picked: Picked,
    *,
    today: dt.date,
) -> EventFound:
    """Which of the items in ``conditions`` (code → for whom) the answers call for."""
    given = read_picked([_asked(question) for question in questions], picked, today=today)
    return EventFound(
        given=given, items={code: _applies(when, given, today) for code, when in conditions.items()}
    )


def _asked(question: EventQuestion) -> PrecheckQuestion:
    return PrecheckQuestion(
        key=question.key,
        label=question.label,
        hint=question.hint,
        options=tuple(PrecheckOption(one.value, one.label, one.value) for one in question.choices),
        when=question.when,
        many=isinstance(question, MultiChoiceField),
    )


def _applies(when: Logic | None, given: Reading, today: dt.date) -> Applies:
    if when is None:
        return Applies(verdict=True, because=())
    return Applies(
        verdict=when.decided(given.values, unanswered=given.unanswered, today=today),
        because=tuple(one.key for one in given.asked if one.key in when.names and one.key in given.picked),
    )

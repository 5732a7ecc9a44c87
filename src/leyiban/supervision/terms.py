"""What a city has settled about cards: who is told, whether one is opened, how long one may wait. Dated rows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from leyiban.kernel.actors import Role
from leyiban.kernel.clocks.terms import light_terms, term
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.supervision.rules import ATTENTION
from leyiban.supervision.states import CardKind

_WITHIN = "supervision.attend_within"
_REPORT_HOUR = "supervision.report_hour"
_LAWFUL = "supervision.lawful_refusals"
_REFILED_FROM = "supervision.refiled_from"


@dataclass(frozen=True, slots=True)
class CardTerms:
    """``told``: roles, the one that answers first in front. ``limits`` are kept with the card."""

    told: tuple[Role, ...]
    limits: dict[str, Any]


def card_terms(reason: CardKind, *, on: dt.date, region: str) -> CardTerms | None:
    """What holds on a day in a region; None where the city opens no card of this kind.

    Raises:
        RuleUnknown: it opens one, and does not say how long it may wait or when lights come on.
    """
    book, chain = lawbook.book(), lawbook.region_chain(region)
    try:
        told = str(book.rule(f"supervision.told.{reason.value}", on=on, regions=chain).value)
        wanted = int(book.rule(f"supervision.card.{reason.value}", on=on, regions=chain).value)
    except RuleUnknown:
        return None
    if not wanted:
        return None
    return CardTerms(
        told=tuple(Role(word) for word in told.split("+")),
        limits={
            ATTENTION: term(book, _WITHIN, on=on, regions=chain),
            "lights": light_terms(book, on=on, regions=chain),
        },
    )


def slip_lights(*, on: dt.date, region: str) -> dict[str, Any]:
    """When a slip's lights come on.

    Raises:
        RuleUnknown.
    """
    return {"lights": light_terms(lawbook.book(), on=on, regions=lawbook.region_chain(region))}


def lawful_refusals(*, on: dt.date, region: str) -> frozenset[str]:
    """The grounds on which the law lets an office not take a case up; empty where the city names none."""
    try:
        return frozenset(str(lawbook.rule(_LAWFUL, on=on, region=region).value).split("+"))
    except RuleUnknown:
        return frozenset()


def report_hour(*, on: dt.date, region: str) -> int | None:
    """The hour of the city's day, 0 to 23, from which its daily report is drawn; None where it wants none."""
    try:
        return int(lawbook.rule(_REPORT_HOUR, on=on, region=region).value)
    except RuleUnknown:
        return None


def refiled_from(*, on: dt.date, region: str) -> int | None:
    """From which filing of the same matter on somebody must look; None where the city does not say."""
    try:
        return int(lawbook.rule(_REFILED_FROM, on=on, region=region).value)
    except RuleUnknown:
        return None

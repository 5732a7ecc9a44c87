"""What moves of publications and objections decide. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.lights import Light, LightRule
from leyiban.kernel.clocks.readings import ClockState
from leyiban.kernel.clocks.terms import limit_of
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation
from leyiban.kernel.moments import city_date
from leyiban.publicity import kinds
from leyiban.publicity.columns import GrantRow
from leyiban.publicity.models import Objection, Publication
from leyiban.publicity.states import Cause, ObjectionState, PublicationState

LIMIT: Final = "limit"
"""The one clock of either matter."""

# The due moment itself is still in time.
_JUST_AFTER: Final = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """``before`` and ``after`` differ in ``columns``."""

    before: GrantRow
    after: GrantRow
    columns: tuple[str, ...]
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """``reasons`` is the commitment to the words, as hexadecimal digits."""

    outcome: ObjectionState
    answer: str
    reasons: str
    salt: bytes


def main_clock(matter: Any) -> str:
    return LIMIT


def lights_of(matter: Publication | Objection) -> LightRule:
    return LightRule(**matter.limits["lights"])


def deadlines(matter: Publication | Objection, clocks: Readings) -> Iterator[Deadline]:
    """Amber once, then red once, while it waits."""
    reading = clocks.get(LIMIT)
    if reading is None or reading.state is not ClockState.RUNNING:
        return
    if matter.light == Light.GREEN and reading.amber_at is not None:
        yield Deadline(reading.amber_at, "turn_amber")
    if matter.light in (Light.GREEN, Light.AMBER) and reading.due_at is not None:
        yield Deadline(reading.due_at + _JUST_AFTER, "turn_red")


def decide_opening(situation: Situation[Publication], given: None) -> Outcome:
    publication = situation.matter
    return Outcome(
        target=PublicationState.WAITING,
        facts=kinds.PublicationOpened(
            item=publication.item,
            agency=publication.agency.uscc,
            decided_on=publication.decided_on.isoformat(),
        ),
        clocks=[_start(situation, at=publication.decided_at)],
        owner_post_id=publication.owner_post_id,
    )


def decide_publishing(situation: Situation[Publication], row: GrantRow) -> Outcome:
    """The light stays as it was: a grant that was published late stays late."""
    return Outcome(
        target=PublicationState.PUBLISHED,
        facts=kinds.PublicationPublished(row=row.digest),
        changes={"published_at": situation.entered_at},
        clocks=[_stop(situation)],
    )


def decide_correction(situation: Situation[Publication], given: Correction) -> Outcome:
    return Outcome(
        target=PublicationState.PUBLISHED,
        facts=kinds.PublicationCorrected(
            before=given.before.digest, row=given.after.digest, columns=given.columns, cause=given.cause.value
        ),
    )


def decide_filing(situation: Situation[Objection], given: kinds.ObjectionFiled) -> Outcome:
    return Outcome(
        target=ObjectionState.OPEN,
        facts=given,
        clocks=[_start(situation, at=situation.happened_at, receipt=True)],
        owner_post_id=situation.matter.owner_post_id,
    )


def decide_answer(situation: Situation[Objection], given: Answered) -> Outcome:
    return Outcome(
        target=given.outcome,
        facts=kinds.ObjectionDecided(outcome=given.outcome.value, reasons=given.reasons),
        changes={"answer": given.answer, "answer_salt": given.salt, "decided_at": situation.entered_at},
        clocks=[_stop(situation)],
    )


def decide_amber(situation: Situation[Any], given: None) -> Outcome:
    return _light(situation, Light.AMBER)


def decide_red(situation: Situation[Any], given: None) -> Outcome:
    return _light(situation, Light.RED)


def _light(situation: Situation[Any], light: Light) -> Outcome:
    matter = situation.matter
    schema = kinds.PublicationLightChanged if isinstance(matter, Publication) else kinds.ObjectionLightChanged
    return Outcome(
        target=matter.state,
        facts=schema(light=light.value, since=city_date(situation.happened_at).isoformat()),
        changes={"light": light},
        owner_post_id=matter.owner_post_id,
    )


def _start(situation: Situation[Any], *, at: dt.datetime, receipt: bool = False) -> ClockEvent:
    written = situation.matter.limits[LIMIT]
    return ClockEvent(
        clock=LIMIT,
        kind=EventKind.START,
        happened_at=at,
        entered_at=situation.entered_at,
        limit=limit_of(written),
        receipt=receipt,
        rule=written["rule"],
    )


def _stop(situation: Situation[Any]) -> ClockEvent:
    return ClockEvent(
        clock=LIMIT,
        kind=EventKind.STOP,
        happened_at=situation.happened_at,
        entered_at=situation.entered_at,
    )

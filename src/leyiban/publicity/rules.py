"""What moves of publications and objections decide. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from leyiban.kernel.clocks.lights import LightRule
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation
from leyiban.publicity import kinds
from leyiban.publicity.columns import GrantRow
from leyiban.publicity.models import Objection, Publication
from leyiban.publicity.states import Cause, ObjectionState, PublicationState

LIMIT: Final = "limit"
"""The one clock of either matter."""


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
    yield from clockwork.light_deadlines(matter.light, clocks.get(LIMIT))


def decide_opening(situation: Situation[Publication], given: None) -> Outcome:
    publication = situation.matter
    return Outcome(
        target=PublicationState.WAITING,
        facts=kinds.PublicationOpened(
            item=publication.item,
            agency=publication.agency.uscc,
            decided_on=publication.decided_on.isoformat(),
        ),
        clocks=[clockwork.start(situation, LIMIT, publication.limits[LIMIT], at=publication.decided_at)],
        owner_post_id=publication.owner_post_id,
    )


def decide_publishing(situation: Situation[Publication], row: GrantRow) -> Outcome:
    """The light stays as it was: a grant that was published late stays late."""
    return Outcome(
        target=PublicationState.PUBLISHED,
        facts=kinds.PublicationPublished(row=row.digest),
        changes={"published_at": situation.entered_at},
        clocks=[clockwork.stop(situation, LIMIT)],
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
        clocks=[clockwork.start(situation, LIMIT, situation.matter.limits[LIMIT], receipt=True)],
        owner_post_id=situation.matter.owner_post_id,
    )


def decide_answer(situation: Situation[Objection], given: Answered) -> Outcome:
    return Outcome(
        target=given.outcome,
        facts=kinds.ObjectionDecided(outcome=given.outcome.value, reasons=given.reasons),
        changes={"answer": given.answer, "answer_salt": given.salt, "decided_at": situation.entered_at},
        clocks=[clockwork.stop(situation, LIMIT)],
    )

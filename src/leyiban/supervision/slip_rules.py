"""What moves of slips decide. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.clocks.limits import Unit
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation
from leyiban.supervision import kinds
from leyiban.supervision.models import Slip
from leyiban.supervision.rules import Said
from leyiban.supervision.states import OPEN_SLIPS, SlipState

ANSWER: Final = "answer"
"""The clock of a slip, one for each round: ``answer.2``."""

MOST_DAYS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """``proof`` is ``kind#seq`` of the matter's own entry, or empty where the words are the proof."""

    said: Said
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    said: Said
    days: int


def term_of(days: int) -> Mapping[str, Any]:
    """{amount, unit, rule} of a limit that the issuer sets himself."""
    return {"amount": days, "unit": Unit.WORKING_DAY.value, "rule": ""}


def main_clock(slip: Slip) -> str:
    return f"{ANSWER}.{slip.round}"


def deadlines(slip: Slip, clocks: Readings) -> Iterator[Deadline]:
    """Amber once and red once while the office has it; an answer that waits to be accepted runs no clock."""
    if slip.state in OPEN_SLIPS:
        yield from clockwork.light_deadlines(slip.light, clocks.get(main_clock(slip)))


def decide_issue(situation: Situation[Slip], given: kinds.SlipIssued) -> Outcome:
    slip = situation.matter
    return Outcome(
        target=SlipState.ISSUED,
        facts=given,
        clocks=[clockwork.start(situation, main_clock(slip), term_of(given.days))],
        owner_post_id=slip.answering_post_id,
    )


def decide_receipt(situation: Situation[Slip], post: str) -> Outcome:
    return Outcome(
        target=SlipState.RECEIVED,
        facts=kinds.SlipReceived(post=post),
        owner_post_id=situation.matter.answering_post_id,
    )


def decide_answer(situation: Situation[Slip], given: Answered) -> Outcome:
    """An answer that came late stays late: the light is not taken back."""
    slip = situation.matter
    return Outcome(
        target=SlipState.ANSWERED,
        facts=kinds.SlipAnswered(words=given.said.commitment, proof=given.proof or None),
        clocks=clockwork.stop_running(situation, [main_clock(slip)]),
        owner_post_id=slip.issuing_post_id,
    )


def decide_return(situation: Situation[Slip], given: Returned) -> Outcome:
    slip = situation.matter
    return Outcome(
        target=SlipState.RECEIVED,
        facts=kinds.SlipReturned(words=given.said.commitment, days=given.days),
        changes={"round": slip.round + 1, "light": Light.GREEN},
        clocks=[clockwork.start(situation, f"{ANSWER}.{slip.round + 1}", term_of(given.days))],
        owner_post_id=slip.answering_post_id,
    )


def decide_acceptance(situation: Situation[Slip], given: None) -> Outcome:
    return Outcome(
        target=SlipState.ACCEPTED,
        facts=kinds.SlipAccepted(rounds=situation.matter.round),
        changes={"closed_at": situation.entered_at},
    )


def decide_withdrawal(situation: Situation[Slip], said: Said) -> Outcome:
    return Outcome(
        target=SlipState.WITHDRAWN,
        facts=kinds.SlipWithdrawn(words=said.commitment),
        changes={"closed_at": situation.entered_at},
        clocks=clockwork.stop_running(situation, [main_clock(situation.matter)]),
    )

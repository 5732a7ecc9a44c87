"""What moves of cards decide. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from leyiban.kernel.clocks.events import ClockEvent
from leyiban.kernel.clocks.lights import Light, LightRule
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation
from leyiban.supervision import kinds
from leyiban.supervision.models import Card, Supervised
from leyiban.supervision.states import CardEnd, CardState

ATTENTION: Final = "attention"
"""The clock of a card, one for each round: ``attention.2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody wrote: ``commitment`` are the hexadecimal digits that go on the ledger."""

    words: str
    salt: bytes
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """``said`` and ``account`` where somebody looked; None where the matter itself went on."""

    end: CardEnd
    said: Said | None = None
    account: int | None = None


def main_clock(card: Card) -> str:
    return f"{ATTENTION}.{card.round}"


def lights_of(matter: Supervised) -> LightRule:
    return LightRule(**matter.limits["lights"])


def deadlines(card: Card, clocks: Readings) -> Iterator[Deadline]:
    """Nothing moved in time: one level up; at the top it turns red and stays there."""
    if card.state != CardState.OPEN:
        return
    reading = clocks.get(main_clock(card))
    if card.level + 1 < len(card.ladder):
        yield from clockwork.after(reading, "escalate")
    elif card.light != Light.RED:
        yield from clockwork.after(reading, "turn_red")


def decide_opening(situation: Situation[Card], given: kinds.CardOpened) -> Outcome:
    card = situation.matter
    return Outcome(
        target=CardState.OPEN,
        facts=given,
        clocks=[clockwork.start(situation, main_clock(card), card.limits[ATTENTION])],
        owner_post_id=_post_at(card, 0),
    )


def decide_note(situation: Situation[Card], entry: str) -> Outcome:
    """Something moved: whoever has the card is given the time anew, and the light goes out."""
    card = situation.matter
    return Outcome(
        target=CardState.OPEN,
        facts=kinds.CardMoved(entry=entry),
        changes={"round": card.round + 1, "light": Light.GREEN},
        clocks=_another_round(situation),
        owner_post_id=card.owner_post_id,
    )


def decide_escalation(situation: Situation[Card], given: None) -> Outcome:
    card = situation.matter
    level = card.level + 1
    return Outcome(
        target=CardState.OPEN,
        facts=kinds.CardEscalated(level=level, post=card.limits["posts"][level]),
        changes={"level": level, "round": card.round + 1},
        clocks=_another_round(situation),
        owner_post_id=_post_at(card, level),
    )


def decide_closing(situation: Situation[Card], given: Ended) -> Outcome:
    changes: dict[str, object] = {"end": given.end, "closed_at": situation.happened_at}
    if given.said is not None:
        changes |= {"words": given.said.words, "words_salt": given.said.salt, "closed_by_id": given.account}
    return Outcome(
        target=CardState.CLOSED,
        facts=kinds.CardClosed(
            end=given.end.value, words=None if given.said is None else given.said.commitment
        ),
        changes=changes,
        clocks=clockwork.stop_running(situation, [main_clock(situation.matter)]),
    )


def _another_round(situation: Situation[Card]) -> list[ClockEvent]:
    card = situation.matter
    return [
        *clockwork.stop_running(situation, [main_clock(card)]),
        clockwork.start(situation, f"{ATTENTION}.{card.round + 1}", card.limits[ATTENTION]),
    ]


def _post_at(card: Card, level: int) -> int | None:
    return card.ladder[level] if level < len(card.ladder) else None

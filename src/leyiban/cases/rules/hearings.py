"""Hearings (R12): the right told, views, asking, waiving, lapsing; when a move must wait for them. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from leyiban.cases.hearing import kinds
from leyiban.cases.hearing.errors import (
    AskedBefore,
    FactsNeeded,
    NotAsked,
    ViewsTooMany,
    WaivedBefore,
    WordsNeeded,
)
from leyiban.cases.models import Hearing
from leyiban.cases.states import HearingState as H
from leyiban.kernel.clocks.lights import Light, LightRule
from leyiban.kernel.clocks.readings import ClockReading, ClockState
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Deadline, Outcome, Readings, Situation

ASKING: Final = "asking"
"""From telling of the right to the last day on which a hearing may be asked for, or views be stated."""
HOLDING: Final = "holding"
"""From the first request to the hearing; postponed, it is counted anew under the name ``holding.2``. Where that request
is taken back and somebody else asks in time, it is still counted from the first: no wait grows by that."""
HOLDING_AGAIN: Final = f"{HOLDING}.2"
MOST_VIEWS: Final = 20
"""Of one participant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceGiven:
    """What a participant does about his right. ``asks``, ``waives``: what he did before; ``left``: after this move,
    how many still ask, or have not waived; ``silent``: how many others have neither asked nor waived."""

    participant: int
    asks: bool
    waives: bool
    left: int
    silent: int
    on_behalf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewGiven:
    """``view`` counts within the hearing, ``before`` are those of this participant."""

    participant: int
    view: int
    before: int
    words: str
    digest: str
    on_behalf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingGiven:
    words: str
    facts: kinds.HearingTold


def decide_telling(situation: Situation[Hearing], given: TellingGiven) -> Outcome:
    """The right is told, and with it the time to use it begins.

    Raises:
        FactsNeeded.
    """
    if not given.words.strip():
        raise FactsNeeded
    return Outcome(
        target=H.TOLD,
        facts=given.facts,
        clocks=[clockwork.start(situation, ASKING, situation.matter.limits[ASKING])],
    )


def decide_view(situation: Situation[Hearing], given: ViewGiven) -> Outcome:
    """陈述申辩, in writing; as often as somebody has something to say, within what can be answered.

    Raises:
        WordsNeeded, ViewsTooMany.
    """
    if not given.words.strip():
        raise WordsNeeded
    if given.before >= MOST_VIEWS:
        raise ViewsTooMany(most=MOST_VIEWS)
    hearing = situation.matter
    return Outcome(
        target=hearing.state,
        facts=kinds.HearingViewStated(participant=given.participant, view=given.view, words=given.digest),
        changes={"unanswered": hearing.unanswered + 1},
        owner_post_id=hearing.owner_post_id,
        on_behalf=given.on_behalf,
    )


def decide_asking(situation: Situation[Hearing], given: VoiceGiven) -> Outcome:
    """From the first who asks, the limit to hold it runs; the time of the others to ask runs on beside it.

    Raises:
        AskedBefore, WaivedBefore.
    """
    if given.asks:
        raise AskedBefore
    if given.waives:
        raise WaivedBefore
    hearing = situation.matter
    runs = HOLDING in situation.clocks
    return Outcome(
        target=H.ASKED,
        facts=kinds.HearingAsked(participant=given.participant),
        clocks=[] if runs else [clockwork.start(situation, HOLDING, hearing.limits[HOLDING], receipt=True)],
        owner_post_id=hearing.limits["post"],
        on_behalf=given.on_behalf,
    )


def decide_request_withdrawal(situation: Situation[Hearing], given: VoiceGiven) -> Outcome:
    """Who asked does so no longer; when nobody is left, none is held, once nobody else can ask for it in time.

    Raises:
        NotAsked.
    """
    if not given.asks:
        raise NotAsked
    facts = kinds.HearingRequestWithdrawn(participant=given.participant, left=given.left)
    if given.left == 0 and given.silent and _may_still_ask(situation):
        return Outcome(target=H.TOLD, facts=facts, changes=_NO_SITTING, on_behalf=given.on_behalf)
    hearing = situation.matter
    return _ending(
        situation,
        facts,
        target=_without_sitting(hearing, H.WAIVED) if given.left == 0 else H(hearing.state),
        on_behalf=given.on_behalf,
    )


_NO_SITTING: Final[Mapping[str, Any]] = {
    "opens_at": None,
    "place": "",
    "chair_id": None,
    "closed_because": "",
    "challenged": False,
}


def _may_still_ask(situation: Situation[Hearing]) -> bool:
    """Whoever has said nothing keeps his own days, whatever another did with his."""
    asking = situation.clocks.get(ASKING)
    return (
        asking is not None
        and asking.state is ClockState.RUNNING
        and not asking.is_over(situation.happened_at)
    )


def decide_waiving(situation: Situation[Hearing], given: VoiceGiven) -> Outcome:
    """In writing: by account or by code. When everybody has, nobody has to wait.

    Raises:
        WaivedBefore.
    """
    if given.waives:
        raise WaivedBefore
    hearing = situation.matter
    return _ending(
        situation,
        kinds.HearingRightWaived(participant=given.participant, left=given.left),
        target=_without_sitting(hearing, H.WAIVED) if given.left == 0 else H(hearing.state),
        on_behalf=given.on_behalf,
    )


def decide_lapse(situation: Situation[Hearing], given: None) -> Outcome:
    """The time is over and nobody asked; what was said in writing is answered all the same."""
    hearing = situation.matter
    return _ending(
        situation,
        kinds.HearingLapsed(views=hearing.unanswered),
        target=_without_sitting(hearing, H.LAPSED),
        on_behalf=None,
    )


def _without_sitting(hearing: Hearing, ended: H) -> H:
    return H.ANSWERING if hearing.unanswered else ended


def _ending(situation: Situation[Hearing], facts: object, *, target: H, on_behalf: str | None) -> Outcome:
    """What leads on, to answering or to an end, and what leaves the state as it is."""
    hearing = situation.matter
    if target == hearing.state:
        return Outcome(target=target, facts=facts, owner_post_id=hearing.owner_post_id, on_behalf=on_behalf)
    to_answer = target is H.ANSWERING
    return Outcome(
        target=target,
        facts=facts,
        changes={"light": Light.GREEN, "ended_at": None if to_answer else situation.happened_at},
        clocks=clockwork.stop_running(situation, [ASKING, HOLDING, HOLDING_AGAIN]),
        owner_post_id=hearing.limits["post"] if to_answer else None,
        on_behalf=on_behalf,
    )


def main_clock(hearing: Hearing) -> str:
    if hearing.state in (H.TELLING, H.TOLD):
        return ASKING
    return HOLDING if hearing.postponed_from is None else HOLDING_AGAIN


def lights_of(hearing: Hearing) -> LightRule:
    return LightRule(**hearing.limits["lights"])


def deadlines(hearing: Hearing, clocks: Readings) -> Iterator[Deadline]:
    """The right lapses by itself; a hearing that is not held in time turns amber, then red."""
    main = clocks.get(main_clock(hearing))
    match H(hearing.state):
        case H.TOLD:
            yield from clockwork.after(main, "lapse")
        case H.ASKED | H.SCHEDULED:
            yield from clockwork.light_deadlines(hearing.light, main)


def due_day(clocks: Readings, hearing: Hearing) -> dt.date | None:
    """The last day of what runs now; None where nothing does, or where the calendar ends before it."""
    reading = _running(clocks, hearing)
    return None if reading is None else reading.due_day


def due_moment(clocks: Readings, hearing: Hearing) -> dt.datetime | None:
    """The last moment of it; None likewise."""
    reading = _running(clocks, hearing)
    return None if reading is None else reading.due_at


def _running(clocks: Readings, hearing: Hearing) -> ClockReading | None:
    reading = clocks.get(main_clock(hearing))
    return None if reading is None or reading.stopped_at is not None else reading

"""Hearings (R12): fixing the day, the chair, the record and its signatures, the answers. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from leyiban.cases.hearing import kinds
from leyiban.cases.hearing.errors import (
    ChairChallenged,
    ChairReviews,
    ChallengedBefore,
    HearingNotYet,
    HearingOutOfHours,
    HearingTooLate,
    HearingTooSoon,
    NotAWorkingDay,
    NotChallenged,
    NotePaperNeeded,
    OwnChallenge,
    PlaceNeeded,
    RecordNeeded,
    SignerUnknown,
    WordsNeeded,
)
from leyiban.cases.models import Hearing
from leyiban.cases.rules.hearings import ASKING, HOLDING, HOLDING_AGAIN
from leyiban.cases.states import ClosedDoors, DropGround, Signing
from leyiban.cases.states import HearingState as H
from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.errors import Refusal
from leyiban.kernel.flows import clockwork
from leyiban.kernel.flows.table import Outcome, Readings, Situation
from leyiban.kernel.ledger.canonical import canonical_moment
from leyiban.kernel.moments import city_date, clock_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """When and where. ``earliest`` and ``latest`` are the days that the limits leave; ``works``: it is a working day;
    ``hours``: when the offices open and close on it, where the city says so."""

    opens_at: dt.datetime
    place: str
    earliest: dt.date
    latest: dt.date
    works: bool
    hours: tuple[dt.datetime, dt.datetime] | None
    ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleGiven:
    """``chair``: account and pseudonym; None: whoever was named may not chair."""

    sitting: Sitting
    chair: tuple[int, str] | None
    closed_because: ClosedDoors | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponementGiven:
    sitting: Sitting
    reason: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeGiven:
    participant: int
    words: str
    digest: str
    before: bool
    chair: str
    on_behalf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeAnswered:
    """``successor`` takes the chair where the challenge is upheld; ``chair``: the pseudonym of who chairs now."""

    upheld: bool
    words: str
    digest: str
    successor: tuple[int, str] | None
    chair: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGiven:
    record: str
    salt: bytes
    digest: str
    present: tuple[int, ...]
    absent: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureGiven:
    """``known``: he was there and has not signed. ``missing``: signatures that are left after this one."""

    participant: int
    known: bool
    how: Signing
    evidence: str | None
    missing: int
    on_behalf: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersGiven:
    views: int
    digest: str
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DropGiven:
    ground: DropGround
    words: str
    digest: str | None


def disputed(hearing: Hearing, readings: Readings) -> Refusal | None:
    return None if hearing.challenged else NotChallenged()


def undisputed(hearing: Hearing, readings: Readings) -> Refusal | None:
    """Nobody chairs while it is open whether he should step back."""
    return ChairChallenged() if hearing.challenged else None


def decide_scheduling(situation: Situation[Hearing], given: ScheduleGiven) -> Outcome:
    """The notice names day, place and chair, so many days ahead [law: ALL art. 48(1)(1)].

    Raises:
        HearingTooSoon, HearingTooLate, NotAWorkingDay, HearingOutOfHours, PlaceNeeded. ChairReviews [law: ALL art.
        48(1)(3)].
    """
    _check_sitting(given.sitting)
    if given.chair is None:
        raise ChairReviews
    account, pseudonym = given.chair
    hearing = situation.matter
    return Outcome(
        target=H.SCHEDULED,
        facts=kinds.HearingScheduled(
            at=canonical_moment(given.sitting.opens_at),
            chair=pseudonym,
            open_doors=int(given.closed_because is None),
        ),
        changes={
            "opens_at": given.sitting.opens_at,
            "place": given.sitting.place,
            "chair_id": account,
            "closed_because": given.closed_because or "",
        },
        owner_post_id=hearing.owner_post_id,
    )


def decide_postponement(situation: Situation[Hearing], given: PostponementGiven) -> Outcome:
    """Once, with a reason that everybody is told; told as long ahead as the first time, and counted anew.

    Raises:
        HearingTooSoon, HearingTooLate, NotAWorkingDay, HearingOutOfHours, PlaceNeeded, WordsNeeded.
    """
    if not given.reason.strip():
        raise WordsNeeded
    _check_sitting(given.sitting)
    hearing = situation.matter
    return Outcome(
        target=H.SCHEDULED,
        facts=kinds.HearingPostponed(
            before=canonical_moment(hearing.opening),
            at=canonical_moment(given.sitting.opens_at),
            reason=given.digest,
        ),
        changes={
            "postponed_from": hearing.opens_at,
            "postponed_because": given.reason,
            "opens_at": given.sitting.opens_at,
            "place": given.sitting.place,
            "light": Light.GREEN,
        },
        clocks=[
            *clockwork.stop_running(situation, [HOLDING], ground="postponed"),
            clockwork.start(situation, HOLDING_AGAIN, hearing.limits[HOLDING]),
        ],
        owner_post_id=hearing.owner_post_id,
    )


def _check_sitting(sitting: Sitting) -> None:
    if not sitting.place.strip():
        raise PlaceNeeded
    day = city_date(sitting.opens_at)
    if day < sitting.earliest:
        raise HearingTooSoon(days=sitting.ahead, day=date_format(sitting.earliest, "DATE_FORMAT"))
    if day > sitting.latest:
        raise HearingTooLate(day=date_format(sitting.latest, "DATE_FORMAT"))
    if not sitting.works:
        raise NotAWorkingDay
    if sitting.hours is not None:
        opens, closes = sitting.hours
        if not opens <= sitting.opens_at < closes:
            raise HearingOutOfHours(opens=clock_text(opens, now=opens), closes=clock_text(closes, now=closes))


def decide_challenge(situation: Situation[Hearing], given: ChallengeGiven) -> Outcome:
    """申请回避 [law: ALL art. 48(1)(3)], with its reason.

    Raises:
        WordsNeeded, ChallengedBefore.
    """
    if given.before:
        raise ChallengedBefore
    if not given.words.strip():
        raise WordsNeeded
    hearing = situation.matter
    return Outcome(
        target=H.SCHEDULED,
        facts=kinds.HearingChairChallenged(
            participant=given.participant, chair=given.chair, words=given.digest
        ),
        changes={"challenged": True},
        owner_post_id=hearing.owner_post_id,
        on_behalf=given.on_behalf,
    )


def decide_challenge_answer(situation: Situation[Hearing], given: ChallengeAnswered) -> Outcome:
    """Somebody else takes the chair, or the reasons why not.

    Raises:
        OwnChallenge, WordsNeeded. ChairReviews: no successor that may chair.
    """
    hearing = situation.matter
    if situation.actor.account_id == hearing.chair_id:
        raise OwnChallenge
    if not given.words.strip():
        raise WordsNeeded
    if given.upheld and given.successor is None:
        raise ChairReviews
    changes: dict[str, Any] = {"challenged": False}
    if given.upheld and given.successor is not None:
        changes["chair_id"] = given.successor[0]
    return Outcome(
        target=H.SCHEDULED,
        facts=kinds.HearingChallengeAnswered(
            outcome="replaced" if given.upheld else "kept", chair=given.chair, words=given.digest
        ),
        changes=changes,
        owner_post_id=hearing.owner_post_id,
    )


def decide_holding(situation: Situation[Hearing], given: RecordGiven) -> Outcome:
    """It was held, and this is its record [law: ALL art. 48(1)(5)]; those who were there sign it.

    Raises:
        HearingNotYet, RecordNeeded.
    """
    hearing = situation.matter
    if situation.happened_at < hearing.opening:
        raise HearingNotYet(at=clock_text(hearing.opening, now=situation.happened_at))
    if not given.record.strip():
        raise RecordNeeded
    return Outcome(
        target=H.HELD if given.present else H.ANSWERING,
        facts=kinds.HearingHeld(record=given.digest, present=given.present, absent=given.absent),
        changes={
            "held_at": situation.happened_at,
            "record": given.record,
            "record_salt": given.salt,
            "light": Light.GREEN,
        },
        clocks=clockwork.stop_running(situation, [ASKING, HOLDING, HOLDING_AGAIN]),
        owner_post_id=hearing.owner_post_id,
    )


def decide_signature(situation: Situation[Hearing], given: SignatureGiven) -> Outcome:
    """Somebody who was there signs; or the chair enters that he did so on paper, or would not.

    Raises:
        SignerUnknown, NotePaperNeeded.
    """
    if not given.known:
        raise SignerUnknown
    if given.how is not Signing.ACCOUNT and not given.evidence:
        raise NotePaperNeeded
    hearing = situation.matter
    return Outcome(
        target=H.HELD if given.missing else H.ANSWERING,
        facts=kinds.HearingRecordSigned(
            participant=given.participant,
            how=given.how.value,
            missing=given.missing,
            evidence=given.evidence,
        ),
        owner_post_id=hearing.owner_post_id,
        on_behalf=given.on_behalf,
    )


def decide_answers(situation: Situation[Hearing], given: AnswersGiven) -> Outcome:
    """Every view has its answer, and where a hearing was held, what was made of its record."""
    hearing = situation.matter
    return Outcome(
        target=H.CLOSED,
        facts=kinds.HearingClosed(
            views=given.views, answers=given.digest, held=int(hearing.held_at is not None)
        ),
        changes={**given.changes, "unanswered": 0, "ended_at": situation.happened_at},
    )


def decide_dropping(situation: Situation[Hearing], given: DropGiven) -> Outcome:
    """What was intended is given up, or the case has ended: nobody has to be heard any more.

    Raises:
        WordsNeeded: the office gives it up without a reason.
    """
    if given.ground is DropGround.INTENTION_DROPPED and not given.words.strip():
        raise WordsNeeded
    return Outcome(
        target=H.DROPPED,
        facts=kinds.HearingDropped(ground=given.ground.value, reasons=given.digest),
        changes={
            "ended_at": situation.happened_at,
            "drop_ground": given.ground,
            "drop_reasons": given.words or None,
            "challenged": False,
            "light": Light.GREEN,
        },
        clocks=clockwork.stop_running(situation, [ASKING, HOLDING, HOLDING_AGAIN]),
    )

"""What the office does with a hearing that was asked for (R12): day and chair, record, signatures, answers."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from leyiban.cases.answers import seal_answers, seal_words
from leyiban.cases.hearing.errors import AnswersMissing, ChairReviews, HearingGone
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.hearing.rights import chairs
from leyiban.cases.models import Hearing, HearingParticipant
from leyiban.cases.operations.hearing_voices import signature
from leyiban.cases.own_cases import refuse_own
from leyiban.cases.queries.hearings import chairs_for
from leyiban.cases.rules.hearing_day import (
    AnswersGiven,
    ChallengeAnswered,
    PostponementGiven,
    RecordGiven,
    ScheduleGiven,
    Sitting,
)
from leyiban.cases.rules.hearings import due_day
from leyiban.cases.states import ClosedDoors, Signing
from leyiban.kernel.actors import Actor
from leyiban.kernel.calendar.queries import calendar_of
from leyiban.kernel.errors import FieldProblem, NotAllowed
from leyiban.kernel.flows.engine import Moved, Taken, take
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.models import Paper

CONSIDERATION = "consideration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed:
    """When and where; ``chair`` is a pseudonym, of who chairs from now on."""

    opens_at: dt.datetime
    place: str


def schedule_hearing(
    *,
    number: str,
    version: int | None,
    appointed: Appointed,
    chair: str,
    closed_because: ClosedDoors | None,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Hearing]:
    """Fix day, place and chair; all are told, and the public may read it unless the doors are closed.

    Args:
        chair: pseudonym of a colleague who does not review the case.

    Raises:
        HearingGone, HearingTooSoon, HearingTooLate, NotAWorkingDay, HearingOutOfHours, PlaceNeeded, ChairReviews, Stale,
        WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version, actor, now)
        latest = due_day(taken.clocks, taken.matter)
        given = ScheduleGiven(
            sitting=_sitting(taken.matter, appointed, latest, now),
            chair=_chair(taken.matter, chair, now),
            closed_because=closed_because,
        )
        return taken.make("schedule", given, actor=actor, now=now)


def postpone_hearing(
    *, number: str, version: int | None, appointed: Appointed, reason: str, actor: Actor, now: dt.datetime
) -> Moved[Hearing]:
    """Once, with a reason; told as long ahead as the first day, and held within the same time counted from now.

    Raises:
        HearingGone, PostponedBefore, WordsNeeded, HearingTooSoon, HearingTooLate, NotAWorkingDay, HearingOutOfHours,
        PlaceNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version, actor, now)
        hearing, words = taken.matter, seal_words(reason.strip())
        within = hearing.limits["holding"]["amount"]
        latest = calendar_of(hearing.region).add_working_days(city_date(now), within)
        given = PostponementGiven(
            sitting=_sitting(hearing, appointed, latest, now), reason=words.text, digest=words.digest
        )
        return taken.make("postpone", given, actor=actor, now=now)


def answer_challenge(
    *,
    number: str,
    version: int | None,
    upheld: bool,
    words: str,
    successor: str,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Hearing]:
    """Whether the chair steps back, with reasons; where he does, ``successor`` (a pseudonym) takes the chair.

    Raises:
        HearingGone, NotChallenged, OwnChallenge, WordsNeeded, ChairReviews, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version, actor, now)
        hearing, sealed = taken.matter, seal_words(words.strip())
        following = _chair(hearing, successor, now) if upheld else None
        stays = "" if hearing.chair is None else hearing.chair.pseudonym
        given = ChallengeAnswered(
            upheld=upheld,
            words=sealed.text,
            digest=sealed.digest,
            successor=following,
            chair=stays if following is None else following[1],
        )
        moved = taken.make("answer_challenge", given, actor=actor, now=now)
        for challenge in hearing.challenges.filter(answered_at__isnull=True):
            challenge.upheld, challenge.answer, challenge.answered_at = upheld, sealed.text, now
            challenge.save(update_fields=["upheld", "answer", "answered_at"])
        return moved


def record_hearing(
    *,
    number: str,
    version: int | None,
    record: str,
    present: Collection[int],
    actor: Actor,
    now: dt.datetime,
) -> Moved[Hearing]:
    """听证笔录, by the chair: what was said, and who was there (participants by number). They sign it next.

    Raises:
        HearingGone, HearingNotYet, ChairChallenged, RecordNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version, actor, now)
        people = list(taken.matter.participants.order_by("number"))
        words = seal_words(record.strip())
        given = RecordGiven(
            record=words.text,
            salt=words.salt,
            digest=words.digest,
            present=tuple(each.number for each in people if each.number in present),
            absent=tuple(each.number for each in people if each.number not in present),
        )
        moved = taken.make("hold", given, actor=actor, now=now)
        for each in people:
            each.present = each.number in present
            each.save(update_fields=["present"])
        return moved


def enter_signature(
    *,
    number: str,
    version: int | None,
    participant: int,
    how: Signing,
    note: str,
    scan: Paper | None,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Hearing]:
    """The chair enters that somebody signed on paper (with its ``scan``), or would not sign (with a ``note``).

    Raises:
        HearingGone, SignerUnknown, NotePaperNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version, actor, now)
        if not chairs(actor, taken.matter):  # the move itself is open to those who sign for themselves, too
            raise NotAllowed
        voices = HearingParticipant.objects.select_related("hearing", "party")
        voice = voices.filter(hearing=taken.matter, number=participant).first()
        if voice is None:
            raise HearingGone
        sealed = seal_words(note.strip())
        evidence = (
            (scan.digest if scan else None)
            if how is Signing.PAPER
            else sealed.digest
            if sealed.text
            else None
        )
        moved = taken.make("sign", signature(voice, how, evidence=evidence), actor=actor, now=now)
        voice.signed, voice.signed_at, voice.scan = how, now, scan
        voice.sign_note = sealed.text or None
        voice.save(update_fields=["signed", "signed_at", "scan", "sign_note"])
        return moved


def answer_views(
    *,
    number: str,
    version: int | None,
    answers: Mapping[int, str],
    consideration: str,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Hearing]:
    """Whoever decides answers each view, and where a hearing was held says what follows from its record [law: ALL
    art. 48 para. 2]. From then on the move that waited may be made.

    Args:
        answers: number of the view → words.

    Raises:
        HearingGone, AnswersMissing, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version, actor, now)
        hearing, views = taken.matter, list(taken.matter.views.order_by("number"))
        said = {f"views.{view.number}": answers.get(view.number, "").strip() for view in views}
        if hearing.held_at is not None:
            said[CONSIDERATION] = consideration.strip()
        missing = tuple(
            FieldProblem(name, "required", _("请写答复。")) for name, words in said.items() if not words
        )
        if missing:
            raise AnswersMissing(problems=missing)
        given = AnswersGiven(
            views=len(views),
            digest=seal_answers(said).digest,
            changes={"consideration": said.get(CONSIDERATION) or None},
        )
        moved = taken.make("answer_views", given, actor=actor, now=now)
        for view in views:
            view.answer = said[f"views.{view.number}"]
            view.save(update_fields=["answer"])
        return moved


def _take(number: str, version: int | None, actor: Actor, now: dt.datetime) -> Taken[Hearing]:
    """Lock a hearing for the office's act; nobody acts in his own case."""
    hearing = Hearing.objects.select_related("case").filter(number=number).first()
    if hearing is None:
        raise HearingGone
    refuse_own(actor, hearing.case)
    return take(HEARING_FLOW, hearing.pk, now=now, version=version)


def _sitting(hearing: Hearing, appointed: Appointed, latest: dt.date | None, now: dt.datetime) -> Sitting:
    calendar, ahead = calendar_of(hearing.region), hearing.limits["ahead"]
    earliest = calendar.next_working_day(calendar.add_working_days(city_date(now), ahead))
    day = city_date(appointed.opens_at)
    in_reach = earliest <= day and (latest is None or day <= latest)  # beyond that no calendar need be known
    return Sitting(
        opens_at=appointed.opens_at,
        place=appointed.place.strip(),
        earliest=earliest,
        latest=latest or day,
        works=not in_reach or calendar.is_working_day(day),
        hours=(calendar.opening(day), calendar.closing(day)) if calendar.hours else None,
        ahead=ahead,
    )


def _chair(hearing: Hearing, pseudonym: str, now: dt.datetime) -> tuple[int, str]:
    """Account and pseudonym.

    Raises:
        ChairReviews: not somebody of the office who keeps apart from the review.
    """
    found = next((each for each in chairs_for(hearing, now=now) if each.pseudonym == pseudonym), None)
    if found is None:
        raise ChairReviews
    return found.pk, found.pseudonym

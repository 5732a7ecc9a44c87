"""What those who are heard do (R12): state their case, ask, waive, object to the chair, sign."""

import datetime as dt
from typing import Any

from django.db import transaction

from leyiban.cases.answers import seal_words
from leyiban.cases.hearing.errors import HearingGone
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.hearing.rights import speaks_as
from leyiban.cases.models import ChairChallenge, Hearing, HearingParticipant, HearingView
from leyiban.cases.rules.hearing_day import ChallengeGiven, SignatureGiven
from leyiban.cases.rules.hearings import ViewGiven, VoiceGiven
from leyiban.cases.states import Signing
from leyiban.kernel.actors import Actor
from leyiban.kernel.flows.engine import Moved, Taken, take


def state_view(*, participant_id: int, words: str, actor: Actor, now: dt.datetime) -> Moved[Hearing]:
    """Say what one thinks of what the office means to do, in writing.

    Raises:
        HearingGone, WordsNeeded, ViewsTooMany, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken, voice = _take(participant_id, actor, now)
        sealed, number = seal_words(words.strip()), taken.matter.views.count() + 1
        given = ViewGiven(
            participant=voice.number,
            view=number,
            before=voice.views.count(),
            words=sealed.text,
            digest=sealed.digest,
            on_behalf=_on_behalf(voice),
        )
        moved = taken.make("state_view", given, actor=actor, now=now)
        HearingView.objects.create(
            hearing=taken.matter,
            participant=voice,
            number=number,
            words=sealed.text,
            salt=sealed.salt,
            stated_at=now,
        )
        return moved


def ask_for_hearing(*, participant_id: int, actor: Actor, now: dt.datetime) -> Moved[Hearing]:
    """要求听证, within the time that was told. It costs nothing [law: ALL art. 47 para. 2].

    Raises:
        HearingGone, NoHearingHere, AskedBefore, WaivedBefore, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken, voice = _take(participant_id, actor, now)
        moved = taken.make("ask", _given(voice, left=0), actor=actor, now=now)
        _mark(voice, asked_at=now)
        return moved


def withdraw_hearing_request(*, participant_id: int, actor: Actor, now: dt.datetime) -> Moved[Hearing]:
    """Give up what one asked for; it is held all the same while somebody else asks, and may be asked for by whoever
    has not spoken yet.

    Raises:
        HearingGone, NotAsked, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken, voice = _take(participant_id, actor, now)
        others = taken.matter.participants.exclude(pk=voice.pk)
        given = _given(voice, left=others.filter(asked_at__isnull=False).count())
        moved = taken.make("withdraw_request", given, actor=actor, now=now)
        _mark(voice, asked_at=None, waived_at=now)
        return moved


def waive_hearing(*, participant_id: int, actor: Actor, now: dt.datetime) -> Moved[Hearing]:
    """Waive the right, in writing. When everybody has, the office need not wait.

    Raises:
        HearingGone, WaivedBefore, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken, voice = _take(participant_id, actor, now)
        others = taken.matter.participants.filter(waived_at__isnull=True).exclude(pk=voice.pk)
        moved = taken.make("waive", _given(voice, left=others.count()), actor=actor, now=now)
        _mark(voice, waived_at=now)
        return moved


def challenge_chair(*, participant_id: int, words: str, actor: Actor, now: dt.datetime) -> Moved[Hearing]:
    """Say why somebody should not chair; nothing is held until that is answered.

    Raises:
        HearingGone, WordsNeeded, ChallengedBefore, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken, voice = _take(participant_id, actor, now)
        hearing, sealed = taken.matter, seal_words(words.strip())
        chair = hearing.chair
        mine = hearing.challenges.filter(participant=voice, chair=chair)
        given = ChallengeGiven(
            participant=voice.number,
            words=sealed.text,
            digest=sealed.digest,
            before=mine.exists(),
            chair="" if chair is None else chair.pseudonym,
            on_behalf=_on_behalf(voice),
        )
        moved = taken.make("challenge_chair", given, actor=actor, now=now)
        assert chair is not None  # a CHECK constraint says so of whatever is scheduled
        ChairChallenge.objects.create(
            hearing=hearing,
            participant=voice,
            chair=chair,
            words=sealed.text,
            salt=sealed.salt,
            made_at=now,
        )
        return moved


def sign_hearing_record(*, participant_id: int, actor: Actor, now: dt.datetime) -> Moved[Hearing]:
    """Sign the record as it is, by one's own account or code.

    Raises:
        HearingGone, SignerUnknown, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken, voice = _take(participant_id, actor, now)
        given = signature(voice, Signing.ACCOUNT, evidence=None)
        moved = taken.make("sign", given, actor=actor, now=now)
        _mark(voice, signed=Signing.ACCOUNT, signed_at=now)
        return moved


def signature(voice: HearingParticipant, how: Signing, *, evidence: str | None) -> SignatureGiven:
    """What a signature of ``voice`` is, with how many are missing after it."""
    others = voice.hearing.participants.filter(present=True, signed="").exclude(pk=voice.pk)
    return SignatureGiven(
        participant=voice.number,
        known=bool(voice.present) and not voice.signed,
        how=how,
        evidence=evidence,
        missing=others.count(),
        on_behalf=_on_behalf(voice) if how is Signing.ACCOUNT else None,
    )


def _take(participant_id: int, actor: Actor, now: dt.datetime) -> tuple[Taken[Hearing], HearingParticipant]:
    """The hearing locked, then its participant as he is under that lock.

    Raises:
        HearingGone: there is none, or the actor is somebody else.
    """
    voices = HearingParticipant.objects.select_related("hearing__case", "party")
    voice = voices.filter(pk=participant_id).first()
    if voice is None or not speaks_as(actor, voice):
        raise HearingGone
    taken = take(HEARING_FLOW, voice.hearing_id, now=now)
    return taken, voices.get(pk=participant_id)


def _given(voice: HearingParticipant, *, left: int) -> VoiceGiven:
    silent = voice.hearing.participants.filter(asked_at__isnull=True, waived_at__isnull=True)
    return VoiceGiven(
        participant=voice.number,
        asks=voice.asked_at is not None,
        waives=voice.waived_at is not None,
        left=left,
        silent=silent.exclude(pk=voice.pk).count(),
        on_behalf=_on_behalf(voice),
    )


def _on_behalf(voice: HearingParticipant) -> str | None:
    """The applicant's pseudonym where somebody acts for him; who came by code acts for himself."""
    return None if voice.party is None else voice.party.pseudonym


def _mark(voice: HearingParticipant, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(voice, name, value)
    voice.save(update_fields=list(facts))

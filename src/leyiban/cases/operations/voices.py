"""劝退 made visible: whoever took his application back is asked why, alone; what he says counts."""

import datetime as dt
from typing import Final

from django.db import transaction

from leyiban.cases.models import Case, WithdrawalVoice
from leyiban.cases.rights import acts_for_applicant
from leyiban.cases.states import WithdrawalReason
from leyiban.cases.voice.errors import VoiceGiven, VoiceGone, VoiceOver
from leyiban.cases.voice.kinds import WithdrawalVoiceGiven
from leyiban.kernel.actors import Actor
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.lawbook.errors import RuleUnknown
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.moments import city_date

_ASKED_FOR: Final = "cases.withdrawal_question"


def ask_why_withdrawn(*, case_number: str, now: dt.datetime) -> WithdrawalVoice | None:
    """Open the question, once for a case. None: the city asks no such question."""
    case = Case.objects.get(number=case_number)
    try:
        days = int(lawbook.rule(_ASKED_FOR, on=city_date(now), region=case.region).value)
    except RuleUnknown:
        return None
    voice, _ = WithdrawalVoice.objects.get_or_create(
        case=case, defaults={"asked_at": now, "until": city_date(now) + dt.timedelta(days=days)}
    )
    return voice


def say_why_withdrawn(
    *, key: str, reason: WithdrawalReason, actor: Actor, now: dt.datetime
) -> WithdrawalVoice:
    """The one answer, by the applicant or whoever acts for him; the same answer again changes nothing.

    Raises:
        VoiceGone: no such question is his. VoiceGiven: it was answered otherwise. VoiceOver: too late.
    """
    with transaction.atomic():
        found = WithdrawalVoice.objects.select_for_update(of=("self",)).select_related(
            "case__agency", "case__item_version__item"
        )
        voice = found.filter(key=key).first()
        if voice is None or not acts_for_applicant(actor, voice.case):
            raise VoiceGone
        if voice.answered_at is not None:
            if voice.reason == reason:
                return voice
            raise VoiceGiven
        if city_date(now) > voice.until:
            raise VoiceOver
        voice.reason, voice.answered_at = reason.value, now
        voice.save(update_fields=["reason", "answered_at"])
        append(
            facts=WithdrawalVoiceGiven(
                reason=reason.value,
                region=voice.case.region,
                agency=voice.case.agency.uscc,
                item=voice.case.item_version.item.code,
            ),
            subject=Subject(WithdrawalVoice.KIND, voice.key, 1),
            actor=actor,
            happened_at=now,
            entered_at=now,
            on_behalf=voice.case.applicant.pseudonym,
        )
        return voice

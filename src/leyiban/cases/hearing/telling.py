"""What those who are heard are told of a hearing (R12): by message; on paper, where somebody has no phone."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.models import Case, Hearing, HearingParticipant
from leyiban.cases.rules.hearings import ASKING
from leyiban.cases.states import HearingGround, HearingState
from leyiban.cases.telling import listeners
from leyiban.kernel.documents.wording import in_words
from leyiban.kernel.flows.engine import matter_clocks
from leyiban.kernel.ledger.canonical import parse_moment
from leyiban.kernel.ledger.queries import LedgerEntry, trail
from leyiban.kernel.moments import CITY_TIME, city_date
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.messages.templates import Fact, Template
from leyiban.people.queries import phone_of

_RIGHTS: Final = {
    HearingGround.DECISION: standard.HEARING_RIGHT,
    HearingGround.WARNING: standard.WARNING_INTENDED,
    HearingGround.REVOCATION: standard.REVOCATION_INTENDED,
}
_WITHDRAWN: Final = "hearing.request_withdrawn/1"
_TEMPLATES: Final = {
    "hearing.scheduled/1": standard.HEARING_SCHEDULED,
    "hearing.postponed/1": standard.HEARING_POSTPONED,
    "hearing.closed/1": standard.HEARING_ANSWERED,
    "hearing.dropped/1": standard.HEARING_DROPPED,
}
HEARINGS_TOLD: Final = ("hearing.told/1", _WITHDRAWN, *_TEMPLATES)
_ON: Final = frozenset({"hearing.scheduled/1", "hearing.postponed/1"})


def tell_heard(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The applicant, and his operator while he acts for him, in the inbox and on the phone; the interested persons on
    the phone, with number and code."""
    hearing = Hearing.objects.select_related("case").get(number=entry.subject_key)
    for voice in hearing.participants.order_by("number"):
        for template in _news(entry, hearing, voice):
            if voice.is_applicant:
                _tell_applicant(entry, hearing, template, now)
            else:
                _tell_interested(entry, hearing, voice, template, now)


def _news(entry: LedgerEntry, hearing: Hearing, voice: HearingParticipant) -> Iterator[Template]:
    """Of a request taken back it is news that the day is off, if there was one and nobody else asks; and, to those who
    kept silent because he asked, that they may ask themselves."""
    right = _RIGHTS[HearingGround(hearing.ground)] if voice.is_applicant else standard.HEARING_RIGHT_OF_OTHERS
    if entry.kind != _WITHDRAWN:
        yield _TEMPLATES.get(entry.kind, right)
        return
    if _is_off(entry):
        yield standard.HEARING_DROPPED
    if _ends_asking(entry) and hearing.state == HearingState.TOLD and voice.waived_at is None:
        yield right


def _tell_applicant(entry: LedgerEntry, hearing: Hearing, template: Template, now: dt.datetime) -> None:
    facts = {**_facts(entry, hearing), "number": hearing.number, "code": hearing.case.query_code.reveal()}
    for party in listeners(hearing.case, now=now):
        notify(
            template=template,
            to=Recipient(party_id=party.pk, phone=phone_of(party)),
            matter=_matter(hearing, party_id=hearing.case.applicant_id),
            facts=_of(template, facts),
            cause=f"entry:{entry.entry_id}",
            now=now,
        )


def _tell_interested(
    entry: LedgerEntry, hearing: Hearing, voice: HearingParticipant, template: Template, now: dt.datetime
) -> None:
    if voice.phone is None or voice.code is None:
        return
    facts = {**_facts(entry, hearing), "number": hearing.number, "code": voice.code.reveal()}
    notify(
        template=template,
        to=Recipient(party_id=None, phone=voice.phone.reveal()),
        matter=_matter(hearing, party_id=None),
        facts=_of(template, facts),
        cause=f"entry:{entry.entry_id}:{voice.number}",
        now=now,
    )


def _is_off(entry: LedgerEntry) -> bool:
    """Whether a sitting that was on before this withdrawal will not be held after it."""
    is_on = False
    for each in trail(Hearing.KIND, entry.subject_key):
        if each.seq < entry.seq and (each.kind in _ON or _ends_asking(each)):
            is_on = each.kind in _ON
    return is_on and _ends_asking(entry)


def _ends_asking(entry: LedgerEntry) -> bool:
    return entry.kind == _WITHDRAWN and entry.facts.left == 0


def _facts(entry: LedgerEntry, hearing: Hearing) -> dict[str, Fact]:
    """As of the entry: the hearing itself may have moved on before it is told."""
    if entry.kind in _ON:
        opening = parse_moment(entry.facts.at).astimezone(CITY_TIME)
        return {"matter": hearing.title, "by": f"{in_words(city_date(opening))}{opening:%H:%M}"}
    reading = matter_clocks(HEARING_FLOW, hearing).get(ASKING)
    day = None if reading is None else reading.due_day
    return {"matter": hearing.title, "by": "放假安排公布后告知的日期" if day is None else in_words(day)}


def _of(template: Template, facts: dict[str, Fact]) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if name in template.facts}


def _matter(hearing: Hearing, *, party_id: int | None) -> MatterRef:
    return MatterRef(
        kind=Case.KIND,
        key=hearing.case_id,
        number=hearing.case.number,
        region=hearing.region,
        agency_id=hearing.agency_id,
        party_id=party_id,
    )

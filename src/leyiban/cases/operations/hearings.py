"""Telling people of their right to be heard (R12), and giving up what they would have been heard on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from leyiban.cases.answers import seal_words
from leyiban.cases.errors import FalsehoodFound
from leyiban.cases.hearing.errors import HearingNotNow, HearingRuns, InterestedNeeded, InterestedWrong
from leyiban.cases.hearing.flow import HEARING_FLOW
from leyiban.cases.hearing.kinds import HearingTold
from leyiban.cases.models import Case, Hearing, HearingParticipant
from leyiban.cases.operations.taking import take_as_office
from leyiban.cases.own_cases import refuse_own
from leyiban.cases.rules.hearing_day import DropGiven
from leyiban.cases.rules.hearings import ASKING, HOLDING, TellingGiven
from leyiban.cases.rules.review import decide_task
from leyiban.cases.states import (
    HEARING_OPEN,
    CaseState,
    DropGround,
    HeardAs,
    HearingGround,
    HearingState,
)
from leyiban.kernel.actors import Actor
from leyiban.kernel.clocks.terms import light_terms, term
from leyiban.kernel.crypto import new_code, new_pseudonym
from leyiban.kernel.errors import FieldProblem
from leyiban.kernel.flows.engine import Moved, begin, take
from leyiban.kernel.identifiers import check_mobile, check_person_name
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date

MOST_NAME: Final = 50
_DIGITS: Final = 8
# More than a case's query code has: several codes fit one number, and it is printed on the open list.
_CODE_DIGITS: Final = 8
_ASK_WITHIN: Final = {
    HearingGround.DECISION: "hearing.apply_within",
    HearingGround.WARNING: "hearing.state_within",
    HearingGround.REVOCATION: "hearing.revocation_apply_within",
}
_BASES: Final = {ground: f"hearing.basis.{ground.value}" for ground in HearingGround}
_HELD_WITHIN: Final = "hearing.held_within"
_NOTICE_AHEAD: Final = "hearing.notice_ahead"
_BEFORE_DECISION: Final = frozenset({CaseState.UNDER_REVIEW, CaseState.SPECIAL_PROCEDURE})
_BEFORE_WARNING: Final = frozenset({CaseState.SUBMITTED, CaseState.UNDER_REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class Interested:
    """An interested person as the office names him: reached by mobile, or by letter to ``address``."""

    name: str
    phone: str = ""
    address: str = ""


def tell_hearing_right(
    *,
    case_id: int,
    version: int | None,
    facts: str,
    interested: Sequence[Interested],
    actor: Actor,
    now: dt.datetime,
) -> Moved[Hearing]:
    """Tell the applicant and those whose major interests a licence touches that they may be heard before it is
    decided [law: ALL art. 36, 47].

    Args:
        facts: what the licence touches; all of them read it.

    Raises:
        InterestedNeeded, InterestedWrong, FactsNeeded, HearingNotNow, HearingRuns, Stale, MoveNotAllowed, OwnCase.
    """
    people = _checked(interested)
    with transaction.atomic():
        case = take_as_office(case_id, version=version, actor=actor, now=now).matter
        if case.state not in _BEFORE_DECISION:
            raise HearingNotNow
        return _tell(case, HearingGround.DECISION, facts, people, actor=actor, now=now)


def announce_warning(
    *, case_id: int, version: int | None, facts: str, actor: Actor, now: dt.datetime
) -> Moved[Hearing]:
    """Tell the applicant that he is to be warned for false papers, and on what facts, before it is done [law:
    Administrative Penalty Law]; he may state his case.

    Raises:
        FactsNeeded, FalsehoodFound, HearingNotNow, HearingRuns, Stale, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        case = take_as_office(case_id, version=version, actor=actor, now=now).matter
        if case.false_materials:
            raise FalsehoodFound
        if case.state not in _BEFORE_WARNING:
            raise HearingNotNow
        return _tell(case, HearingGround.WARNING, facts, (), actor=actor, now=now)


def tell_before_revocation(
    *, case_number: str, licence: str, facts: str, actor: Actor, now: dt.datetime
) -> Moved[Hearing] | None:
    """The office of this case's licence means to revoke it: its holder may state his case and ask for a hearing.
    None where that is on record already."""
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(number=case_number)
        if _open_of(case, HearingGround.REVOCATION) is not None:
            return None
        ground = HearingGround.REVOCATION
        return _tell(case, ground, facts, (), licence=licence, actor=actor, now=now)


def drop_hearing(
    *, number: str, version: int | None, reasons: str, actor: Actor, now: dt.datetime
) -> Moved[Hearing]:
    """The office does not mean to do it any more; everybody is told.

    Raises:
        NotFound, WordsNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        hearing = Hearing.objects.select_related("case").get(number=number)
        refuse_own(actor, hearing.case)
        words = seal_words(reasons.strip())
        given = DropGiven(ground=DropGround.INTENTION_DROPPED, words=words.text, digest=words.digest)
        return take(HEARING_FLOW, hearing.pk, now=now, version=version).make(
            "drop", given, actor=actor, now=now
        )


def end_hearings_of(*, case_number: str, actor: Actor, now: dt.datetime) -> int:
    """The case ended: what was to be heard before its decision or a warning is heard no more. Returns how many."""
    with transaction.atomic():
        found = Hearing.objects.filter(
            case__number=case_number, state__in=[state.value for state in HEARING_OPEN]
        ).exclude(ground=HearingGround.REVOCATION)
        given = DropGiven(ground=DropGround.CASE_ENDED, words="", digest=None)
        keys = list(found.order_by("pk").values_list("pk", flat=True))
        for key in keys:
            taken = take(HEARING_FLOW, key, now=now)
            if taken.matter.state in HEARING_OPEN:  # its own clock may just have ended it
                taken.make("drop", given, actor=actor, now=now)
        return len(keys)


def _checked(interested: Sequence[Interested]) -> tuple[Interested, ...]:
    """Names whole, mobiles in stored form.

    Raises:
        InterestedNeeded, InterestedWrong.
    """
    if not interested:
        raise InterestedNeeded
    problems, people = [], []
    for place, each in enumerate(interested):
        name, phone = check_person_name(each.name, longest=MOST_NAME), check_mobile(each.phone)
        if not name.valid:
            problems.append(FieldProblem(f"interested.{place}.name", "wrong", _("请写姓名或单位名称。")))
        if each.phone.strip() and not phone.valid:
            problems.append(FieldProblem(f"interested.{place}.phone", "wrong", _("手机号不对,请核对。")))
        if not each.phone.strip() and not each.address.strip():
            problems.append(
                FieldProblem(f"interested.{place}.phone", "required", _("请写手机号,或寄信的地址。"))
            )
        people.append(
            Interested(
                name=name.value if name.valid else "",
                phone=phone.value if phone.valid else "",
                address=each.address.strip(),
            )
        )
    if problems:
        raise InterestedWrong(problems=tuple(problems))
    return tuple(people)


def _tell(
    case: Case,
    ground: HearingGround,
    facts: str,
    interested: Sequence[Interested],
    *,
    licence: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Moved[Hearing]:
    running = _open_of(case, ground)
    if running is not None:
        raise HearingRuns(number=running.number)
    words, hearable = seal_words(facts.strip()), ground is not HearingGround.WARNING
    limits, basis = _terms(case, ground, city_date(now))
    pseudonyms = [new_pseudonym() for _ in interested]
    hearing = Hearing(
        number=_new_number(),
        region=case.region,
        title=case.title,
        party_label=case.party_label,
        state=HearingState.TELLING,
        since=now,
        case=case,
        agency=case.agency,
        ground=ground,
        licence=licence,
        hearable=hearable,
        basis=basis,
        intended=words.text,
        intended_salt=words.salt,
        told_by_id=actor.account_id,
        told_at=now,
        limits=limits,
        speakers=pseudonyms,
    )
    told = HearingTold(
        case=case.number,
        ground=ground.value,
        words=words.digest,
        hearable=int(hearable),
        interested=len(interested),
        licence=licence or None,
    )
    given = TellingGiven(words=words.text, facts=told)
    moved = begin(HEARING_FLOW, hearing, "tell", given, actor=actor, now=now)
    _keep_participants(hearing, interested, pseudonyms)
    return moved


def _keep_participants(hearing: Hearing, interested: Sequence[Interested], pseudonyms: Sequence[str]) -> None:
    HearingParticipant.objects.create(
        hearing=hearing,
        number=1,
        standing=HeardAs.APPLICANT,
        party_id=hearing.case.applicant_id,
        pseudonym=new_pseudonym(),
    )
    for number, (each, pseudonym) in enumerate(zip(interested, pseudonyms, strict=True), 2):
        HearingParticipant.objects.create(
            hearing=hearing,
            number=number,
            standing=HeardAs.INTERESTED,
            pseudonym=pseudonym,
            name=each.name,
            phone=each.phone or None,
            address=each.address or None,
            code=new_code(_CODE_DIGITS),
        )


def _open_of(case: Case, ground: HearingGround) -> Hearing | None:
    return case.hearings.filter(ground=ground, state__in=[state.value for state in HEARING_OPEN]).first()


def _terms(case: Case, ground: HearingGround, on: dt.date) -> tuple[dict[str, Any], str]:
    """The terms of its clocks and the post that acts for the office; the articles that give the right."""
    book, chain = lawbook.book(), lawbook.region_chain(case.region)
    return {
        ASKING: term(book, _ASK_WITHIN[ground], on=on, regions=chain),
        HOLDING: term(book, _HELD_WITHIN, on=on, regions=chain),
        "ahead": int(book.rule(_NOTICE_AHEAD, on=on, regions=chain).value),
        "lights": light_terms(book, on=on, regions=chain),
        "post": case.route[decide_task(case)["by"]],
    }, str(book.rule(_BASES[ground], on=on, regions=chain).value)


def _new_number() -> str:
    """Short enough for a text message beside its code; drawn, so that nobody counts on to another's."""
    while True:
        number = f"T{new_code(_DIGITS)}"
        if not Hearing.objects.filter(number=number).exists():
            return number

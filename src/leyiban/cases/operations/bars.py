"""False papers (R14): the warning, the bar, the party's objection and its answer."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, cast

from django.db import transaction

from leyiban.cases.answers import Sealed, seal_words
from leyiban.cases.bar import kinds
from leyiban.cases.bar.errors import BarGone
from leyiban.cases.bar.flow import BAR_FLOW
from leyiban.cases.hearing.waiting import unspent_announcement
from leyiban.cases.models import Bar, Case, FalsehoodWarning
from leyiban.cases.operations.taking import take_as_office
from leyiban.cases.own_cases import refuse_own
from leyiban.cases.queries.bars import my_bar
from leyiban.cases.rules.bars import (
    ANSWER,
    AnswerGiven,
    ObjectionGiven,
    WarningGiven,
    WithdrawalGiven,
    last_barred_day,
)
from leyiban.cases.states import BARRING, BEFORE_DECISION, BarGround, BarState
from leyiban.cases.terms import ban_terms
from leyiban.catalogue.models import ItemVersion
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.clocks.terms import light_terms, term
from leyiban.kernel.flows.engine import Moved, Taken, begin, take
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date

_ANSWERED_WITHIN: Final = "licence.bar_objection"


def warn_applicant(
    *, case_id: int, version: int | None, reasons: str, actor: Actor, now: dt.datetime
) -> Moved[Case]:
    """The papers are found to be false: a warning, and where the licence guards safety a bar from this day on
    [law: ALL art. 78]. The case itself can then only be refused or denied.
    What is intended was announced before, and the applicant had his say (:func:`announce_warning`).

    Args:
        reasons: which papers, and how it was found out; the applicant reads them.

    Raises:
        FalsehoodFound, WarningNotAnnounced, HearingOpen, ViewsUnanswered, ReasonNeeded, Stale, WrongState,
        MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case, words = taken.matter, seal_words(reasons)
        ban = _ban(case, BarGround.FALSE_MATERIALS, now)
        until = None if ban is None else last_barred_day(ban, city_date(now))
        given = WarningGiven(reasons=reasons, digest=words.digest, barred_until=until)
        announced = unspent_announcement(case)
        moved = taken.make("warn", given, actor=actor, now=now)
        FalsehoodWarning.objects.create(
            case=case,
            reasons=words.text,
            salt=words.salt,
            barred_until=until,
            hearing=announced,
            given_by_id=actor.account,
            given_at=now,
        )
        if ban is not None:
            _impose(case, BarGround.FALSE_MATERIALS, ban, words, actor=actor, now=now)
        return moved


def withdraw_warning(
    *, case_id: int, version: int | None, reasons: str, actor: Actor, now: dt.datetime
) -> Moved[Case]:
    """The papers are not false after all: the finding is taken back, the bar that came with it is lifted, and the
    case goes on.

    Raises:
        NotWarned, ReasonNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        words = seal_words(reasons)
        bar = _standing_bar(case_id)
        if bar is not None:  # before the case: compositions lock by kind
            held = take(BAR_FLOW, bar.pk, now=now)
        moved = _withdraw(take_as_office(case_id, version=version, actor=actor, now=now), words, actor, now)
        if bar is not None:
            changes = {"answer": words.text, "answer_salt": words.salt}
            given = WithdrawalGiven(words=words.text, digest=words.digest, changes=changes)
            held.make("lift", given, actor=actor, now=now)
        return moved


def _standing_bar(case_id: int) -> Bar | None:
    bars = Bar.objects.filter(case_id=case_id, ground=BarGround.FALSE_MATERIALS)
    return bars.filter(state__in=[state.value for state in BARRING]).first()


def _withdraw(taken: Taken[Case], words: Sealed, actor: Actor, now: dt.datetime) -> Moved[Case]:
    given = WithdrawalGiven(words=words.text, digest=words.digest, changes={})
    moved = taken.make("withdraw_warning", given, actor=actor, now=now)
    standing = moved.matter.warnings.get(withdrawn_at__isnull=True)
    standing.withdrawn_at, standing.withdrawn_reasons = now, words.text
    standing.withdrawn_salt = words.salt
    standing.save()
    return moved


def bar_for_fraud(
    *, case_number: str, licence: str, reasons: str, actor: Actor, now: dt.datetime
) -> Moved[Bar] | None:
    """The licence of this case was revoked because it had been got by fraud [law: ALL art. 79].

    None where it guards no safety, or where that is on record already.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(number=case_number)
        ban = _ban(case, BarGround.FRAUD, now)
        if ban is None or case.bars.filter(ground=BarGround.FRAUD).exists():
            return None
        words = seal_words(reasons)
        return _impose(case, BarGround.FRAUD, ban, words, licence=licence, actor=actor, now=now)


def _ban(case: Case, ground: BarGround, now: dt.datetime) -> Mapping[str, Any] | None:
    """{amount, unit, rule} of the ban that the rule in force at filing sets; None: the licence guards no safety.

    What a licence guards is not the applicant's term: where a later version of the item says it, that holds.
    """
    bans: Mapping[str, Any] | None = case.limits.get("bans")
    if bans is None and _guards_safety(case, city_date(now)):
        bans = ban_terms(book=lawbook.book(), on=city_date(case.received_at), region=case.region)
    return None if bans is None else cast("Mapping[str, Any]", bans[ground.value])


def _guards_safety(case: Case, on: dt.date) -> bool:
    today = ItemVersion.objects.effective(on).filter(item_id=case.item_version.item_id).first()
    return any(
        version is not None and version.rulefile.guards_safety is not None
        for version in (today, case.item_version)
    )


def _impose(
    case: Case,
    ground: BarGround,
    ban: Mapping[str, Any],
    words: Sealed,
    *,
    licence: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Moved[Bar]:
    rules, today = case.rules, city_date(now)
    until = last_barred_day(ban, today)
    bar = Bar(
        number=f"{case.number}-X{case.bars.count() + 1}",
        region=case.region,
        title=rules.main_item.zh,
        party_label=case.party_label,
        state=BarState.IMPOSING,
        since=now,
        case=case,
        party=case.applicant,
        agency=case.agency,
        catalog_code=rules.catalog_code,
        ground=ground,
        licence=licence,
        reasons=words.text,
        salt=words.salt,
        imposed_on=today,
        until=until,
        limits=_terms(case.region, today),
    )
    facts = kinds.BarImposed(
        case=case.number,
        catalog_code=rules.catalog_code,
        ground=ground.value,
        until=until.isoformat(),
        rule=ban["rule"],
        reasons=words.digest,
        licence=licence or None,
    )
    return begin(BAR_FLOW, bar, "impose", facts, actor=actor, now=now)


def _terms(region: str, on: dt.date) -> dict[str, Any]:
    book, chain = lawbook.book(), lawbook.region_chain(region)
    return {
        ANSWER: term(book, _ANSWERED_WITHIN, on=on, regions=chain),
        "lights": light_terms(book, on=on, regions=chain),
    }


def object_to_bar(*, number: str, words: str, actor: Actor, now: dt.datetime) -> Moved[Bar]:
    """The party objects; an answer is due within a limit, and the bar stands until it is lifted.

    Raises:
        BarGone: there is none, or it is somebody else's. ObjectionNeedsWords, ObjectedBefore, WrongState.
    """
    with transaction.atomic():
        bar = my_bar(actor, number)
        sealed = seal_words(words.strip())
        given = ObjectionGiven(
            words=sealed.text,
            digest=sealed.digest,
            changes={"objection": sealed.text, "objection_salt": sealed.salt},
        )
        return take(BAR_FLOW, bar.pk, now=now).make("object", given, actor=actor, now=now)


def answer_bar(
    *, number: str, version: int | None, lifts: bool, words: str, actor: Actor, now: dt.datetime
) -> Moved[Bar]:
    """The agency answers an objection: the bar is lifted, or kept with reasons. With a bar for false papers that
    is lifted, the finding goes, too, where its case is not decided yet.

    Raises:
        BarGone: no such bar of an agency of mine. ReasonNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        agencies = {post.agency_id for post in actor.posts if post.role is Role.DECIDER}
        bar = Bar.objects.select_related("case").filter(number=number, agency_id__in=agencies).first()
        if bar is None:
            raise BarGone
        refuse_own(actor, bar.case)  # its applicant is the barred party
        sealed = seal_words(words.strip())
        given = AnswerGiven(
            lifts=lifts,
            words=sealed.text,
            digest=sealed.digest,
            changes={"answer": sealed.text, "answer_salt": sealed.salt},
        )
        moved = take(BAR_FLOW, bar.pk, now=now, version=version).make("answer", given, actor=actor, now=now)
        if lifts and bar.ground == BarGround.FALSE_MATERIALS:
            taken = take_as_office(bar.case_id, version=None, actor=actor, now=now)
            if taken.matter.false_materials and taken.matter.state in BEFORE_DECISION:
                _withdraw(taken, sealed, actor, now)
        return moved

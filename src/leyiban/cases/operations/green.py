"""The green channel (F4.1): asking, the officer's answer, withdrawal, and what ends it by itself."""

import datetime as dt
from typing import Any, BinaryIO, Final

from django.db import transaction

from leyiban.cases.answers import seal_words
from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.green import kinds
from leyiban.cases.green.errors import (
    GreenAskedBefore,
    GreenClassUnknown,
    GreenGone,
    GreenPromised,
    GreenProofUnfit,
    GreenTooLate,
)
from leyiban.cases.green.flow import GREEN_FLOW, answers_for
from leyiban.cases.green.promise import is_promised
from leyiban.cases.models import Case, CasePaper, GreenGrant
from leyiban.cases.models.green import GREEN_OPEN
from leyiban.cases.own_cases import refuse_own
from leyiban.cases.queries.green import my_green_case
from leyiban.cases.rules.green import ANSWER, HANDLING, Answered, Asked, Withdrawn, shortened
from leyiban.cases.slots import GREEN_PROOF
from leyiban.cases.states import BEFORE_DECISION, GreenGround, GreenState
from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.queries import green_class
from leyiban.kernel.actors import Actor, Role, system_actor
from leyiban.kernel.clocks.terms import light_terms, term
from leyiban.kernel.docket.models import Passing
from leyiban.kernel.flows.engine import Moved, Taken, begin, take
from leyiban.kernel.lawbook import queries as lawbook
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.limits import Limits
from leyiban.kernel.papers.models import Paper, Trust
from leyiban.kernel.papers.operations import store
from leyiban.people.rules.divisions import covers

_ANSWERED_WITHIN: Final = "green.answer"
_RULE: Final = "green.limit_percent"


def ask_for_green(
    *,
    number: str,
    green_class_key: str,
    proof: str,
    statement: str,
    stream: BinaryIO,
    name: str,
    promised: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Moved[GreenGrant]:
    """Ask that a case go first: why, and one proof that its class takes. An answer is due within hours.

    Args:
        promised: number of the entry test's binding answer, if there is one (F4.6).

    Raises:
        GreenGone: no case of mine. GreenTooLate, GreenAskedBefore, GreenClassUnknown, GreenProofUnfit,
        GreenStatementNeeded. Refusal: one of :mod:`leyiban.kernel.papers.errors`; nothing is kept then.
    """
    with transaction.atomic():
        case = take(CASE_FLOW, my_green_case(actor, number).pk, now=now).matter
        if case.state not in BEFORE_DECISION:
            raise GreenTooLate
        if case.green_grants.filter(state__in=GREEN_OPEN).exists():
            raise GreenAskedBefore
        entry = _class_of(case, green_class_key, now)
        if proof not in {each.value for each in entry.allows.proof}:
            raise GreenProofUnfit
        paper = store(stream=stream, name=name, limits=Limits(), actor=actor, now=now)
        _keep_proof(case, paper, name, actor, now)
        words = seal_words(statement.strip())
        grant = GreenGrant(
            number=f"{case.number}-G{case.green_grants.count() + 1}",
            region=case.region,
            title=case.title,
            party_label=case.party_label,
            state=GreenState.ASKING,
            since=now,
            case=case,
            agency=case.agency,
            green_class=entry.key,
            class_until=entry.valid_to,
            proof=proof,
            statement=words.text,
            statement_salt=words.salt,
            terms={
                **_terms(case, entry, city_date(now)),
                "promised": is_promised(
                    promised,
                    green_class=entry.key,
                    item=case.rules.code,
                    proof=proof,
                    today=city_date(now),
                ),
            },
            asked_at=now,
        )
        facts = kinds.GreenAsked(
            case=case.number,
            item=case.rules.code,
            green_class=entry.key,
            proof=proof,
            paper=paper.digest,
            statement=words.digest,
            day=None if entry.valid_to is None else entry.valid_to.isoformat(),
        )
        return begin(GREEN_FLOW, grant, "ask", Asked(facts=facts, words=words.text), actor=actor, now=now)


def _class_of(case: Case, key: str, now: dt.datetime) -> GreenClassEntry:
    city = case.item_version.item.city
    entry = green_class(city, key, item=case.rules.code, on=city_date(now))
    if entry is None:
        raise GreenClassUnknown
    return entry


def _keep_proof(case: Case, paper: Paper, name: str, actor: Actor, now: dt.datetime) -> None:
    """In the case's own file, where the office reads it; the same file again is the one that is there."""
    CasePaper.objects.get_or_create(
        case=case,
        slot=GREEN_PROOF,
        paper=paper,
        withdrawn_at=None,
        document=None,
        defaults={
            "name": name,
            "trust": Trust.C.value,
            "round": case.round,
            "given_by": actor.pseudonym,
            "channel": actor.channel.value,
            "given_at": now,
        },
    )


def _terms(case: Case, entry: GreenClassEntry, on: dt.date) -> dict[str, Any]:
    """What the class allows, and the clocks' terms, kept with the request."""
    book, chain = lawbook.book(), lawbook.region_chain(case.region)
    promised = case.limits["promised"]
    amount = shortened(promised["amount"], entry.allows.limit_percent)
    return {
        **entry.allows.model_dump(mode="json"),
        ANSWER: term(book, _ANSWERED_WITHIN, on=on, regions=chain),
        HANDLING: {"amount": amount, "unit": promised["unit"], "rule": _RULE},
        "lights": light_terms(book, on=on, regions=chain),
    }


def answer_green(
    *,
    number: str,
    version: int | None,
    until: dt.date | None,
    words: str,
    differs: bool = False,
    actor: Actor,
    now: dt.datetime,
) -> Moved[GreenGrant]:
    """A named officer grants the green channel until the end of a day, or (None) refuses it, with reasons.

    From the grant on the case stands before ordinary ones at every post, within its class's bound.

    Args:
        differs: the proof is not what the applicant said it was.

    Raises:
        GreenPromised: refused though the entry test said yes, and the proof is as stated.
        GreenGone: no such request of an office of mine. GreenTooLong, ReasonNeeded, Stale, WrongState, OwnCase.
    """
    with transaction.atomic():
        case, held = _take(number, version, actor, now)
        grant, sealed = held.matter, seal_words(words.strip())
        post = next(
            each
            for each in actor.posts
            if each.role is Role.DECIDER
            and each.agency_id == grant.agency_id
            and covers(each.region, grant.region)
        )
        if until is None and grant.terms["promised"] and not differs:
            raise GreenPromised
        if until is not None and held.matter.state == GreenState.REQUESTED:
            _go_first(case, grant, now)
        given = Answered(
            until=until,
            words=sealed.text,
            digest=sealed.digest,
            post=str(post.post_id),
            passed=_passed(case.matter),
            accepted=case.matter.accepted_at is not None,
            changes={
                "reasons": sealed.text,
                "reasons_salt": sealed.salt,
                "answered_by_id": actor.account_id,
                "answered_post_id": post.post_id,
            },
        )
        return held.make("answer", given, actor=actor, now=now)


def withdraw_green(
    *, number: str, version: int | None, ground: GreenGround, words: str, actor: Actor, now: dt.datetime
) -> Moved[GreenGrant]:
    """The ground fell away, or the proof was false: the case returns to its ordinary place and limits, and what it had
    passed stays on record. Misuse is a credit event.

    Raises:
        GreenGone, ReasonNeeded, Stale, WrongState, OwnCase.
    """
    with transaction.atomic():
        case, held = _take(number, version, actor, now)
        sealed, passed = seal_words(words.strip()), _passed(case.matter)
        given = Withdrawn(
            ground=ground,
            words=sealed.text,
            digest=sealed.digest,
            passed=passed,
            changes={"end_reasons": sealed.text, "end_salt": sealed.salt},
        )
        moved = held.make("withdraw", given, actor=actor, now=now)
        _take_turn(case, now)
        return moved


def begin_green_handling(*, case_number: str, now: dt.datetime) -> Moved[GreenGrant] | None:
    """The case was taken up: the shortened limit of its grant begins. None: no grant waits for that."""
    with transaction.atomic():
        held = _open_grant(case_number, now)
        if held is None or held.matter.state != GreenState.GRANTED or HANDLING in held.clocks:
            return None
        return held.make("begin", actor=system_actor(), now=now)


def finish_green(*, case_number: str, now: dt.datetime) -> Moved[GreenGrant] | None:
    """The case was decided or ended: nothing is left to go first for. None: no request was open."""
    with transaction.atomic():
        held = _open_grant(case_number, now)
        if held is None or held.matter.state not in GREEN_OPEN:
            return None
        return held.make("finish", _passed(held.matter.case), actor=system_actor(), now=now)


def leave_green(*, number: str, now: dt.datetime) -> None:
    """The clock ended a grant: its case returns to its ordinary place, and what it had passed is written down."""
    with transaction.atomic():
        grant = GreenGrant.objects.get(number=number)
        case = take(CASE_FLOW, grant.case_id, now=now)
        GreenGrant.objects.filter(pk=grant.pk).update(passed=_passed(case.matter))
        if case.matter.green is not None and case.matter.green["grant"] == number:
            _take_turn(case, now)


def _take(
    number: str, version: int | None, actor: Actor, now: dt.datetime
) -> tuple[Taken[Case], Taken[GreenGrant]]:
    """The case before its request: compositions lock by kind."""
    grant = GreenGrant.objects.filter(number=number).first()
    if grant is None or not answers_for(actor, grant):
        raise GreenGone
    case = take(CASE_FLOW, grant.case_id, now=now)
    refuse_own(actor, case.matter)
    return case, take(GREEN_FLOW, grant.pk, now=now, version=version)


def _open_grant(case_number: str, now: dt.datetime) -> Taken[GreenGrant] | None:
    grant = GreenGrant.objects.filter(case__number=case_number, state__in=GREEN_OPEN).first()
    return None if grant is None else take(GREEN_FLOW, grant.pk, now=now)


def _go_first(case: Taken[Case], grant: GreenGrant, now: dt.datetime) -> None:
    green = {
        "grant": grant.number,
        "may_pass": grant.terms["may_pass"],
        "firm_percent": grant.terms["firm_percent"],
    }
    _set(case, green, now)


def _take_turn(case: Taken[Case], now: dt.datetime) -> None:
    _set(case, None, now)


def _set(case: Taken[Case], green: dict[str, Any] | None, now: dt.datetime) -> None:
    case.matter.green = green
    case.matter.save(update_fields=["green"])
    case.refresh_docket(now=now)


def _passed(case: Case) -> int:
    return Passing.objects.filter(by_kind=Case.KIND, by_key=case.pk).count()

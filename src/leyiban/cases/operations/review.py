"""What the office does with an accepted case, up to its decision."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from leyiban.cases.answers import Sealed, seal_words
from leyiban.cases.errors import SpecialNotAllowed
from leyiban.cases.hearing.errors import ChairMayNotReview, HearingNotScheduled
from leyiban.cases.hearing.waiting import hearing_ahead
from leyiban.cases.models import Case, ExtensionNotice, Opinion, SpecialProcedure
from leyiban.cases.operations.taking import take_as_office
from leyiban.cases.rules.hearings import HOLDING
from leyiban.cases.rules.review import (
    DecisionGiven,
    ExtensionGiven,
    OpinionGiven,
    SpecialGiven,
    TerminationGiven,
    decide_task,
    task_of,
)
from leyiban.cases.states import HEARING_OPEN, CaseState, ClosingGround, Decision
from leyiban.catalogue.vocabulary import SpecialProcedureKind
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.errors import NotFound
from leyiban.kernel.flows.engine import Moved

Points = Mapping[str, str]
_ANSWERS = frozenset({"yes", "no"})


def give_opinion(
    *,
    case_id: int,
    version: int | None,
    conclusion: str,
    points: Points,
    text: str,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Case]:
    """审查 or 审核: every point looked at, an opinion in words; the case goes to the next task.

    Args:
        conclusion: ``agree`` or ``disagree``.
        points: review point → ``yes`` or ``no``.

    Raises:
        PointsOpen, ReasonNeeded, TaskIsDecision, ChairMayNotReview, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case, task = taken.matter, taken.matter.task
        refuse_chair(case, actor)
        words = seal_words(text)
        given = OpinionGiven(
            conclusion=conclusion,
            points=points,
            open_points=open_points(case, task, points=points),
            text=text,
            digest=words.digest,
        )
        moved = taken.make("give_opinion", given, actor=actor, now=now)
        _keep_opinion(case, task, given, words, actor, now)
        return moved


def refuse_chair(case: Case, actor: Actor) -> None:
    """Who chairs a hearing of the case, or has chaired it, keeps apart from its review [law: ALL art. 48(1)(3)].

    Raises:
        ChairMayNotReview.
    """
    stands = Q(state__in=[state.value for state in HEARING_OPEN]) | Q(held_at__isnull=False)
    if case.hearings.filter(stands, chair_id=actor.account_id or 0).exists():
        raise ChairMayNotReview


def open_points(case: Case, *tasks: str, points: Points) -> int:
    """How many review points of these tasks have no answer."""
    asked = {point.key for each in case.rules.plan.tasks if each.key in tasks for point in each.points}
    return sum(points.get(key) not in _ANSWERS for key in asked)


def _keep_opinion(
    case: Case, task: str, given: OpinionGiven, words: Sealed, actor: Actor, now: dt.datetime
) -> None:
    role = Role(task_of(case, task)["by"])
    Opinion.objects.create(
        case=case,
        task=task,
        conclusion=given.conclusion,
        points=dict(given.points),
        text=words.text,
        salt=words.salt,
        post_id=case.route[role.value],
        given_by_id=actor.account,
        given_at=now,
    )


def send_back(
    *, case_id: int, version: int | None, to_task: str, text: str, actor: Actor, now: dt.datetime
) -> Moved[Case]:
    """Back to an earlier task, with a word why. The clock neither stops nor starts anew.

    Raises:
        NotFound: no earlier task has this key. NothingEarlier, Stale, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case, task = taken.matter, taken.matter.task
        keys = [each["key"] for each in case.tasks]
        if task in keys and to_task not in keys[: keys.index(task)]:
            raise NotFound
        words = seal_words(text)
        moved = taken.make("send_back", to_task, actor=actor, now=now)
        case.site_checks.waiting().update(voided_at=now)
        given = OpinionGiven(conclusion="send_back", points={}, open_points=0, text=text, digest=words.digest)
        _keep_opinion(case, task, given, words, actor, now)
        return moved


def decide_case(
    *,
    case_id: int,
    version: int | None,
    decision: Decision,
    points: Points,
    reasons: str,
    dissent: str = "",
    actor: Actor,
    now: dt.datetime,
) -> Moved[Case]:
    """决定, in the ordinary way; or of what was only handed in, in one sitting (R6), with the points of every
    task answered there and then.

    Args:
        reasons: for a grant what it rests on, for a denial why; the applicant reads them (R11).
        dissent: the answer to another office that did not agree; it becomes the last paragraph of the reasons.

    Raises:
        DissentUnanswered: an office dissented, and nothing answers it. OfficesStillReviewing.
        ChairMayNotReview: he chaired its hearing, and the decision would take the place of the review.
        PointsOpen, ReasonNeeded, TasksOpen, SiteCheckAhead, NotAtOnce, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case, task = taken.matter, decide_task(taken.matter)["key"]
        on_spot = case.state == CaseState.SUBMITTED
        if case.task != task:
            refuse_chair(case, actor)
        looked_at = [each["key"] for each in case.tasks] if on_spot else [task]
        reasons = _with_answer(reasons, dissent)
        words = seal_words(reasons)
        given = DecisionGiven(
            decision=decision,
            answers_dissent=bool(dissent.strip()),
            conclusion=decision.value,
            points=points,
            open_points=open_points(case, *looked_at, points=points),
            text=reasons,
            digest=words.digest,
            changes={"reasons": words.text, "reasons_salt": words.salt},
        )
        moved = taken.make("decide_on_spot" if on_spot else "decide", given, actor=actor, now=now)
        _keep_opinion(case, task, given, words, actor, now)
        return moved


def _with_answer(reasons: str, dissent: str) -> str:
    """The reasons as they are kept and printed."""
    answer = dissent.strip()
    return f"{reasons.rstrip()}\n对不同意见的回应：{answer}" if answer and reasons.strip() else reasons


def start_special(
    *, case_id: int, version: int | None, procedure: str, actor: Actor, now: dt.datetime
) -> Moved[Case]:
    """R10: tell in writing, then stop the clock for a procedure that the item lists, or for a hearing whose notice
    is out (``leyiban.cases.hearing.pauses`` does that by itself).

    Raises:
        SpecialNotAllowed, HearingNotScheduled, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case = taken.matter
        told = _procedure_told(case, procedure)
        number = case.special_procedures.count() + 1
        evidence = told.evidence or f"special-notice-{number}"
        given = SpecialGiven(procedure=procedure, evidence=evidence, number=number)
        moved = taken.make("start_special", given, actor=actor, now=now)
        SpecialProcedure.objects.create(
            case=case,
            number=number,
            kind=procedure,
            basis=told.basis,
            at_most=told.at_most,
            started_at=now,
        )
        return moved


class _Told(NamedTuple):
    """What the notice says; ``evidence`` where another paper than the notice proves the pause."""

    basis: str
    at_most: str
    evidence: str = ""


def _procedure_told(case: Case, procedure: str) -> _Told:
    """From the item's list; a hearing from its own notice, whatever the item lists.

    Raises:
        SpecialNotAllowed, HearingNotScheduled.
    """
    if procedure == SpecialProcedureKind.HEARING.value:
        return _hearing_told(case)
    listed = next((each for each in case.rules.special_procedures if each.kind.value == procedure), None)
    if listed is None:
        raise SpecialNotAllowed(procedure=procedure)
    longest = listed.max_duration
    return _Told(listed.basis, f"{longest.amount} {longest.unit.value}")


def _hearing_told(case: Case) -> _Told:
    hearing = hearing_ahead(case)
    if hearing is None:
        raise HearingNotScheduled
    within = hearing.limits[HOLDING]
    return _Told(hearing.basis, f"{within['amount']} {within['unit']}", f"hearing-notice-{hearing.number}")


def end_special(*, case_id: int, version: int | None, actor: Actor, now: dt.datetime) -> Moved[Case]:
    """The procedure is over: the clock goes on from the next day.

    Raises:
        Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        running = taken.matter.special_procedures.filter(ended_at__isnull=True).first()
        procedure = "" if running is None else running.kind
        moved = taken.make("end_special", procedure, actor=actor, now=now)
        taken.matter.special_procedures.filter(ended_at__isnull=True).update(ended_at=now)
        return moved


def extend_case(
    *, case_id: int, version: int | None, reason: str, actor: Actor, now: dt.datetime
) -> Moved[Case]:
    """R7: the head of the office extends once, and the applicant is told why.

    Raises:
        ExtensionNotAllowed, AlreadyExtended, ReasonNeeded, ClockPastDue, Stale, WrongState, MoveNotAllowed.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case = taken.matter
        moved = taken.make("extend", ExtensionGiven(reason=reason, number=1), actor=actor, now=now)
        by = case.limits["extension"]
        ExtensionNotice.objects.create(
            case=case,
            amount=by["amount"],
            unit=by["unit"],
            reason=reason,
            approved_by_id=actor.account,
            approved_at=now,
        )
        return moved


def terminate_case(
    *,
    case_id: int,
    version: int | None,
    ground: ClosingGround,
    reasons: str,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Case]:
    """终止办理, with reasons.

    Raises:
        ReasonNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        words = seal_words(reasons)
        given = TerminationGiven(
            ground=ground,
            reasons=reasons,
            changes={"reasons": words.text, "reasons_salt": words.salt},
        )
        return taken.make("terminate", given, actor=actor, now=now)

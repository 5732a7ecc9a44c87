"""The office's answer to a submission."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import transaction

from leyiban.cases.answers import changed_keys, read_answers, seal_answers, seal_words, stamp
from leyiban.cases.errors import DefectUnknown
from leyiban.cases.joint.errors import MaterialsAskedTwice
from leyiban.cases.models import Case, CorrectionNotice, Draft
from leyiban.cases.operations.taking import take_as_office
from leyiban.cases.queries.arrivals import judging
from leyiban.cases.queries.corrections import changed_by_supplement
from leyiban.cases.queries.offices import other_offices
from leyiban.cases.rules.intake import Correction, Defect, RefusalGiven, RepeatedRequest, SpotCorrection
from leyiban.cases.states import RefusalGround
from leyiban.catalogue.rulefile.answers import validate_answers
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import InvalidInput
from leyiban.kernel.flows.engine import Moved, Taken
from leyiban.kernel.moments import city_date
from leyiban.people.models import Post


def take_case(*, case_id: int, version: int | None, actor: Actor, now: dt.datetime) -> Moved[Case]:
    """Somebody at the post takes the case in hand; taking it twice changes who has it, nothing else."""
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        return taken.make("take", _post_code(taken.matter), actor=actor, now=now)


def _post_code(case: Case) -> str:
    """The name in the pack of the post whose turn it is; the ledger knows posts by it."""
    if case.owner_post_id is None:
        return ""
    return Post.objects.values_list("code", flat=True).get(pk=case.owner_post_id)


def accept_case(*, case_id: int, version: int | None, actor: Actor, now: dt.datetime) -> Moved[Case]:
    """受理 [ALL art. 32(5)]: the papers are complete and in legal form; the limits begin.

    Raises:
        Stale, WrongState, MoveNotAllowed, InstantOnly, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        return taken.make("accept", actor=actor, now=now)


def refuse_case(
    *,
    case_id: int,
    version: int | None,
    ground: RefusalGround,
    reasons: str,
    right_agency: str | None,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Case]:
    """不予受理 [ALL art. 32(1)(2)], always by the office itself (R19).

    Args:
        right_agency: credit code of the office whose matter it is; goes with the ground of competence alone.

    Raises:
        RightOfficeNeeded: no other office of the city. ReasonNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        words = seal_words(reasons)
        given = RefusalGiven(
            ground=ground,
            reasons=reasons,
            right_agency=_right_office(taken.matter, ground, right_agency, now),
            changes={"reasons": words.text, "reasons_salt": words.salt},
        )
        return taken.make("refuse", given, actor=actor, now=now)


def _right_office(case: Case, ground: RefusalGround, agency: str | None, now: dt.datetime) -> str | None:
    """The named office, if it is another one of the city and the ground is one of competence."""
    if ground is not RefusalGround.NOT_COMPETENT:
        return None
    others = {other.uscc for other in other_offices(case, on=city_date(now))}
    return agency if agency in others else None


def notify_correction(
    *, case_id: int, version: int | None, defects: Sequence[Defect], actor: Actor, now: dt.datetime
) -> Moved[Case]:
    """One notice with every defect (R1); a second one only for what the supplement brought in (R2).

    Raises:
        NoDefects, DefectUnknown, SecondCorrection, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case = taken.matter
        _check_asked_below(case, actor)
        _check_targets(case, defects)
        given = Correction(defects=defects, number=_next_number(case), changed=changed_by_supplement(case))
        round_number = case.round
        moved = taken.make("notify_correction", given, actor=actor, now=now)
        _write_notice(case, given, round_number, actor, now)
        return moved


def _check_asked_below(case: Case, actor: Actor) -> None:
    """R8 [ALL art. 35]: only the level that takes in asks for papers; the level above has them from it.

    Raises:
        MaterialsAskedTwice.
    """
    if case.taken_in_by_id is None:
        return
    if any(post.agency_id == case.agency_id for post in actor.posts):
        raise MaterialsAskedTwice


def request_again(
    *,
    case_id: int,
    version: int | None,
    defects: Sequence[Defect],
    reason: str,
    actor: Actor,
    now: dt.datetime,
) -> Moved[Case]:
    """F1.5: the decider overrides the one-notice guarantee. It is published and stops no clock.

    Raises:
        NoDefects, DefectUnknown, ReasonNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case = taken.matter
        _check_targets(case, defects)
        given = RepeatedRequest(
            defects=defects,
            number=_next_number(case),
            changed=frozenset(),
            item=case.item_version.item.code,
            agency=case.agency.uscc,
            reason=reason,
        )
        moved = taken.make("request_again", given, actor=actor, now=now)
        _write_notice(case, given, case.round, actor, now, reason=reason)
        return moved


def withdraw_correction(*, case_id: int, version: int | None, actor: Actor, now: dt.datetime) -> Moved[Case]:
    """The office takes its notice back; its words stay readable, and the applicant loses no day.

    Raises:
        Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        notice = taken.matter.corrections.unanswered().filter(repeated=False).order_by("-number").first()
        number = 0 if notice is None else notice.number
        moved = taken.make("withdraw_correction", number, actor=actor, now=now)
        taken.matter.corrections.filter(number=number).update(withdrawn_at=now)
        Draft.objects.filter(case=taken.matter).delete()
        return moved


def correct_on_spot(
    *,
    case_id: int,
    version: int | None,
    answers: Mapping[str, object],
    actor: Actor,
    now: dt.datetime,
) -> Moved[Case]:
    """ALL 32(3): put right, together with the applicant, what can be put right there and then.

    Raises:
        InvalidInput: the new answers are not right. Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        return taken.make("correct_on_spot", _spot(taken, answers, actor, now), actor=actor, now=now)


def _spot(
    taken: Taken[Case], answers: Mapping[str, object], actor: Actor, now: dt.datetime
) -> SpotCorrection:
    case = taken.matter
    before = read_answers(case.answers)
    merged = {**before, **answers}
    judged = judging(case, merged, now=now)
    checked = validate_answers(case.rules, merged, stage="submit", today=judged.day, arrived=judged.arrived)
    if checked.problems:
        raise InvalidInput(problems=checked.problems)
    sealed, touched = seal_answers(checked.clean), changed_keys(before, checked.clean)
    return SpotCorrection(
        fields=tuple(touched),
        answers=sealed.digest,
        changes={
            "answers": sealed.text,
            "answers_salt": sealed.salt,
            "typed_by": stamp(case.typed_by, touched, actor=actor, now=now),
        },
    )


def _check_targets(case: Case, defects: Sequence[Defect]) -> None:
    rules = case.rules
    known = {f"form.{question.key}" for question in rules.questions()}
    known |= {f"materials.{material.key}" for material in rules.materials}
    for defect in defects:
        if defect.target not in known:
            raise DefectUnknown(target=defect.target)


def _next_number(case: Case) -> int:
    return case.corrections.count() + 1


def _write_notice(
    case: Case,
    given: Correction,
    round_number: int,
    actor: Actor,
    now: dt.datetime,
    reason: str | None = None,
) -> None:
    CorrectionNotice.objects.create(
        case=case,
        number=given.number,
        round=round_number,
        defects=json.dumps([asdict(defect) for defect in given.defects], ensure_ascii=False),
        repeated=reason is not None,
        reason=reason,
        told_by_id=actor.account,
        told_at=now,
    )

"""By what duty a member of staff sees a case: the reason that the access log keeps."""

import datetime as dt
from enum import StrEnum
from typing import Final

from leyiban.cases.models import Case
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.privacy.looks import record_look
from leyiban.people.rules.divisions import covers


class Duty(StrEnum):
    """Why somebody saw it; ``WINDOW_CLERK`` is a person's own number, read at a counter before him."""

    HANDLING = "handling"
    JOINT_REVIEW = "joint_review"
    OFFICE = "office"
    COUNTER = "counter"
    SUPERVISION = "supervision"
    AUDIT = "audit"
    WINDOW_CLERK = "window_clerk"


_OF_AGENCY: Final = (
    (Duty.OFFICE, frozenset({Role.REVIEWER, Role.CHECKER, Role.DECIDER, Role.ISSUER})),
    (Duty.COUNTER, frozenset({Role.WINDOW_CLERK})),
    (Duty.SUPERVISION, frozenset({Role.SUPERVISOR, Role.LEADER})),
)


def duty_of(actor: Actor, case: Case) -> Duty:
    """The nearest duty: the case is in his hands, he is of its office, he supervises it, he audits, he takes part."""
    if any(post.post_id == case.owner_post_id for post in actor.posts):
        return Duty.HANDLING
    here = [post for post in actor.posts if covers(post.region, case.region)]
    for duty, roles in _OF_AGENCY:
        if any(post.role in roles and post.agency_id == case.agency_id for post in here):
            return duty
    if any(post.role is Role.AUDITOR for post in here):
        return Duty.AUDIT
    return Duty.JOINT_REVIEW if _takes_part(actor, case) else Duty.OFFICE


def _takes_part(actor: Actor, case: Case) -> bool:
    return not offices_beside(case).isdisjoint(post.agency_id for post in actor.posts)


def offices_beside(case: Case) -> frozenset[int]:
    """Agencies that have a task in the case, or take in for the deciding one."""
    taking_in = frozenset() if case.taken_in_by_id is None else frozenset({case.taken_in_by_id})
    if not case.joint:
        return taking_in
    return taking_in.union(case.review_tasks.values_list("agency_id", flat=True))


def log_look(actor: Actor, case: Case, what: str, *, now: dt.datetime) -> None:
    """Write down that a member of staff sees ``what`` of a case, and by which duty."""
    record_look(
        actor=actor,
        subject_kind=Case.KIND,
        subject_key=case.number,
        what=what,
        duty=duty_of(actor, case).value,
        now=now,
    )

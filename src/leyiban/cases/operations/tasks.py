"""What is done with a task of another office: signed for, answered, asked for again, sent back, taken over."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from leyiban.cases.answers import Sealed, seal_words
from leyiban.cases.joint.errors import NoSuccessor
from leyiban.cases.joint.flow import TASK_FLOW
from leyiban.cases.joint.following import handed_over_by
from leyiban.cases.joint.offices import planned
from leyiban.cases.models import Opinion, ReviewTask
from leyiban.cases.operations.review import refuse_chair
from leyiban.cases.own_cases import refuse_own
from leyiban.cases.queries.tasks import task_for
from leyiban.cases.routing import nearest_posts
from leyiban.cases.rules.tasks import Return, Succession, TaskOpinion
from leyiban.cases.states import UNENDED
from leyiban.catalogue.rulefile import Task
from leyiban.kernel.actors import Actor, Role
from leyiban.kernel.flows.engine import Moved, Taken, take
from leyiban.kernel.moments import city_date
from leyiban.people.models import Agency
from leyiban.people.models.post import ROLE_NAMES

_ANSWERS = frozenset({"yes", "no"})


def receive_task(*, number: str, version: int | None, actor: Actor, now: dt.datetime) -> Moved[ReviewTask]:
    """签收: from now on a person at the office has it.

    Raises:
        TaskGone, SignedForAlready, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version=version, actor=actor, now=now)
        post = taken.matter.post
        return taken.make("receive", "" if post is None else post.code, actor=actor, now=now)


def give_task_opinion(
    *,
    number: str,
    version: int | None,
    conclusion: str,
    points: Mapping[str, str],
    text: str,
    actor: Actor,
    now: dt.datetime,
) -> Moved[ReviewTask]:
    """The office's opinion, with every point looked at; what waited for it starts in the same moment.

    Args:
        conclusion: one that the form of this opinion offers.
        points: review point → ``yes`` or ``no``.
        text: with conditions: which; with a dissent: why; not competent: whose it is.

    Raises:
        TaskGone, NotSignedFor, ConclusionNotOffered, PointsOpen, ReasonNeeded, ChairMayNotReview, Stale, WrongState,
        MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version=version, actor=actor, now=now)
        refuse_chair(taken.matter.case, actor)
        task, words = planned(taken.matter.case, taken.matter.key), seal_words(text)
        given = TaskOpinion(
            conclusion=conclusion,
            points=points,
            open_points=open_points(task, points),
            text=text,
            digest=words.digest,
            offered=task.may_conclude,
        )
        moved = taken.make("give", given, actor=actor, now=now)
        _keep_words(
            moved.matter, conclusion, points, words, post_id=_mine(moved.matter), actor=actor, now=now
        )
        return moved


def _mine(task: ReviewTask) -> int:
    """The post that gave it: only its holder may."""
    if task.post_id is None:
        raise AssertionError(f"{task.number} was given by nobody's post")
    return task.post_id


def open_points(task: Task, points: Mapping[str, str]) -> int:
    """How many of the task's review points have no answer."""
    return sum(points.get(point.key) not in _ANSWERS for point in task.points)


def _keep_words(
    task: ReviewTask,
    conclusion: str,
    points: Mapping[str, str],
    words: Sealed,
    *,
    post_id: int,
    actor: Actor,
    now: dt.datetime,
) -> None:
    Opinion.objects.create(
        case_id=task.case_id,
        task=task.key,
        conclusion=conclusion,
        points=dict(points),
        text=words.text,
        salt=words.salt,
        post_id=post_id,
        given_by_id=actor.account,
        given_at=now,
    )


def remind_task(*, number: str, version: int | None, actor: Actor, now: dt.datetime) -> Moved[ReviewTask]:
    """催办 by the lead: on the record, and on top of the office's list.

    Raises:
        TaskGone, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        return _take(number, version=version, actor=actor, now=now).make("remind", actor=actor, now=now)


def return_task(
    *, number: str, version: int | None, reason: str, actor: Actor, now: dt.datetime
) -> Moved[ReviewTask]:
    """退回重审 by the lead, with a reason: a new round. The limits of the case run on.

    Raises:
        TaskGone, ReasonNeeded, CaseNotUnderReview, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = _take(number, version=version, actor=actor, now=now)
        case, words = taken.matter.case, seal_words(reason)
        given = Return(reason=reason, digest=words.digest, by=handed_over_by(case, actor))
        moved = taken.make("send_back", given, actor=actor, now=now)
        lead = next(post.post_id for post in actor.posts if post.post_id in case.route.values())
        _keep_words(moved.matter, "send_back", {}, words, post_id=lead, actor=actor, now=now)
        return moved


def _take(number: str, *, version: int | None, actor: Actor, now: dt.datetime) -> Taken[ReviewTask]:
    found = task_for(actor, number)
    taken = take(TASK_FLOW, found.pk, now=now, version=version)
    refuse_own(actor, taken.matter.case)
    return taken


def hand_over_to_successor(
    *, agency: Agency, successor: Agency, actor: Actor, now: dt.datetime
) -> list[Moved[ReviewTask]]:
    """Every task that has not ended at ``agency`` goes to the post of the same role at ``successor``, with its clock
    as it stands; one that ends in that moment stays. All or nothing; a second time there is nothing left to do.

    Raises:
        NoSuccessor: it has no such post where the case lies. MoveNotAllowed.
    """
    with transaction.atomic():
        rows = ReviewTask.objects.filter(agency=agency, state__in=[state.value for state in UNENDED])
        tried = [
            _move(pk, agency, successor, actor=actor, now=now)
            for pk in rows.order_by("case", "pk").values_list("pk", flat=True)
        ]
        return [moved for moved in tried if moved is not None]


def _move(
    pk: int, agency: Agency, successor: Agency, *, actor: Actor, now: dt.datetime
) -> Moved[ReviewTask] | None:
    taken = take(TASK_FLOW, pk, now=now)
    if taken.matter.state not in UNENDED or taken.matter.agency_id != agency.pk:
        return None  # given by its clock or its office, or moved by somebody else, since it was listed
    return taken.make("move_office", _succession(taken.matter, successor, now), actor=actor, now=now)


def _succession(task: ReviewTask, successor: Agency, now: dt.datetime) -> Succession:
    role = Role(planned(task.case, task.key).by)
    post = nearest_posts(successor, task.case.region, city_date(now)).get(role)
    if post is None:
        raise NoSuccessor(agency=successor.name, role=ROLE_NAMES[role])
    return Succession(
        agency_id=successor.pk, post_id=post.pk, office=successor.uscc, office_name=successor.name
    )

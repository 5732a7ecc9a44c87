"""What an office on another platform does with a task, as its verified answers say; and what the lead answers it.

Each is safe to repeat: an answer that was followed already changes nothing.
"""

import datetime as dt

from django.db import transaction

from leyiban.cases.answers import seal_words
from leyiban.cases.joint.flow import TASK_FLOW
from leyiban.cases.joint.offices import planned
from leyiban.cases.models import Opinion, ReviewTask
from leyiban.cases.own_cases import refuse_own
from leyiban.cases.queries.tasks import task_for
from leyiban.cases.rules.tasks import MoreAnswered, TaskOpinion
from leyiban.cases.states import AT_OFFICE
from leyiban.kernel.actors import Actor, upper_level_actor
from leyiban.kernel.flows.engine import Moved, Taken, take

ANSWERED = "answer_more"
"""As what the lead's answer stands among the words said on a task."""


def receive_above(*, number: str, round_number: int, now: dt.datetime) -> None:
    """签收 by the office: its receipt says that it counted the same papers."""
    with transaction.atomic():
        taken = _at_office(number, round_number, now=now)
        if taken is not None and taken.matter.received_at is None:
            taken.make("receive", "", actor=upper_level_actor(), now=now)


def ask_from_above(*, number: str, round_number: int, request: str, now: dt.datetime) -> None:
    """It waits for more; ``request`` is the digest of its signed answer."""
    with transaction.atomic():
        taken = _at_office(number, round_number, now=now)
        if taken is not None and taken.matter.asked_at is None:
            taken.make("ask_more", request, actor=upper_level_actor(), now=now)


def conclude_above(
    *, number: str, round_number: int, conclusion: str, answer: str, text: str, now: dt.datetime
) -> None:
    """Its decision: the case goes on. ``answer`` is the digest of what it signed, ``text`` its words."""
    with transaction.atomic():
        taken = _at_office(number, round_number, now=now)
        if taken is None:
            return
        if taken.matter.received_at is None:  # who decides has it, even where the receipt never came
            taken.make("receive", "", actor=upper_level_actor(), now=now)
            taken = take(TASK_FLOW, taken.matter.pk, now=now)
        given = TaskOpinion(
            conclusion=conclusion,
            points={},
            open_points=0,
            text=text,
            digest=answer,
            offered=planned(taken.matter.case, taken.matter.key).may_conclude,
        )
        taken.make("give", given, actor=upper_level_actor(), now=now)


def answer_office_above(
    *, number: str, version: int | None, text: str, actor: Actor, now: dt.datetime
) -> Moved[ReviewTask]:
    """答复补充要求 by the lead: the words, and all papers that the case has by now, go up.

    Raises:
        TaskGone, NothingAsked, ReasonNeeded, Stale, WrongState, MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take(TASK_FLOW, task_for(actor, number).pk, now=now, version=version)
        case = taken.matter.case
        refuse_own(actor, case)
        words = seal_words(text)
        given = MoreAnswered(text=text, digest=words.digest, papers=case.papers.handed_in().count())
        moved = taken.make("answer_more", given, actor=actor, now=now)
        Opinion.objects.create(
            case=case,
            task=moved.matter.key,
            conclusion=ANSWERED,
            points={},
            text=words.text,
            salt=words.salt,
            post_id=next(post.post_id for post in actor.posts if post.post_id in case.route.values()),
            given_by_id=actor.account,
            given_at=now,
        )
        return moved


def _at_office(number: str, round_number: int, *, now: dt.datetime) -> Taken[ReviewTask] | None:
    """The locked task while this round lies at the office; None when it has gone on."""
    pk = ReviewTask.objects.filter(number=number, agency=None).values_list("pk", flat=True).first()
    if pk is None:
        return None
    taken = take(TASK_FLOW, pk, now=now)
    lies_there = taken.matter.state in AT_OFFICE and taken.matter.round == round_number
    return taken if lies_there else None

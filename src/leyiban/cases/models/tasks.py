"""A task that another office does in a case: 初审 by the lower level (R8), 会审 by another department."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leyiban.cases.models.case import Case
from leyiban.cases.states import AT_OFFICE, TaskState
from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.people.models import Account, Agency, Post

_CASE = Personal("case", Erase.BLANK)
_STAFF = Personal("staff", Erase.KEEP)


@classified(
    {"party_label": _CASE, "handed_over_by": _STAFF, "received_by": _STAFF, "given_by": _STAFF},
)
class ReviewTask(Matter):
    """One task of one case, done by ``office`` (credit code), whose name stays as it was.

    ``agency`` and ``post`` are that office's in this database; an office outside of it has none. ``round`` counts how
    often it was handed over; what was said in each round are the case's opinions on the task.
    """

    KIND: ClassVar[str] = "review_task"

    case = models.ForeignKey(Case, models.PROTECT, related_name="review_tasks")
    key = models.TextField(help_text="Of the task in the review plan.")
    task_kind = models.TextField(help_text="pre_review, joint_review or final_review.")
    office = models.TextField()
    office_name = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="review_tasks")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    limits = models.JSONField(help_text="{opinion: {amount, unit, rule}, lights, grounds, silent}.")
    round = models.IntegerField(default=0)
    handed_over_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    handed_over_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(
        null=True, help_text="Since when the office waits for more from the lead."
    )
    conclusion = models.TextField(default="")
    reminders = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "key"], name="review_task_once_per_case"),
            models.CheckConstraint(
                condition=Q(
                    state__in=sorted(state.value for state in TaskState if state is not TaskState.PLANNING)
                ),
                name="review_task_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=TaskState.GIVEN, given_at__isnull=False) & ~Q(conclusion="")
                | ~Q(state=TaskState.GIVEN) & Q(given_at__isnull=True, conclusion=""),
                name="review_task_given_with_a_conclusion",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(AT_OFFICE)) | Q(handed_over_at__isnull=False, round__gt=0),
                name="review_task_handed_over_at_a_moment",
            ),
        )
        indexes = (models.Index(fields=["agency", "case"], name="review_task_of_office"),)


@classified()
class TaskClockEvent(ClockEventRow):
    """One event of a task's clocks; never changed, never removed."""

    matter = models.ForeignKey(ReviewTask, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "task_clock"))

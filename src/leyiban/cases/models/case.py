"""The case itself: what it is about, for whom, and how far it has come."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from leyiban.cases.states import SAVED, AcceptanceMode, CaseState, Decision
from leyiban.catalogue.models import ItemVersion, rulefile_of
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.vocabulary import DeliveryWay
from leyiban.kernel.actors import Channel
from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Agency, Mandate, Party

_CASE = Personal("case", Erase.BLANK)


@classified(
    {
        "party_label": _CASE,
        "answers": _CASE,
        "answers_salt": Personal("case", Erase.DESTROY_KEY),
        "query_code": _CASE,
        "delivery_to": _CASE,
        "reasons": _CASE,
        "reasons_salt": Personal("case", Erase.DESTROY_KEY),
    }
)
class Case(Matter):
    """An application for one handling item, from its submission on.

    ``item_version`` and ``limits`` are what it was filed under, whatever is published later. ``route``
    maps a role to the post that acts for the office in this case; ``tasks`` are the tasks of the review
    plan that its answers call for, in order, and ``task`` the one that is open.

    Row states: decided cases have a decision and its moment, accepted ones their acceptance, closed ones
    the moment of closing; the named constraints below say it to the database.
    """

    KIND: ClassVar[str] = "case"

    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="cases")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(Party, models.PROTECT, related_name="cases")
    operator = models.ForeignKey(Party, models.PROTECT, null=True, related_name="operated_cases")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="cases")
    filed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="filed_cases")
    channel = models.TextField(choices=[(channel.value, channel.value) for channel in Channel])
    query_code = EncryptedText()
    answers = EncryptedText()
    answers_salt = models.BinaryField()
    typed_by = models.JSONField(default=dict, help_text="Per question: who typed it, where, when.")
    limits = models.JSONField(help_text="Per clock: amount, unit and rule in force at filing.")
    route = models.JSONField(help_text="Per role: the id of the post that acts.")
    tasks = models.JSONField(default=list, help_text="Keys of the tasks called for, in order.")
    task = models.TextField(default="", help_text="The open task, while under review.")
    joint = models.JSONField(
        default=list,
        help_text="Tasks of other offices: {key, kind, by, after, within, given}; given is the conclusion.",
    )
    taken_in_by = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="The lower level that takes in and pre-reviews for the deciding agency (R8).",
    )
    signers = models.JSONField(
        default=list, help_text="Accounts whose signature the open record of a site check waits for."
    )
    round = models.IntegerField(default=1, help_text="Submissions so far: 1, then one per supplement.")
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    acceptance_mode = models.TextField(choices=AcceptanceMode.choices, default="")
    decision = models.TextField(choices=Decision.choices, default="")
    decided_at = models.DateTimeField(null=True)
    reasons = EncryptedText(null=True)
    reasons_salt = models.BinaryField(null=True)
    extended = models.BooleanField(default=False)
    false_materials = models.BooleanField(
        default=False, help_text="Found to be false; nothing but a refusal follows."
    )
    delivery_way = models.TextField(choices=[(way.value, way.zh) for way in DeliveryWay])
    delivery_to = EncryptedText(null=True)
    delivered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    earlier_licence = models.TextField(default="", help_text="The licence that this renews or changes.")
    earlier_until = models.DateField(null=True, help_text="Its last valid day.")
    deemed_at = models.DateTimeField(
        null=True, help_text="R13: when silence renews it; none where silence grants nothing."
    )
    green = models.JSONField(
        null=True, help_text="While it is in the green channel: number of the grant, may_pass, firm_percent."
    )
    linked_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="linked_from")

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=sorted(SAVED)), name="case_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.UNDER_REVIEW, CaseState.SPECIAL_PROCEDURE]) | ~Q(task=""),
                name="case_task_while_under_review",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, acceptance_mode="")
                | Q(accepted_at__isnull=False) & ~Q(acceptance_mode=""),
                name="case_accepted_in_a_mode",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="")
                | Q(decided_at__isnull=False) & ~Q(decision=""),
                name="case_decided_with_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CaseState.DECIDED, CaseState.READY, CaseState.DELIVERED])
                | Q(decided_at__isnull=False, accepted_at__isnull=False),
                name="case_result_needs_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(false_materials=True, decision="grant"), name="case_no_grant_on_false_materials"
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.DELIVERED) | Q(delivered_at__isnull=False),
                name="case_delivered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(deemed_at__isnull=True) | ~Q(earlier_licence="") & Q(earlier_until__isnull=False),
                name="case_deemed_renewal_of_a_licence",
            ),
            models.UniqueConstraint(
                fields=["earlier_licence"],
                condition=~Q(earlier_licence="") & Q(decision="", closed_at__isnull=True),
                name="case_one_open_per_licence",
            ),
        )
        indexes = (
            models.Index(fields=["applicant", "-id"], name="case_by_applicant"),
            models.Index(fields=["operator", "-id"], name="case_by_operator"),
            models.Index(fields=["agency", "region", "state"], name="case_by_office"),
            models.Index(
                fields=["taken_in_by", "region"],
                condition=Q(taken_in_by__isnull=False),
                name="case_taken_in_below",
            ),
        )

    @property
    def rules(self) -> RuleFile:
        """The rule file it was filed under."""
        if "item_version" in self._state.fields_cache:
            return self.item_version.rulefile
        return rulefile_of(self.item_version_id)


@classified()
class CaseClockEvent(ClockEventRow):
    """One event of one of the case's clocks; never changed, never removed."""

    matter = models.ForeignKey(Case, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "case_clock"))

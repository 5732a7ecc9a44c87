"""A grant to be published, the rows that were published of it, and objections to them."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leyiban.kernel.clocks.lights import Light
from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Agency, Party
from leyiban.publicity.columns import BY_KEY, FIELDS, LONGEST, GrantRow, PartyKind, Standing
from leyiban.publicity.states import SAVED_OBJECTIONS, SAVED_PUBLICATIONS, Cause, ObjectionState

_GRANT = Personal("licence", Erase.BLANK)


@classified({"party_label": _GRANT})
class Publication(Matter):
    """The publication of one grant; its number is that of the case that was granted.

    ``limits`` holds the limit and the lights of the day of the decision; ``licence`` the identifier of the licence
    that the row speaks of, empty where the grant issues none.
    """

    KIND: ClassVar[str] = "publication"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="publications")
    grantee = models.ForeignKey(Party, models.PROTECT, related_name="publications")
    item = models.TextField(help_text="Code of the handling item.")
    decided_at = models.DateTimeField()
    decided_on = models.DateField(help_text="The city's civil day of the decision.")
    limits = models.JSONField(help_text="The limit and the lights in force on the day of the decision.")
    licence = models.TextField(default="")
    post_id = models.BigIntegerField(null=True, help_text="The post that answers for it, also afterwards.")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SAVED_PUBLICATIONS), name="publication_state_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="publication_published_at_a_moment",
            ),
        )
        indexes = (
            models.Index(fields=["decided_on", "agency"], name="publication_by_day"),
            models.Index(fields=["licence"], name="publication_by_licence", condition=~Q(licence="")),
        )

    @property
    def shown_since(self) -> dt.datetime:
        """When it was published; only of one that was."""
        assert self.published_at is not None  # a CHECK constraint says so
        return self.published_at

    @property
    def is_late(self) -> bool:
        """Published after its limit, or not yet and the limit is over."""
        return self.light == Light.RED


@classified()
class PublicationClockEvent(ClockEventRow):
    """One event of a publication's clock; never changed, never removed."""

    matter = models.ForeignKey(Publication, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "publication_clock"))


@classified({"party_name": _GRANT, "party_head": _GRANT, "reason": _GRANT})
class PublishedRow(models.Model):
    """One row as it was published; a correction adds another and this one stays readable.

    ``number`` counts the rows of a publication from 1. ``columns`` are those in which it differs from the one
    before; ``reason`` is what everybody is told about the difference.
    """

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="rows")
    number = models.IntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, help_text="When another row took its place.")
    cause = models.TextField(choices=Cause.choices)
    columns = models.JSONField(default=list)
    reason = models.TextField(default="")
    digest = models.TextField()
    party_name = models.CharField(max_length=LONGEST)
    party_kind = models.TextField(choices=[(kind.value, kind.value) for kind in PartyKind])
    party_code = models.CharField(max_length=18)
    party_head = models.CharField(max_length=LONGEST)
    document_name = models.CharField(max_length=LONGEST)
    document_number = models.CharField(max_length=LONGEST)
    licence_class = models.TextField()
    certificate_name = models.CharField(max_length=LONGEST)
    certificate_number = models.CharField(max_length=LONGEST)
    content = models.CharField(max_length=LONGEST)
    decided_on = models.DateField()
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    agency = models.CharField(max_length=LONGEST)
    agency_code = models.CharField(max_length=18)
    standing = models.TextField(choices=[(standing.value, standing.value) for standing in Standing])
    source = models.CharField(max_length=LONGEST)
    source_code = models.CharField(max_length=18)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["publication", "number"], name="published_row_numbered"),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(until__isnull=True), name="published_row_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(party_kind=PartyKind.PERSON.value) | Q(party_code="", party_head=""),
                name="published_row_no_number_of_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id}/{self.number}"

    @property
    def row(self) -> GrantRow:
        """The cells as a value."""
        cells = {name: getattr(self, name) for name in FIELDS}
        return GrantRow(
            **{
                **cells,
                "party_kind": PartyKind(self.party_kind),
                "standing": Standing(self.standing),
            }
        )


@classified(
    {
        "party_label": _GRANT,
        "words": _GRANT,
        "words_salt": Personal("licence", Erase.DESTROY_KEY),
        "filed_by": _GRANT,
        "answer_salt": Personal("licence", Erase.DESTROY_KEY),
    }
)
class Objection(Matter):
    """Somebody says that a published row is wrong in a column (异议); answered within a limit, by name of office.

    ``words`` are the objector's and shown to him and the office only; ``answer`` is public with the row.
    """

    KIND: ClassVar[str] = "publicity_objection"

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="objections")
    column = models.TextField(choices=[(key, key) for key in BY_KEY])
    words = EncryptedText()
    words_salt = models.BinaryField()
    filed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    filed_at = models.DateTimeField()
    limits = models.JSONField()
    answer = models.TextField(default="")
    answer_salt = models.BinaryField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SAVED_OBJECTIONS), name="objection_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="objection_decided_at_a_moment",
            ),
            models.UniqueConstraint(
                fields=["publication", "column", "filed_by"],
                condition=Q(state="open"),
                name="objection_once_while_open",
            ),
        )

    @property
    def state_label(self) -> str:
        return str(ObjectionState(self.state).label)


@classified()
class ObjectionClockEvent(ClockEventRow):
    """One event of an objection's clock; never changed, never removed."""

    matter = models.ForeignKey(Objection, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "objection_clock"))

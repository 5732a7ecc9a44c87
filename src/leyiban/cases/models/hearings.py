"""Hearings (R12): who is heard before what, what they say, when they are heard, and what became of it."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leyiban.cases.models.case import Case
from leyiban.cases.states import (
    HEARING_OPEN,
    ClosedDoors,
    DropGround,
    HeardAs,
    HearingGround,
    HearingState,
    Signing,
)
from leyiban.kernel.clocks.rows import ClockEventRow, once_per_clock
from leyiban.kernel.docket.models import Matter
from leyiban.kernel.papers.models import Paper
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText
from leyiban.people.models import Account, Agency, Party

_CASE = Personal("case", Erase.BLANK)
_SALT = Personal("case", Erase.DESTROY_KEY)
_STAFF = Personal("staff", Erase.KEEP)
_SAVED = [state.value for state in HearingState if state is not HearingState.TELLING]
_OPEN = sorted(state.value for state in HEARING_OPEN)


@classified(
    {
        "party_label": _CASE,
        "intended": _CASE,
        "intended_salt": _SALT,
        "told_by": _STAFF,
        "chair": _STAFF,
        "postponed_because": _CASE,
        "record": _CASE,
        "record_salt": _SALT,
        "consideration": _CASE,
        "drop_reasons": _CASE,
    }
)
class Hearing(Matter):
    """One procedure of hearing people before a decision on ``case``, a warning in it, or the revocation of the
    ``licence`` that came from it.

    ``intended`` is what the office means to do and on what facts, or what the licence touches. ``hearable``: a hearing
    may be asked for; else views are stated and no more. ``speakers`` are the pseudonyms under which those who are no
    applicants act. ``unanswered`` counts views without an answer.
    """

    KIND: ClassVar[str] = "hearing"

    case = models.ForeignKey(Case, models.PROTECT, related_name="hearings")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    ground = models.TextField(choices=HearingGround.choices)
    licence = models.TextField(default="", help_text="Identifier of the licence that would be revoked.")
    hearable = models.BooleanField()
    basis = models.TextField(help_text="The articles that give the right.")
    intended = EncryptedText()
    intended_salt = models.BinaryField()
    told_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField()
    limits = models.JSONField(help_text="Terms of its clocks, and how long before it is told of.")
    speakers = models.JSONField(default=list)
    unanswered = models.IntegerField(default=0)
    opens_at = models.DateTimeField(null=True, help_text="When it is to be held.")
    place = models.TextField(default="", help_text="Public: where it is held.")
    chair = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    closed_because = models.TextField(choices=ClosedDoors.choices, default="")
    challenged = models.BooleanField(default=False, help_text="The chair is objected to; unanswered.")
    postponed_from = models.DateTimeField(null=True)
    postponed_because = EncryptedText(null=True)
    held_at = models.DateTimeField(null=True)
    record = EncryptedText(null=True)
    record_salt = models.BinaryField(null=True)
    consideration = EncryptedText(null=True)
    ended_at = models.DateTimeField(null=True)
    drop_ground = models.TextField(choices=DropGround.choices, default="")
    drop_reasons = EncryptedText(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=_SAVED), name="hearing_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[HearingState.SCHEDULED, HearingState.HELD])
                | Q(opens_at__isnull=False, chair__isnull=False),
                name="hearing_scheduled_with_time_and_chair",
            ),
            models.CheckConstraint(
                condition=Q(held_at__isnull=True) | Q(record__isnull=False),
                name="hearing_held_with_a_record",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN, ended_at__isnull=True)
                | ~Q(state__in=_OPEN) & Q(ended_at__isnull=False),
                name="hearing_ended_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state=HearingState.CLOSED) | Q(unanswered=0),
                name="hearing_closed_with_every_answer",
            ),
            models.UniqueConstraint(
                fields=["case", "ground"], condition=Q(state__in=_OPEN), name="hearing_one_open_per_ground"
            ),
        )
        indexes = (
            models.Index(fields=["opens_at"], condition=Q(opens_at__isnull=False), name="hearing_by_opening"),
            models.Index(fields=["agency"], condition=Q(state__in=_OPEN), name="hearing_open_of_agency"),
        )

    @property
    def has_open_doors(self) -> bool:
        return not self.closed_because

    @property
    def opening(self) -> dt.datetime:
        """When it is to be held; only of one that is scheduled."""
        assert self.opens_at is not None  # a CHECK constraint says so
        return self.opens_at


@classified()
class HearingClockEvent(ClockEventRow):
    """One event of a hearing's clocks; never changed, never removed."""

    matter = models.ForeignKey(Hearing, models.PROTECT, related_name="clock_events")

    class Meta(ClockEventRow.Meta):
        abstract = False
        constraints = (*ClockEventRow.Meta.constraints, *once_per_clock("matter", "hearing_clock"))


@classified(
    {
        "name": _CASE,
        "phone": _CASE,
        "address": _CASE,
        "code": _CASE,
        "sign_note": _CASE,
    }
)
class HearingParticipant(models.Model):
    """Somebody who is heard: the applicant, who is known from the case, or an interested person (利害关系人), who
    needs no account: he has a ``code``, which he uses with the hearing's number."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="participants")
    number = models.IntegerField(help_text="1, 2 … within the hearing; the applicant is 1.")
    standing = models.TextField(choices=HeardAs.choices)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    pseudonym = models.TextField(unique=True, help_text="Under which he acts on the ledger.")
    name = EncryptedText(null=True)
    phone = EncryptedText(null=True)
    address = EncryptedText(null=True)
    code = EncryptedText(null=True)
    asked_at = models.DateTimeField(null=True)
    waived_at = models.DateTimeField(null=True)
    present = models.BooleanField(null=True)
    signed = models.TextField(choices=Signing.choices, default="")
    signed_at = models.DateTimeField(null=True)
    sign_note = EncryptedText(null=True)
    scan = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["hearing", "number"], name="hearing_participant_numbered"),
            models.CheckConstraint(
                condition=Q(standing=HeardAs.APPLICANT, party__isnull=False)
                | Q(standing=HeardAs.INTERESTED, name__isnull=False, code__isnull=False),
                name="hearing_participant_known",
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True) | Q(waived_at__isnull=True),
                name="hearing_asks_or_waives",
            ),
        )

    @property
    def is_applicant(self) -> bool:
        return self.standing == HeardAs.APPLICANT

    @property
    def full_name(self) -> str:
        """Empty once it was erased."""
        if self.party is not None:
            return self.party.name
        return "" if self.name is None else self.name.reveal()


@classified({"words": _CASE, "salt": _SALT, "answer": _CASE})
class HearingView(models.Model):
    """What a participant says in writing (陈述申辩), and what whoever decides answers."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="views")
    participant = models.ForeignKey(HearingParticipant, models.PROTECT, related_name="views")
    number = models.IntegerField(help_text="1, 2 … within the hearing.")
    words = EncryptedText()
    salt = models.BinaryField()
    stated_at = models.DateTimeField()
    answer = EncryptedText(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["hearing", "number"], name="hearing_view_numbered"),)


@classified({"chair": _STAFF, "words": _CASE, "salt": _SALT, "answer": _CASE})
class ChairChallenge(models.Model):
    """A participant says why somebody should not chair (回避); each may say it once of each."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="challenges")
    participant = models.ForeignKey(HearingParticipant, models.PROTECT, related_name="challenges")
    chair = models.ForeignKey(Account, models.PROTECT, related_name="+")
    words = EncryptedText()
    salt = models.BinaryField()
    made_at = models.DateTimeField()
    upheld = models.BooleanField(null=True)
    answer = EncryptedText(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["hearing", "participant", "chair"], name="hearing_challenged_once"
            ),
        )

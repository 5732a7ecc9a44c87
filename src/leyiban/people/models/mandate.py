"""Mandates (授权): acting for another, within items, powers and a term.

One table holds the operator of an enterprise and the agent of a natural person: both have a principal, an
agent, powers, a term and the same five states. What differs is who may grant, and on what basis.
"""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.crypto import new_pseudonym
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText, KeyedDigest
from leyiban.people.models.account import Account
from leyiban.people.models.party import Party, Representation

_MANDATE = Personal(retention="mandate", erase=Erase.BLANK)


class Power(models.TextChoices):
    FILL = "fill", _("填写")
    SUBMIT = "submit", _("提交")
    COMMIT = "commit", _("签承诺")
    COLLECT = "collect", _("领证")


class Capacity(models.TextChoices):
    """What the agent is to the principal."""

    OPERATOR = "operator", _("经办人")
    RELATIVE = "relative", _("家人")
    GUARDIAN = "guardian", _("监护人")
    HELPER = "helper", _("代办员")


class Basis(models.TextChoices):
    """How the grant was given."""

    REPRESENTATIVE = "representative", _("法定代表人网上授权")
    SELF = "self", _("本人网上授权")
    IN_PERSON = "in_person", _("窗口当面授权")
    BY_VOICE = "by_voice", _("电话录音授权")


class MandateState(models.TextChoices):
    PROPOSED = "proposed", _("等对方确认")
    ACTIVE = "active", _("有效")
    SUSPENDED = "suspended", _("暂停")
    REVOKED = "revoked", _("已撤销")
    EXPIRED = "expired", _("已到期")


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, now: dt.datetime) -> "MandateQuerySet":
        """Those that give a right at this moment; a term that ran out needs no clock to end."""
        return self.filter(state=MandateState.ACTIVE, valid_from__lte=now, valid_until__gt=now)

    def open(self) -> "MandateQuerySet":
        return self.filter(state__in=[MandateState.PROPOSED, MandateState.ACTIVE, MandateState.SUSPENDED])

    def with_power(self, power: Power) -> "MandateQuerySet":
        return self.filter(powers__contains=[power])

    def for_item(self, item_code: str) -> "MandateQuerySet":
        return self.filter(Q(all_items=True) | Q(item_codes__contains=[item_code]))


@classified(personal={"agent_name": _MANDATE, "agent_id_digest": _MANDATE, "agent_number": _MANDATE})
class Mandate(models.Model):
    """``principal`` lets ``agent`` act. Proposed mandates name the agent by name and document only: he
    becomes a party when he confirms from an account of his own that is proven to be him. ``agent_number`` is kept
    until then, so that he is found whatever the key of the digest.

    ``evidence`` is the digest of the signed letter or the recording when the grant was not given online.
    ``granted_under`` is the representation under which a body granted; its end suspends the mandate.
    """

    key = models.CharField(max_length=32, unique=True, default=new_pseudonym, editable=False)
    principal = models.ForeignKey(Party, models.PROTECT, related_name="mandates_given")
    agent = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="mandates_held")
    agent_name = models.CharField(max_length=120)
    agent_id_digest = KeyedDigest(max_length=32, null=True, db_index=True)
    agent_number = EncryptedText(null=True, blank=True)
    capacity = models.CharField(max_length=10, choices=Capacity)
    basis = models.CharField(max_length=14, choices=Basis)
    all_items = models.BooleanField(default=False)
    item_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    powers = ArrayField(models.CharField(max_length=8, choices=Power))
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=MandateState, default=MandateState.PROPOSED)
    granted_by = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    granted_under = models.ForeignKey(
        Representation, models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.CharField(max_length=71, blank=True)
    proposed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="mandate_all_items_or_some",
                condition=Q(all_items=True, item_codes=[]) | (Q(all_items=False) & ~Q(item_codes=[])),
            ),
            models.CheckConstraint(name="mandate_has_powers", condition=~Q(powers=[])),
            models.CheckConstraint(
                name="mandate_term_runs_forward", condition=Q(valid_until__gt=F("valid_from"))
            ),
            models.CheckConstraint(
                name="mandate_active_names_its_agent",
                condition=~Q(state=MandateState.ACTIVE) | Q(agent__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mandate_not_to_oneself",
                condition=Q(agent__isnull=True) | ~Q(agent=F("principal")),
            ),
            models.CheckConstraint(
                name="mandate_ended_has_moment",
                condition=Q(state__in=["revoked", "expired"], ended_at__isnull=False)
                | Q(state__in=["proposed", "active", "suspended"], ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="mandate_offline_grant_has_evidence",
                condition=Q(basis__in=["representative", "self"])
                | (Q(recorded_by__isnull=False) & ~Q(evidence="")),
            ),
            models.CheckConstraint(
                name="mandate_helper_signs_no_commitment",
                condition=~Q(capacity=Capacity.HELPER, powers__contains=[Power.COMMIT]),
            ),
        )
        indexes = (models.Index(fields=["valid_until"], name="mandate_due", condition=Q(state="active")),)

    def __str__(self) -> str:
        return self.key

    def in_force(self, now: dt.datetime) -> bool:
        return self.state == MandateState.ACTIVE and self.valid_from <= now < self.valid_until

    def allows(self, power: Power, item_code: str) -> bool:
        """Whether its powers and items cover this act; says nothing about its term."""
        return power in self.powers and (self.all_items or item_code in self.item_codes)

"""Parties: the natural and legal persons for whom matters are handled."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.crypto import new_pseudonym
from leyiban.kernel.identifiers import mask_name
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.kernel.privacy.fields import EncryptedText, KeyedDigest
from leyiban.people.models.region import Region

ID_NUMBER_DOMAIN = "person.id_number"
PHONE_DOMAIN = "person.phone"
_PARTY = Personal(retention="party", erase=Erase.BLANK)


class Nature(models.TextChoices):
    NATURAL = "natural", _("自然人")
    LEGAL = "legal", _("法人和其他组织")


class IdKind(models.TextChoices):
    """Documents that prove who a natural person is: those of ``leyiban.kernel.identifiers.IdDocument``."""

    RESIDENT_ID = "resident_id", _("居民身份证")
    HK_MACAO_PERMIT = "hk_macao_permit", _("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", _("台湾居民来往大陆通行证")
    HMT_RESIDENCE_PERMIT = "hmt_residence_permit", _("港澳台居民居住证")
    PASSPORT = "passport", _("护照")
    FOREIGN_RESIDENT_CARD = "foreign_resident_card", _("外国人永久居留身份证")


class LegalKind(models.TextChoices):
    """What kind of body it is; the word for its head follows from it."""

    ENTERPRISE = "enterprise", _("企业")
    BRANCH = "branch", _("分支机构")
    INDIVIDUAL_BUSINESS = "individual_business", _("个体工商户")
    COOPERATIVE = "cooperative", _("农民专业合作社")
    ORGAN = "organ", _("机关")
    INSTITUTION = "institution", _("事业单位")
    SOCIAL_ORGANISATION = "social_organisation", _("社会组织")
    OTHER = "other", _("其他组织")


HEAD_TITLES = {
    LegalKind.INDIVIDUAL_BUSINESS: _("经营者"),
    LegalKind.BRANCH: _("负责人"),
}


class PartyQuerySet(models.QuerySet["Party"]):
    def natural(self) -> "PartyQuerySet":
        return self.filter(nature=Nature.NATURAL)

    def legal(self) -> "PartyQuerySet":
        return self.filter(nature=Nature.LEGAL)


@classified(
    personal={
        "name": _PARTY,
        "id_number": _PARTY,
        "id_digest": _PARTY,
        "phone": _PARTY,
        "phone_digest": _PARTY,
        "address": _PARTY,
        "identity_salt": Personal(retention="party", erase=Erase.DESTROY_KEY),
    }
)
class Party(models.Model):
    """A natural person, with one kind of document, or a body with its credit code.

    Row states: *natural* carries ``id_kind``, ``id_number`` and its digest; *legal* carries ``uscc`` and
    ``legal_kind``; *erased* carries neither. ``identity_salt`` opens the commitment that the ledger holds.
    ``taken_over_at``: when a body's head last took all its matters to himself; authority that others had shown on
    paper before then counts no more.
    """

    pseudonym = models.CharField(max_length=32, unique=True, default=new_pseudonym, editable=False)
    nature = models.CharField(max_length=8, choices=Nature)
    name = models.CharField(max_length=120)
    id_kind = models.CharField(max_length=24, choices=IdKind, blank=True)
    id_number = EncryptedText(null=True, blank=True)
    id_digest = KeyedDigest(max_length=32, null=True, blank=True)
    phone = EncryptedText(null=True, blank=True)
    phone_digest = KeyedDigest(max_length=32, null=True, blank=True, db_index=True)
    uscc = models.CharField(max_length=18, null=True, blank=True, unique=True)
    legal_kind = models.CharField(max_length=20, choices=LegalKind, blank=True)
    address = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    identity_salt = models.BinaryField(max_length=16, null=True, blank=True)
    registered_at = models.DateTimeField()
    taken_over_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = PartyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="party_is_natural_legal_or_erased",
                condition=Q(erased_at__isnull=False, id_number__isnull=True, name="")
                | Q(
                    nature=Nature.NATURAL, id_number__isnull=False, id_digest__isnull=False, uscc__isnull=True
                )
                | Q(nature=Nature.LEGAL, uscc__isnull=False, id_number__isnull=True, id_digest__isnull=True),
            ),
            models.CheckConstraint(
                name="party_phone_with_digest",
                condition=Q(phone__isnull=True, phone_digest__isnull=True)
                | Q(phone__isnull=False, phone_digest__isnull=False),
            ),
            models.UniqueConstraint(name="party_one_per_document", fields=["id_kind", "id_digest"]),
        )

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def is_legal(self) -> bool:
        return self.nature == Nature.LEGAL

    @property
    def label(self) -> str:
        """How lists and public pages name it: a body by its name, a person by a masked one."""
        return self.name if self.is_legal else mask_name(self.name)

    @property
    def head_title(self) -> str:
        """What its head is called: 法定代表人, 经营者 of an individual business, 负责人 of a branch."""
        return str(HEAD_TITLES.get(LegalKind(self.legal_kind), _("法定代表人")))


class RepresentationQuerySet(models.QuerySet["Representation"]):
    def current(self) -> "RepresentationQuerySet":
        return self.filter(until__isnull=True)


@classified(personal={"name": _PARTY, "person": _PARTY})
class Representation(models.Model):
    """Who heads a body, from ``since`` on. The register knows the name; ``person`` is set once proven.

    A new row ends the old one and suspends the mandates that were given under it.
    """

    body = models.ForeignKey(Party, models.PROTECT, related_name="representations")
    person = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="heads")
    name = models.CharField(max_length=120)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="representation_one_current", fields=["body"], condition=Q(until__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.body_id}:{self.person_id}"

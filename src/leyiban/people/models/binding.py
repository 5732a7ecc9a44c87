"""Real names: which natural person an account is, how well proven."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.composed import Composed
from leyiban.kernel.privacy import Erase, Personal, classified
from leyiban.people.models.account import Account
from leyiban.people.models.party import Party


class Proof(models.TextChoices):
    """How the binding was proven."""

    PROVINCE = "province", _("省统一身份认证")
    REGISTRY = "registry", _("姓名和证件号核对")
    FACE = "face", _("人脸核验")
    COUNTER = "counter", _("窗口当面核对")


class BindingQuerySet(models.QuerySet["Binding"]):
    def current(self) -> "BindingQuerySet":
        return self.filter(ended_at__isnull=True)

    def of_account(self, account_id: int | None) -> "Binding | None":
        """The present binding of an account with its person, or None for a guest, a command, an unproven one."""
        return None if account_id is None else _OF_ACCOUNT.first(account=account_id)


@classified(
    personal={
        "account": Personal(retention="account", erase=Erase.DELETE_ROW),
        "party": Personal(retention="account", erase=Erase.DELETE_ROW),
    }
)
class Binding(models.Model):
    """Account and natural person are one, at real-name level 2 to 4 (``identity-and-codes`` §5).

    Levels below have no row: 0 is nobody, 1 is an account with a proven phone.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="bindings")
    party = models.ForeignKey(Party, models.PROTECT, related_name="bindings")
    level = models.PositiveSmallIntegerField()
    proof = models.CharField(max_length=10, choices=Proof)
    bound_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BindingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(name="binding_level_2_to_4", condition=Q(level__gte=2, level__lte=4)),
            models.UniqueConstraint(
                name="binding_one_person_per_account", fields=["account"], condition=Q(ended_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="binding_one_account_per_person", fields=["party"], condition=Q(ended_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id}:{self.party_id}"


_OF_ACCOUNT = Composed(
    lambda account: Binding.objects.current().select_related("party").filter(account=account)
)

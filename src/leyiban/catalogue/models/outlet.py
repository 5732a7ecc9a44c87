"""Service points (服务网点) and their windows: where a person may go."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from leyiban.catalogue.models.city import City
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.privacy import classified
from leyiban.people.models import Agency, Region


class OutletKind(models.TextChoices):
    """Kinds of ``service-items.md`` §12."""

    CITY_HALL = "city_hall", _("市政务服务大厅")
    COUNTY_HALL = "county_hall", _("县级政务服务大厅")
    TOWNSHIP_CENTRE = "township_centre", _("便民服务中心")
    VILLAGE_ROOM = "village_room", _("便民服务室")
    PARK_POINT = "park_point", _("园区服务点")
    BANK = "bank", _("银行网点")
    POST = "post", _("邮政网点")
    TERMINAL = "terminal", _("自助终端")


@classified()
class Outlet(models.Model):
    city = models.ForeignKey(City, models.CASCADE, related_name="outlets")
    key = models.SlugField(max_length=64)
    kind = models.CharField(max_length=16, choices=OutletKind)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="outlets")
    address = models.CharField(max_length=120)
    address_en = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120)
    hours_en = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=24)

    class Meta:
        constraints = (models.UniqueConstraint(name="outlet_key_once_per_city", fields=["city", "key"]),)

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> Bilingual:
        return Bilingual(zh=self.name, en=self.name_en or None)

    @property
    def address_words(self) -> Bilingual:
        return Bilingual(zh=self.address, en=self.address_en or None)

    @property
    def hours_words(self) -> Bilingual:
        return Bilingual(zh=self.hours, en=self.hours_en or None)


@classified()
class ServiceWindow(models.Model):
    """A window (窗口). ``agency`` is None for the comprehensive window, which takes in for all."""

    outlet = models.ForeignKey(Outlet, models.CASCADE, related_name="windows")
    number = models.CharField(max_length=8)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="window_number_once_per_outlet", fields=["outlet", "number"]),
        )

    def __str__(self) -> str:
        return f"{self.outlet_id}/{self.number}"

    @property
    def words(self) -> Bilingual:
        return Bilingual(zh=self.name, en=self.name_en or None)

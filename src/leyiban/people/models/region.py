"""Regions (行政区划, GB/T 2260) down to village level, and functional zones that have no such code."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.privacy import classified
from leyiban.people.rules.divisions import covers, division_code


class Level(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县(市、区)")
    TOWNSHIP = "township", _("乡镇(街道)")
    VILLAGE = "village", _("村(社区)")
    ZONE = "zone", _("功能区")


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, path: str) -> "RegionQuerySet":
        """The region with this path and all below it."""
        return self.filter(path__startswith=path)

    def above(self, path: str) -> "RegionQuerySet":
        """The ancestors of this path, itself included, nearest first."""
        codes = path.strip("/").split("/")
        return self.filter(code__in=codes).order_by("-depth")


@classified()
class Region(models.Model):
    """One place that can have an office, a matter or a calendar.

    ``code``: 6 digits (province to county), 9 (township), 12 (village). A functional zone is its host's code
    and letters (``511102LSGX``): it never poses as a division, and exports use :attr:`division_code`. So a
    region's code begins with the significant digits of every region above it
    (:mod:`leyiban.people.rules.divisions`), and ``path`` (``/511100/511102/511102004/``) names them.
    ``calendar_code``: the region whose work calendar holds here, when it differs from the parent's.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=80, unique=True)
    depth = models.PositiveSmallIntegerField()
    calendar_code = models.CharField(max_length=12, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        # "In and below" is a LIKE 'path%', which a plain index serves only under the C collation.
        indexes = (
            models.Index(fields=["path"], name="region_path_prefix", opclasses=["varchar_pattern_ops"]),
        )
        constraints = (
            models.CheckConstraint(
                name="region_code_fits_level",
                condition=Q(level__in=["province", "city", "county"], code__regex=r"^\d{6}$")
                | Q(level="township", code__regex=r"^\d{9}$")
                | Q(level="village", code__regex=r"^\d{12}$")
                | Q(level="zone", code__regex=r"^\d{6}[A-Z]{2,6}$"),
            ),
            models.CheckConstraint(
                name="region_path_ends_in_code",
                condition=Q(path__endswith=Concat(Value("/"), F("code"), Value("/"))),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def division_code(self) -> str:
        """The GB/T 2260 code to show outside: a zone shows its host's."""
        return division_code(self.code)

    def covers(self, other: "Region") -> bool:
        """Whether ``other`` is this region or lies below it."""
        return covers(self.code, other.code)

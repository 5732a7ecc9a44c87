"""Bare items: lines of a published list for which no rule file has been written yet."""

from django.db import models
from django.db.models import F, Q

from leyiban.catalogue.models.city import City
from leyiban.kernel.privacy import classified
from leyiban.people.rules.divisions import significant

# The columns of a list as the provincial platform gives them away, in its order; ours are named after them.
COLUMNS = {
    "department": "department",
    "main_item": "main_item",
    "name": "name",
    "areaCode": "area_code",
    "itemCode": "item_code",
    "taskType": "task_type",
    "deptCode": "dept_code",
}


class ListedItemQuerySet(models.QuerySet["ListedItem"]):
    def on(self, day: object) -> "ListedItemQuerySet":
        """The lines that stand on the list on this day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def of_city(self, city: City) -> "ListedItemQuerySet":
        return self.filter(city=city)

    def in_area(self, code: str) -> "ListedItemQuerySet":
        """Those of one area and all below it; ``code`` is a division's code of 6 digits or more."""
        return self.filter(area_code__startswith=area_digits(code))


def area_digits(code: str) -> str:
    """What the codes of an area and of all below it begin with; ``code`` has 6 digits or more."""
    return significant(code.removesuffix("000").removesuffix("000") if len(code) > 6 else code)


@classified()
class ListedItem(models.Model):
    """One line, every field exactly as it was printed: nothing is trimmed, corrected or merged.

    Two lines may have one name, one code, or be equal in all fields; ``occurrence`` then counts them from 0.
    ``digest`` is over the seven fields, so that a line sent again is known again. On the list from ``since``
    (inclusive) to ``until`` (exclusive; None while it stands). ``position`` keeps the order of the file.
    """

    city = models.ForeignKey(City, models.CASCADE, related_name="listed_items")
    position = models.PositiveIntegerField()
    department = models.TextField()
    main_item = models.TextField()
    name = models.TextField()
    area_code = models.TextField()
    item_code = models.TextField()
    task_type = models.TextField()
    dept_code = models.TextField()
    digest = models.CharField(max_length=64)
    occurrence = models.PositiveIntegerField(default=0)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = ListedItemQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="listed_item_stands_once",
                fields=["city", "digest", "occurrence"],
                condition=Q(until__isnull=True),
            ),
            models.CheckConstraint(
                name="listed_item_period_runs_forward",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        )
        indexes = (models.Index(fields=["city", "position"], name="listed_item_in_order"),)

    def __str__(self) -> str:
        return f"{self.item_code} {self.name}"

    def cells(self) -> tuple[str, ...]:
        """The seven fields in the order of :data:`COLUMNS`."""
        return tuple(getattr(self, field) for field in COLUMNS.values())

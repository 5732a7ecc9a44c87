"""What each scope has published, and every edition of it."""

from django.db import models
from django.db.models import F, Q

from leyiban.kernel.calendar.days import DayKind
from leyiban.kernel.privacy import classified


@classified()
class CalendarScope(models.Model):
    """Who publishes days: the nation (``CN``), a division, a functional zone, or an agency (credit code).

    ``version`` counts its editions; ``digest`` is that of the newest one.
    """

    code = models.CharField(max_length=18, unique=True)
    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=71, blank=True)
    late_counts_next_day = models.BooleanField(null=True)

    def __str__(self) -> str:
        return self.code


@classified()
class CalendarEdition(models.Model):
    """One published form of a scope's calendar. Append-only (migration 0002): a trail that was computed
    with it can be computed again."""

    scope = models.ForeignKey(CalendarScope, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=71, db_index=True)
    content = models.TextField(help_text="Canonical JSON: the very bytes that the digest is of.")
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "number"], name="calendar_edition_once"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"


@classified()
class CalendarDay(models.Model):
    """A day that departs from the week in this scope, and the notice that says so."""

    scope = models.ForeignKey(CalendarScope, models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in DayKind])
    name = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "day"], name="calendar_one_kind_per_day"),
            models.CheckConstraint(
                name="calendar_day_kind_is_known", condition=Q(kind__in=[kind.value for kind in DayKind])
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.day} {self.kind}"


@classified()
class CalendarYear(models.Model):
    """A year whose days off this scope has announced completely."""

    scope = models.ForeignKey(CalendarScope, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "year"], name="calendar_year_once"),)

    def __str__(self) -> str:
        return f"{self.scope} {self.year}"


@classified()
class CalendarHours(models.Model):
    """Office hours of this scope from a day on."""

    scope = models.ForeignKey(CalendarScope, models.CASCADE, related_name="hours")
    since = models.DateField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "since"], name="calendar_hours_once_a_day"),
            models.CheckConstraint(name="calendar_closes_after_it_opens", condition=Q(closes__gt=F("opens"))),
        )

    def __str__(self) -> str:
        return f"{self.scope} from {self.since}: {self.opens}–{self.closes}"


@classified()
class CalendarDecree(models.Model):
    """A notice that changed days of a scope after they had been published, and the edition that it made.

    ``days`` are its rows, {day, kind, name, name_en, source}. They lie over whatever is loaded for the scope later, so
    that loading a city's folder again takes no holiday back.
    """

    scope = models.ForeignKey(CalendarScope, models.PROTECT, related_name="decrees")
    edition = models.PositiveIntegerField(help_text="Number of the scope's edition that it made.")
    days = models.JSONField()
    years = models.JSONField(default=list, help_text="Years that it announces completely.")
    published_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "edition"], name="calendar_one_decree_per_edition"),
        )

    def __str__(self) -> str:
        return f"{self.scope}/{self.edition}"

    @property
    def sources(self) -> list[str]:
        """The notices that it goes back to, each once."""
        return list(dict.fromkeys(row["source"] for row in self.days))

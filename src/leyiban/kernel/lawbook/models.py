"""Rules in force, the books they come from, and every edition of these books."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value

from leyiban.kernel.lawbook.rules import Mark
from leyiban.kernel.privacy import classified


@classified()
class Lawbook(models.Model):
    """A book of rules: the nation's, or a city's. ``version`` counts its editions."""

    name = models.CharField(max_length=60, unique=True)
    version = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=71, blank=True)

    def __str__(self) -> str:
        return self.name


@classified()
class LawbookEdition(models.Model):
    """The whole text of a book as it was published. Append-only (migration 0002)."""

    book = models.ForeignKey(Lawbook, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=71, db_index=True)
    content = models.TextField(help_text="Canonical JSON: the very bytes that the digest is of.")
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["book", "number"], name="lawbook_edition_once"),)

    def __str__(self) -> str:
        return f"{self.book} {self.number}"


@classified()
class RuleLine(models.Model):
    """What may have only one rule at a time: a key in a region, perhaps for one item."""

    key = models.CharField(max_length=80)
    region = models.CharField(max_length=18)
    item = models.CharField(max_length=40, blank=True)
    book = models.ForeignKey(Lawbook, models.PROTECT, related_name="lines")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["key", "region", "item"], name="lawbook_line_is_unique"),
        )

    def __str__(self) -> str:
        return " ".join(part for part in (self.key, self.region, self.item) if part)


@classified()
class Rule(models.Model):
    """One value for one period; see :class:`~leyiban.kernel.lawbook.rules.RuleInForce`.

    The database itself refuses two rules of one line on the same day.
    """

    line = models.ForeignKey(RuleLine, models.CASCADE, related_name="rules")
    number = models.BigIntegerField(null=True)
    word = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    mark = models.CharField(max_length=10, choices=[(mark.value, mark.value) for mark in Mark])
    basis = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="lawbook_rule_is_number_or_word",
                condition=Q(number__isnull=False, word="") | (Q(number__isnull=True) & ~Q(word="")),
            ),
            models.CheckConstraint(
                name="lawbook_rule_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="lawbook_rule_mark_is_known", condition=Q(mark__in=[mark.value for mark in Mark])
            ),
            # The line's id as a range of one: equality without the extension btree_gist.
            ExclusionConstraint(
                name="lawbook_one_rule_per_day",
                expressions=[
                    (Func(F("line"), F("line"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"), "&&"),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.line} = {self.word or self.number} from {self.valid_from}"

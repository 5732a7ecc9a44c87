"""A draw, who entered, and who contributes chance."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from leyiban.kernel.lots.protocol import LotRule
from leyiban.kernel.privacy import classified


class DrawState(models.TextChoices):
    OPEN = "open", _("正在报名")
    COMMITTED = "committed", _("名单已锁定")
    REVEALED = "revealed", _("已抽出")
    ABANDONED = "abandoned", _("已作废")


_NOTHING_YET = Q(commitment="", seed_digest="", entrants_root="", seed="")
_BOUND = ~Q(commitment="") & ~Q(seed_digest="") & ~Q(entrants_root="") & Q(committed_at__isnull=False)


@classified()
class Draw(models.Model):
    """One draw. The rule is fixed from the beginning and the commitment once made: triggers refuse to
    change them (migration 0002).

    ``version`` counts the draw's ledger entries. ``organiser`` is a pseudonym or an agency code.
    """

    number = models.CharField(max_length=60, unique=True)
    organiser = models.CharField(max_length=60)
    rule = models.JSONField(help_text="Canonical form of the LotRule.")
    closes_at = models.DateTimeField(
        help_text="From then on nobody enters, and the list may be committed to."
    )
    sources_by = models.DateTimeField(help_text="Until then every source seals and opens.")
    reveal_by = models.DateTimeField(help_text="Until then the seed is revealed.")
    state = models.CharField(max_length=9, choices=DrawState.choices, default=DrawState.OPEN)
    version = models.PositiveIntegerField(default=0)
    entrants_root = models.CharField(max_length=64, blank=True)
    seed_digest = models.CharField(max_length=64, blank=True)
    commitment = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField(null=True)
    seed = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="Revealed or abandoned.")
    repeats = models.OneToOneField("self", models.PROTECT, null=True, related_name="repeated_by")

    class Meta:
        constraints = (
            models.CheckConstraint(name="lots_draw_state_is_known", condition=Q(state__in=DrawState.values)),
            models.CheckConstraint(
                name="lots_draw_hours_in_order",
                condition=Q(closes_at__lte=F("sources_by"), sources_by__lte=F("reveal_by")),
            ),
            models.CheckConstraint(
                name="lots_open_draw_has_no_commitment",
                condition=~Q(state="open")
                | (_NOTHING_YET & Q(committed_at__isnull=True, ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="lots_committed_draw_keeps_its_secret",
                condition=~Q(state="committed") | (_BOUND & Q(seed="", ended_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="lots_revealed_draw_shows_its_seed",
                condition=~Q(state="revealed") | (_BOUND & ~Q(seed="") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="lots_abandoned_draw_has_no_seed",
                condition=~Q(state="abandoned") | Q(seed="", ended_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def lot_rule(self) -> LotRule:
        form: dict[str, Any] = self.rule
        return LotRule.from_canonical(form)


@classified()
class LotEntry(models.Model):
    """Someone entered, under a random pseudonym. ``rank`` is the place in which he won, if he did."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="entries")
    token = models.CharField(max_length=64)
    weight = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField()
    rank = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["draw", "token"], name="lots_enter_once"),
            models.UniqueConstraint(fields=["draw", "rank"], name="lots_one_winner_per_rank"),
            models.CheckConstraint(name="lots_entry_has_a_chance", condition=Q(weight__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.token} in {self.draw}"


@classified()
class LotSource(models.Model):
    """Who contributes chance to a draw: first sealed, then opened."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="sources")
    name = models.CharField(max_length=60)
    sealed = models.CharField(max_length=64, blank=True)
    value = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["draw", "name"], name="lots_source_once"),
            models.CheckConstraint(
                name="lots_source_seals_before_it_opens", condition=Q(value="") | ~Q(sealed="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} for {self.draw}"

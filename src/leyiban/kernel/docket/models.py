"""The base of every domain's matter, and the docket that lists the open ones."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from leyiban.kernel.docket.precedence import Bound, Spot
from leyiban.kernel.privacy import Erase, Personal, classified

# Whose clock runs against an office.
_OFFICES_TURN = models.Q(paused=False, owner_post_id__isnull=False)


class Matter(models.Model):
    """What every matter has. A domain subclasses it and adds its own knowledge.

    ``version`` counts the matter's ledger entries: it is the seq of the newest one, and what a page
    sends back to prove that it was drawn from the present state.
    """

    KIND: ClassVar[str]

    number = models.TextField(unique=True, help_text="The public number, readable over the phone.")
    region = models.TextField(help_text="Division code under which the matter is handled.")
    title = models.TextField(help_text="What it is about, as a work list shows it.")
    party_label = models.TextField(help_text="For whom, as a work list shows it: a masked name or a firm.")
    state = models.TextField()
    version = models.IntegerField(default=0)
    light = models.TextField(
        default="green", help_text="The last light that was recorded (supervision_light)."
    )
    owner_post_id = models.BigIntegerField(
        null=True, help_text="The post that must act now; none: the party."
    )
    holder_id = models.BigIntegerField(null=True, help_text="The account that took it in hand.")
    since = models.DateTimeField(help_text="When it came to the present owner.")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number


@classified({"party_label": Personal("case", Erase.DELETE_ROW)})
class OpenMatter(models.Model):
    """One row per open matter, written by the same move that changes it, removed when it closes."""

    kind = models.TextField()
    key = models.BigIntegerField()
    number = models.TextField()
    region = models.TextField()
    title = models.TextField()
    party_label = models.TextField()
    state = models.TextField()
    owner_post_id = models.BigIntegerField(null=True)
    holder_id = models.BigIntegerField(null=True)
    since = models.DateTimeField()
    amber_at = models.DateTimeField(null=True)
    red_at = models.DateTimeField(null=True, help_text="End of the main clock: what the list is sorted by.")
    paused = models.BooleanField(default=False)
    next_check = models.DateTimeField(null=True, help_text="When the due loop must look at it next.")
    began_at = models.DateTimeField(
        db_default=Now(), help_text="When the main clock began: what a share of its time is of."
    )
    place_at = models.DateTimeField(
        db_default=Now(), help_text="Where it stands in its list (precedence): first by this,"
    )
    place_by = models.DateTimeField(db_default=Now(), help_text="then by this, then by key.")
    may_pass = models.IntegerField(
        null=True, help_text="None: ordinary. Else by how many anyone may be passed,"
    )
    firm_percent = models.IntegerField(null=True, help_text="and what share of a limit is safe from it.")
    passed_by = models.IntegerField(
        default=0, db_default=0, help_text="How many with precedence have passed it so far."
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="docket_one_row_per_matter"),)
        indexes = (
            # The work list: a post's matters in their order; its counts are read from the index alone.
            models.Index(
                fields=["owner_post_id", "place_at", "place_by", "id"],
                include=["kind", "state", "paused", "red_at"],
                name="docket_in_order",
            ),
            # Those at a post that go first: few, and looked up by every move there.
            models.Index(
                fields=["owner_post_id"], name="docket_ahead", condition=models.Q(may_pass__isnull=False)
            ),
            # The watch list: what is near its end or over it, wherever it lies; few of a city's open matters.
            models.Index(fields=["amber_at"], name="docket_amber", condition=_OFFICES_TURN),
            models.Index(fields=["red_at"], name="docket_red", condition=_OFFICES_TURN),
            models.Index(
                fields=["next_check"], name="docket_due", condition=models.Q(next_check__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def spot(self) -> Spot:
        return self.place_at, self.place_by

    @property
    def bound(self) -> Bound | None:
        """What its precedence may cost others; None: it is an ordinary matter."""
        if self.may_pass is None or self.firm_percent is None:
            return None
        return Bound(self.may_pass, self.firm_percent)


@classified()
class Passing(models.Model):
    """A matter with precedence (``by``) was put before an ordinary one that has less time left. Kept: whoever was
    passed is told, and so is everybody else. Each pair once, however often the two meet."""

    kind = models.TextField()
    key = models.BigIntegerField()
    by_kind = models.TextField()
    by_key = models.BigIntegerField()
    post_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "key", "by_kind", "by_key"], name="docket_passed_once_by_each"
            ),
        )
        indexes = (models.Index(fields=["by_kind", "by_key"], name="docket_passed_by"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key} passed by {self.by_kind} {self.by_key}"


@classified()
class Recount(models.Model):
    """Open matters of one kind, counted again by a changed calendar: how far it has come.

    ``before`` and ``after`` are digests of the scope's editions. Matters are taken in the order of their keys;
    ``done_through`` is the last one, ``through`` the last that was open when the calendar changed. ``moved`` counts
    those of which a due moment moved, ``failed`` those that were left to the due loop.
    """

    kind = models.TextField()
    scope = models.TextField()
    edition = models.IntegerField()
    before = models.TextField()
    after = models.TextField()
    published_at = models.DateTimeField()
    done_through = models.BigIntegerField(default=0)
    through = models.BigIntegerField()
    looked_at = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "scope", "edition"], name="docket_recounted_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind} by {self.scope}/{self.edition}"


@classified()
class RecountAtPost(models.Model):
    """How many matters of a post a recount moved: what its clerks are told, once, on top of their list."""

    recount = models.ForeignKey(Recount, models.CASCADE, related_name="posts")
    owner_post_id = models.BigIntegerField()
    moved = models.IntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["recount", "owner_post_id"], name="docket_recount_once_per_post"),
        )
        indexes = (models.Index(fields=["owner_post_id"], name="docket_recounts_of_post"),)

    def __str__(self) -> str:
        return f"{self.recount}: {self.moved} at post {self.owner_post_id}"

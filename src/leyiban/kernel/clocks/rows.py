"""The table shape of clock events. A domain subclasses it and adds the foreign key to its matter."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from leyiban.kernel.clocks.events import ClockEvent, EventKind
from leyiban.kernel.clocks.limits import Limit, Unit

_WITH_LIMIT = [EventKind.START.value, EventKind.EXTEND.value]


class ClockEventRow(models.Model):
    """One :class:`ClockEvent`, stored. Rows are added and never changed; :meth:`event` reads one back.

    A subclass declares itself with ``@classified()`` (no field here is personal) and adds
    :func:`once_per_clock` to its constraints.
    """

    clock = models.CharField(max_length=60)
    kind = models.CharField(max_length=6, choices=[(kind.value, kind.value) for kind in EventKind])
    happened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    amount = models.PositiveIntegerField(null=True)
    unit = models.CharField(max_length=12, blank=True, choices=[(unit.value, unit.value) for unit in Unit])
    receipt = models.BooleanField(default=False)
    grounds = models.JSONField(default=list)
    ground = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=120, blank=True)
    evidence_at = models.DateTimeField(null=True)
    rule = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                name="%(class)s_kind_is_known", condition=Q(kind__in=[kind.value for kind in EventKind])
            ),
            models.CheckConstraint(
                name="%(class)s_entered_after_it_happened", condition=Q(entered_at__gte=F("happened_at"))
            ),
            models.CheckConstraint(
                name="%(class)s_limit_where_it_belongs",
                condition=Q(
                    kind__in=_WITH_LIMIT, amount__isnull=False, unit__in=[unit.value for unit in Unit]
                )
                | (~Q(kind__in=_WITH_LIMIT) & Q(amount__isnull=True, unit="")),
            ),
            models.CheckConstraint(
                name="%(class)s_pause_has_evidence",
                condition=~Q(kind=EventKind.PAUSE.value)
                | (
                    Q(evidence_at__isnull=False, evidence_at__lte=F("happened_at"))
                    & ~Q(ground="")
                    & ~Q(evidence="")
                ),
            ),
        )

    def event(self) -> ClockEvent:
        """The value that replay works on."""
        return ClockEvent(
            clock=self.clock,
            kind=EventKind(self.kind),
            happened_at=self.happened_at,
            entered_at=self.entered_at,
            limit=None if self.amount is None else Limit(self.amount, Unit(self.unit)),
            receipt=self.receipt,
            grounds=tuple(self.grounds),
            ground=self.ground,
            evidence=self.evidence,
            evidence_at=self.evidence_at,
            rule=self.rule,
        )

    @classmethod
    def of_event(cls, event: ClockEvent, **matter: Any) -> Self:
        """The unsaved row of ``event``; ``matter`` is the subclass's own foreign key."""
        return cls(
            clock=event.clock,
            kind=event.kind.value,
            happened_at=event.happened_at,
            entered_at=event.entered_at,
            amount=None if event.limit is None else event.limit.amount,
            unit="" if event.limit is None else event.limit.unit.value,
            receipt=event.receipt,
            grounds=list(event.grounds),
            ground=event.ground,
            evidence=event.evidence,
            evidence_at=event.evidence_at,
            rule=event.rule,
            **matter,
        )


def once_per_clock(matter: str, prefix: str) -> list[models.UniqueConstraint]:
    """A clock starts, is extended and stops at most once: one constraint for each, named by ``prefix``.

    Args:
        matter: name of the subclass's foreign key to its matter.
    """
    return [
        models.UniqueConstraint(
            fields=[matter, "clock"], condition=Q(kind=kind.value), name=f"{prefix}_one_{kind.value}"
        )
        for kind in (EventKind.START, EventKind.EXTEND, EventKind.STOP)
    ]

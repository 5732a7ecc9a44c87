"""What operators want to know of calls outside."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q

from leyiban.kernel.errors import Text
from leyiban.kernel.outbound import circuits
from leyiban.kernel.outbound.hands import target_of
from leyiban.kernel.outbound.models import CallState, OutboundCall
from leyiban.kernel.outbound.registry import Service, services

__all__ = ["ServiceHealth", "failed_calls", "service_health"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceHealth:
    """``late_since`` is the moment since which the oldest waiting call is due; None when none is."""

    name: str
    label: Text
    is_configured: bool
    is_open: bool
    waiting: int
    late_since: dt.datetime | None
    failed: int


def service_health(*, now: dt.datetime, failed_since: dt.datetime) -> list[ServiceHealth]:
    """How each service is, in one query for the calls; ``failed`` counts since ``failed_since``."""
    pending = Q(state=CallState.PENDING, is_interactive=False)
    recent = Q(state=CallState.FAILED, settled_at__gte=failed_since)
    counted = {
        row["service"]: row
        for row in OutboundCall.objects.filter(pending | recent)
        .values("service")
        .annotate(
            waiting=Count("pk", filter=pending),
            late_since=Min("due_at", filter=pending & Q(due_at__lte=now)),
            failed=Count("pk", filter=recent),
        )
    }
    return [_health_of(service, counted.get(service.name)) for service in services()]


def _health_of(service: Service, row: Mapping[str, Any] | None) -> ServiceHealth:
    return ServiceHealth(
        name=service.name,
        label=service.label,
        is_configured=target_of(service.name) is not None,
        is_open=circuits.state_of(service.name).open_until is not None,
        waiting=row["waiting"] if row else 0,
        late_since=row["late_since"] if row else None,
        failed=row["failed"] if row else 0,
    )


def failed_calls(*, limit: int = 100) -> list[OutboundCall]:
    """Calls that failed for good, the latest first; interactive ones concern nobody any more."""
    failed = OutboundCall.objects.filter(state=CallState.FAILED, is_interactive=False)
    return list(failed.order_by("-settled_at", "-pk")[:limit])

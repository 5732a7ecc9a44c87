"""The circuit breaker as a row that all processes share. A healthy service costs no write."""

import datetime as dt

from django.db import transaction

from leyiban.kernel.outbound.models import Circuit
from leyiban.kernel.outbound.policies import HEALTHY, CircuitState
from leyiban.kernel.outbound.registry import Service
from leyiban.kernel.outbound.wire import Outcome

GRACE = dt.timedelta(seconds=10)  # beyond a deadline, before a silent holder counts as dead


def state_of(service: str) -> CircuitState:
    """The circuit's state, without a lock."""
    return _state(Circuit.objects.filter(service=service).first())


def admit(service: Service, *, now: dt.datetime) -> dt.datetime | None:
    """Let one call pass, or say until when it has to wait. In an open circuit whose time is over, the
    first who asks becomes the prober, and the others wait for him. Inside a transaction."""
    if state_of(service.name).open_until is None:
        return None
    row = Circuit.objects.select_for_update().get(service=service.name)
    state = _state(row)
    wait = state.wait_until(now)
    if wait is None:
        _save(row, state.probing(now + service.deadline + GRACE))
    return wait


def note(service: Service, outcome: Outcome, *, now: dt.datetime) -> bool:
    """Take note of how a try ended. True when an open circuit was closed by it."""
    if outcome.blames_service:
        row, _ = Circuit.objects.select_for_update().get_or_create(service=service.name)
        _save(row, _state(row).after_failure(service.circuit, now=now))
        return False
    if state_of(service.name).is_healthy or outcome in (Outcome.LOST, Outcome.NOT_CONFIGURED):
        return False
    with transaction.atomic():
        row = Circuit.objects.select_for_update().get(service=service.name)
        was_open = row.open_until is not None
        _save(row, HEALTHY)
    return was_open


def _state(row: Circuit | None) -> CircuitState:
    return HEALTHY if row is None else CircuitState(row.failures, row.open_until, row.probe_until)


def _save(row: Circuit, state: CircuitState) -> None:
    row.failures, row.open_until, row.probe_until = state.failures, state.open_until, state.probe_until
    row.save(update_fields=["failures", "open_until", "probe_until"])

"""What the doctor asks of calls outside."""

import datetime as dt

from leyiban.kernel.outbound.queries import ServiceHealth, service_health
from leyiban.kernel.upkeep import Finding, fail, health_check, ok, warn

_A_DAY = dt.timedelta(days=1)
_LATE = dt.timedelta(minutes=10)


@health_check("outbound.services")
def outbound_services(*, now: dt.datetime) -> Finding:
    """Every service answers, nothing waits for long, and nothing was given up since yesterday."""
    states = service_health(now=now, failed_since=now - _A_DAY)
    if missing := [state.name for state in states if not state.is_configured]:
        return fail(
            f"no address for: {', '.join(missing)}",
            "Set LEYIBAN_OUTBOUND_<NAME>_URL (and …_TOKEN_FILE); what waits is sent by itself then.",
        )
    if failed := {state.name: state.failed for state in states if state.failed}:
        listed = ", ".join(f"{name} {count}" for name, count in failed.items())
        return fail(f"given up since yesterday: {listed}", "See leyiban outbound failed, then resend them.")
    if troubled := [state.name for state in states if state.is_open or _is_late(state, now)]:
        return warn(f"not answering: {', '.join(troubled)}", "Nothing is lost; call the other side.")
    return ok(f"{sum(state.waiting for state in states)} calls waiting")


def _is_late(state: ServiceHealth, now: dt.datetime) -> bool:
    return state.late_since is not None and now - state.late_since > _LATE

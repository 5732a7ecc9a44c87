"""What the doctor asks of the docket."""

import datetime as dt

from leyiban.kernel.docket.models import Recount
from leyiban.kernel.upkeep import Finding, health_check, ok, warn

_PATIENCE = dt.timedelta(hours=6)  # a million open matters are counted again within one


@health_check("docket.recounts")
def recounts(*, now: dt.datetime) -> Finding:
    """Every changed calendar has reached the open matters, and how far one that runs has come."""
    running = list(Recount.objects.filter(done_at__isnull=True).order_by("pk"))
    if not running:
        return ok("No recount of deadlines is under way.")
    said = "; ".join(f"{each}: {each.looked_at} matters looked at, {each.moved} moved" for each in running)
    if min(each.published_at for each in running) < now - _PATIENCE:
        return warn(f"Deadlines are still being counted again: {said}", "See that leyiban worker runs.")
    return ok(f"Deadlines are being counted again: {said}")

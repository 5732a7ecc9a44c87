"""Windows that are over are of no use to anybody."""

import datetime as dt

from leyiban.kernel.throttles.operations import forget_before
from leyiban.kernel.upkeep import daily

_KEPT = dt.timedelta(days=1)  # longer than any window


@daily("throttles.forget")
def forget_old(*, now: dt.datetime) -> str:
    """Drop the windows of yesterday and before."""
    return f"{forget_before(moment=now - _KEPT)} windows dropped"

"""What the worker does for samples by the day."""

import datetime as dt

from leyiban.audits.operations import give_up_overdue
from leyiban.kernel.upkeep import daily


@daily("audits.overdue")
def overdue(*, now: dt.datetime) -> str:
    """A sample that nobody drew ends, and everybody can see that."""
    return f"{give_up_overdue(now=now)} samples given up"

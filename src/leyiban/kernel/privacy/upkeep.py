"""After a restore, what was erased is erased again before anybody is served."""

import datetime as dt

from leyiban.kernel.privacy.erasure import erase_again
from leyiban.kernel.upkeep import after_restore


@after_restore("privacy.erasures")
def erasures(*, now: dt.datetime) -> str:
    """Carry out the journal that lies outside the database."""
    return f"{erase_again(now=now)} erasures applied again"

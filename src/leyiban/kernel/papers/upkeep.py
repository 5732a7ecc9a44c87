"""Papers that nothing links to."""

import datetime as dt

from django.conf import settings

from leyiban.kernel.papers.operations import sweep_orphans
from leyiban.kernel.upkeep import daily


@daily("papers.orphans")
def sweep(*, now: dt.datetime) -> str:
    """Remove what has lain unlinked for ``settings.PAPERS_ORPHAN_DAYS``."""
    swept = sweep_orphans(older_than=dt.timedelta(days=settings.PAPERS_ORPHAN_DAYS), now=now)
    return f"{swept.papers} papers and {swept.files} stray files removed, {swept.bytes} bytes"

"""What ``leyiban doctor`` asks about documents."""

import datetime as dt
from typing import Final

from leyiban.kernel.documents.queries import documents_waiting_for_a_person, overdue_documents
from leyiban.kernel.upkeep import Finding, fail, health_check, ok

_PATIENCE: Final = dt.timedelta(minutes=5)


@health_check("documents.made")
def documents_are_made(*, now: dt.datetime) -> Finding:
    stuck = documents_waiting_for_a_person()
    if first := stuck.first():
        return fail(
            f"{stuck.count()} documents could not be made, first {first.number} ({first.error}).",
            "Mend the cause, then try them again from the workbench.",
        )
    late = overdue_documents(patience=_PATIENCE, now=now).count()
    if late:
        return fail(f"{late} documents wait to be made.", "See that a worker runs (leyiban worker).")
    return ok("every document that was asked for is made")

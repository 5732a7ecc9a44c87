"""A licence that is in force is the result of the case it came from, which is ready to be handed over."""

import datetime as dt

from leyiban.cases.models import Case
from leyiban.cases.operations import record_licence
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry


@reaction("licence.issued/1", follower="joins.issued_licence_readies_its_case")
def ready_case(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The licence is in force, so the case's result can be handed over."""
    case = Case.objects.get(number=entry.facts.case)
    record_licence(
        case_id=case.pk,
        licence=entry.subject_key,
        digest=entry.facts.digest,
        actor=system_actor(),
        now=now,
    )

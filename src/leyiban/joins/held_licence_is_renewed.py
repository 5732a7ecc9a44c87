"""Cases find the licences that they renew or change, and a licence knows of the renewal that is open (R13)."""

import datetime as dt
from collections.abc import Sequence

from leyiban.cases.earlier_licences import HeldLicence, fill_licence_shelf
from leyiban.cases.models import Case
from leyiban.cases.operations import lapse_renewals
from leyiban.cases.states import Decision
from leyiban.credentials.operations import close_renewal, open_renewal
from leyiban.credentials.queries import held_licences
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry


class _Shelf:
    def held(self, *, holder_id: int, type_code: str, on: dt.date, lock: bool) -> Sequence[HeldLicence]:
        return tuple(
            HeldLicence(
                identifier=licence.identifier,
                type_code=licence.type_code,
                name=licence.name,
                number=licence.number,
                holder_id=licence.holder_id,
                issuer_id=licence.issuer_id,
                case_number=licence.case_number,
                valid_until=licence.valid_until,
            )
            for licence in held_licences(holder_id=holder_id, type_code=type_code, on=on, lock=lock)
        )


fill_licence_shelf(_Shelf())


@reaction(
    "case.submitted/1",
    "case.refused/1",
    "case.withdrawn/1",
    "case.terminated/1",
    "case.decided/1",
    "case.renewal_lapsed/1",
    follower="joins.renewal_shows_on_its_licence",
)
def mark_licence(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Open from the submission in time until it is decided against or silence grants it no more. A grant ends it
    with the new licence."""
    case = Case.objects.only("number", "earlier_licence", "deemed_at", "decision").get(
        number=entry.subject_key
    )
    if not case.earlier_licence:
        return
    told = {"identifier": case.earlier_licence, "case_number": case.number}
    if entry.kind != "case.submitted/1":
        if case.decision != Decision.GRANT:
            close_renewal(**told, actor=system_actor(), now=now)
    elif case.deemed_at is not None:
        open_renewal(**told, actor=system_actor(), now=now)


@reaction("licence.changed/1", follower="joins.changed_licence_is_not_renewed_by_silence")
def lapse(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """What an office suspended, revoked or cancelled is renewed by a decision or not at all."""
    if entry.facts.status != LicenceStatus.VALID:
        lapse_renewals(licence=entry.subject_key, actor=system_actor(), now=now)

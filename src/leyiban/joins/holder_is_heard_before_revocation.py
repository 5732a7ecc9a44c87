"""Whose licence an office means to revoke is heard first, and when he was, or let it pass, the licence may be revoked."""

import datetime as dt

from leyiban.cases.models import Case, Hearing
from leyiban.cases.operations import tell_before_revocation
from leyiban.cases.states import HearingGround, HearingState
from leyiban.credentials.models import Licence
from leyiban.credentials.revoking import drop_revocation, record_heard, standing_intent
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry

_OVER = (
    "hearing.closed/1",
    "hearing.lapsed/1",
    "hearing.right_waived/1",
    "hearing.request_withdrawn/1",
    "hearing.dropped/1",
)
_HEARD = frozenset({HearingState.CLOSED, HearingState.LAPSED, HearingState.WAIVED})


@reaction("licence.revocation_announced/1", follower="joins.announced_revocation_is_told")
def tell_holder(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the case the licence came from, with the facts that were announced."""
    licence = Licence.objects.get(identifier=entry.subject_key)
    intent = standing_intent(licence)
    if intent is None or not Case.objects.filter(number=licence.case_number).exists():
        return
    tell_before_revocation(
        case_number=licence.case_number,
        licence=licence.identifier,
        facts=intent.reasons.reveal(),
        actor=system_actor(),
        now=now,
    )


@reaction(*_OVER, follower="joins.heard_holder_may_lose_licence")
def allow_revocation(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Or take the intention off the licence, where the office gave it up."""
    hearing = Hearing.objects.get(number=entry.subject_key)
    if hearing.ground != HearingGround.REVOCATION:
        return
    over = {"identifier": hearing.licence, "hearing": hearing.number}
    if hearing.state in _HEARD:
        record_heard(**over, actor=system_actor(), now=now)
    elif hearing.state == HearingState.DROPPED:
        drop_revocation(**over, actor=system_actor(), now=now)

"""Who says that his office asked him to withdraw is heard by a leader who is not of that office."""

import datetime as dt
from dataclasses import replace

from leyiban.cases.models import WithdrawalVoice
from leyiban.cases.states import WithdrawalReason
from leyiban.joins.supervision_follows_cases import about_case
from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.people.queries import agencies_above
from leyiban.supervision.operations import open_card
from leyiban.supervision.states import CardKind


@reaction("withdrawal_voice.given/1", follower="joins.talked_out_is_looked_at")
def open_outside(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The card belongs to the agency above, so that nobody of the office finds it. An office that nobody is above has
    nobody else who could look: what was said then counts in the open figures alone."""
    if entry.facts.reason != WithdrawalReason.OFFICE_ASKED:
        return
    voice = WithdrawalVoice.objects.select_related("case").get(key=entry.subject_key)
    about = about_case(voice.case.number)
    assert about is not None  # the question is about it
    above = agencies_above(about.agency)[1:]
    if above:
        open_card(
            about=replace(about, agency=above[0], post_id=None),
            reason=CardKind.TALKED_OUT,
            occasion="withdrawal",
            actor=system_actor(),
            now=now,
        )

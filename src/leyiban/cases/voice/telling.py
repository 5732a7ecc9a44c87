"""The question after a withdrawal, as a message that no clerk has anything to do with."""

import datetime as dt

from leyiban.cases.models import WithdrawalVoice
from leyiban.cases.operations import ask_why_withdrawn
from leyiban.cases.telling import listeners
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.messages import standard
from leyiban.messages.operations import MatterRef, Recipient, notify
from leyiban.people.queries import phone_of


def ask_privately(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """Ask whoever took his application back; what lapsed by itself was nobody's wish."""
    if entry.facts.mode == "deemed":
        return
    voice = ask_why_withdrawn(case_number=entry.subject_key, now=now)
    if voice is None:
        return
    for party in listeners(voice.case, now=now):
        notify(
            template=standard.CASE_WHY_WITHDRAWN,
            to=Recipient(party_id=party.pk, phone=phone_of(party)),
            matter=MatterRef(
                kind=WithdrawalVoice.KIND, key=voice.pk, number=voice.key, region=voice.case.region
            ),
            facts={"matter": voice.case.title},
            cause=f"entry:{entry.entry_id}",
            now=now,
        )

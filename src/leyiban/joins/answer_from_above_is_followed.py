"""What the province answered and the line has verified becomes the task's next step, and with its decision the case goes on."""

import datetime as dt

from leyiban.cases.operations import ask_from_above, conclude_above, receive_above
from leyiban.catalogue.rulefile.plan import Conclusion
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.province.queries import words_of


@reaction("handover.answered/1", follower="joins.answer_from_above_is_followed")
def follow(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """In the order of the line; a licence changes nothing in the case, which shows it."""
    number, _, text = entry.subject_key.rpartition("/")
    round_number, facts = int(text), entry.facts
    match facts.what:
        case "receipt":
            receive_above(number=number, round_number=round_number, now=now)
        case "correction":
            ask_from_above(number=number, round_number=round_number, request=facts.answer, now=now)
        case "decision":
            conclude_above(
                number=number,
                round_number=round_number,
                conclusion=Conclusion.AGREE if facts.decision == "grant" else Conclusion.DISSENT,
                answer=facts.answer,
                text=words_of(number=number, round_number=round_number, sequence=facts.sequence) or "-",
                now=now,
            )

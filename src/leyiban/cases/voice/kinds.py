"""What the private question after a withdrawal writes on the ledger, under a key of its own."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("withdrawal_voice.given", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalVoiceGiven:
    """``reason`` is a code; ``region``, ``agency`` and ``item`` are where it counts. No case is named: only the table
    of questions, which no screen of an office reads, leads from the key to it."""

    reason: str
    region: str
    agency: str
    item: str

"""What of the case's own trail can prove that a slip was carried out."""

from typing import Final

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.kernel.ledger.queries import trail
from leyiban.supervision.models import Slip
from leyiban.web import formats
from leyiban.web.parts.fields import Choice
from leyiban.web.wording import speak

_MOVES: Final = {
    "case.accepted/1": "accept",
    "case.correction_notified/1": "notify_correction",
    "case.refused/1": "refuse",
    "case.opinion_given/1": "give_opinion",
    "case.site_check_completed/1": "sign_site_check",
    "case.decided/1": "decide",
    "case.delivered/1": "deliver",
    "case.terminated/1": "terminate",
    "case.withdrawn/1": "withdraw",
}


def proofs_of(slip: Slip) -> tuple[Choice, ...]:
    """What was done in the case since the slip was issued, the newest first."""
    if slip.about_kind != Case.KIND:
        return ()
    since = [entry for entry in trail(Case.KIND, slip.about_number) if entry.seq > slip.after_seq]
    return tuple(
        Choice(
            value=str(entry.seq),
            label=f"{speak(CASE_FLOW.move(_MOVES[entry.kind]).label)} {formats.date(entry.happened_at)}",
        )
        for entry in reversed(since)
        if entry.kind in _MOVES
    )

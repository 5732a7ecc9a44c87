"""Entries of the ledger about hand-overs: one per hop, numbered by the hand-over's version."""

import datetime as dt

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.province.models import Handover

HANDOVER = "handover"


def key_of(number: str, round_number: int) -> str:
    """How the ledger names a hand-over: the task's number and its round."""
    return f"{number}/{round_number}"


def enter(handover: Handover, facts: object, *, now: dt.datetime) -> None:
    """Save a hand-over that this transaction has locked (or made), with one entry."""
    handover.version += 1
    handover.save()
    append(
        facts=facts,
        subject=Subject(HANDOVER, key_of(handover.number, handover.round), handover.version),
        actor=system_actor(),
        happened_at=now,
        entered_at=now,
    )

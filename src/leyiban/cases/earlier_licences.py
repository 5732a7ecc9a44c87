"""The licences that a case may renew or change: asked for here, held by the domain of licences, joined above.

This module names what it needs and imports nothing of that domain.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLicence:
    """A licence that is valid today. ``case_number`` is the matter that granted it; ``valid_until`` its last day,
    None for a long-term one."""

    identifier: str
    type_code: str
    name: str
    number: str
    holder_id: int
    issuer_id: int
    case_number: str
    valid_until: dt.date | None


class LicenceShelf(Protocol):
    """Where licences are. Called inside the transaction of whoever asks."""

    def held(self, *, holder_id: int, type_code: str, on: dt.date, lock: bool) -> Sequence[HeldLicence]:
        """The holder's licences of this type that are valid on this day, the newest first.

        Args:
            lock: nobody else may renew, change or revoke them until the transaction ends.
        """
        ...


def _nothing_held(*, holder_id: int, type_code: str, on: dt.date, lock: bool) -> Sequence[HeldLicence]:
    return ()


class _EmptyShelf:
    held = staticmethod(_nothing_held)


_shelf: LicenceShelf = _EmptyShelf()


def fill_licence_shelf(shelf: LicenceShelf) -> None:
    """Called once, by the join of cases and licences."""
    global _shelf
    _shelf = shelf


def licence_shelf() -> LicenceShelf:
    return _shelf

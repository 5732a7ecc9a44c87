"""What joins write on the ledger by themselves."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("access.day_closed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDayClosed:
    """How often staff looked at personal data on a day, and a digest over every look in order."""

    looks: int
    digest: str

"""The ledger's own kind of entry, and the door to the registry for everyone else's ``kinds.py``."""

from dataclasses import dataclass

from leyiban.kernel.ledger.registry import Visibility, entry_kind

__all__ = ["EpochOpened", "Visibility", "entry_kind"]


@entry_kind("ledger.epoch_opened", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class EpochOpened:
    """The first entry of an epoch: binds the head that was published last and names what was lost.

    Entries at positions ``kept`` … ``published_size - 1`` of the old epoch are gone.
    """

    old_epoch: int
    published_size: int
    published_root: str
    kept: int
    reason_code: str

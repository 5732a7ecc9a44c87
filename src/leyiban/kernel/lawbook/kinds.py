"""What the ledger records of the lawbook."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("lawbook.published", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class LawbookPublished:
    """A book changed. ``digest`` is of its canonical text; the counts are of rules."""

    book: str
    digest: str
    rules: int
    added: int
    changed: int
    removed: int

"""What the ledger records about documents."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("document.made", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentMade:
    """A paper of law exists as a file. ``digest`` is of the final, sealed bytes (``sha256:<hex>``)."""

    template: str
    number: str
    digest: str
    matter_kind: str
    matter_key: str
    agency: str
    seal: str | None = None
    warrant: int | None = None

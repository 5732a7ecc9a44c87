"""What the ledger records about seals: every step of their life, and every use."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("seal.authority_created", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityCreated:
    """A city has its own certificate authority. ``certificate`` is the SHA-256 of its DER form."""

    city: str
    certificate: str


@entry_kind("seal.applied", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SealApplied:
    agency: str
    seal_kind: str


@entry_kind("seal.moved", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SealMoved:
    """A step of the life between ``made`` and the end, or approval. ``ground`` is a code, never free text;
    ``successor`` is the seal that came in the place of this one."""

    move: str
    state: str
    ground: str | None = None
    successor: str | None = None


@entry_kind("seal.made", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class SealMade:
    """Keys and certificate exist. ``certificate`` is the SHA-256 of its DER form, ``sm2_key`` of its point."""

    agency: str
    seal_kind: str
    certificate: str
    sm2_key: str


@entry_kind("seal.used", version=1, visibility=Visibility.OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SealUsed:
    """One document was sealed, on the ground of one ledger entry. ``digest`` is of the sealed file."""

    seal: str
    digest: str
    document: str
    template: str
    matter_kind: str
    matter_key: str
    warrant: int

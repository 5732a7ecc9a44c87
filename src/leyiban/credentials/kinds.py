"""What a licence writes on the ledger. Public: identifiers and digests of offices' papers, no holder."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("licence.issued", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceIssued:
    """``digest`` is of the sealed file; ``valid_until`` is absent for a long-term licence; ``case`` the
    number of the case whose decision allowed the seal."""

    type_code: str
    issuer: str
    case: str
    digest: str
    valid_from: str
    valid_until: str | None = None


@entry_kind("licence.replaced", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceReplaced:
    """A renewal or a change put the licence ``by`` in its place; ``case`` is the matter that did."""

    by: str
    case: str


@entry_kind("licence.renewal_opened", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRenewalOpened:
    """Its renewal was asked for in time: if nobody decides by the end of ``valid_until``, it is granted."""

    case: str
    valid_until: str


@entry_kind("licence.renewal_closed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceRenewalClosed:
    """Silence grants nothing any more: decided against, taken back, or not to be decided by its end."""

    case: str


@entry_kind("licence.changed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceChanged:
    """Suspended, restored, revoked or cancelled. ``reasons`` commits to the words of the decision."""

    change: str
    status: str
    reasons: str


@entry_kind("licence.revocation_announced", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationAnnounced:
    """The office means to revoke it; ``reasons`` commits to the facts, ``fraud``: 1 where it is said to be got by it."""

    reasons: str
    fraud: int


@entry_kind("licence.holder_heard", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HolderHeard:
    """The holder had his say in ``hearing``, or let it pass: it may be revoked now."""

    hearing: str


@entry_kind("licence.revocation_dropped", version=1, visibility=Visibility.PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationDropped:
    """The office gave up its intention in ``hearing``."""

    hearing: str

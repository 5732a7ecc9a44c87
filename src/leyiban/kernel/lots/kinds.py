"""What the ledger records of draws. All of it is public; people are pseudonyms."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("draw.opened", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class DrawOpened:
    """``rule`` is the digest of the rule; ``repeats`` the number of the abandoned draw it repeats."""

    purpose: str
    rule: str
    seats: int
    sources: tuple[str, ...]
    closes_at: str
    repeats: str | None = None


@entry_kind("draw.committed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCommitted:
    commitment: str
    rule: str
    entrants_root: str
    entrants: int
    seed_digest: str


@entry_kind("draw.contribution_sealed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionSealed:
    source: str
    sealed: str


@entry_kind("draw.contribution_opened", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionOpened:
    source: str
    value: str


@entry_kind("draw.revealed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRevealed:
    """``winners`` is the digest of the list of winning tokens in order."""

    seed: str
    winners: str
    won: int


@entry_kind("draw.abandoned", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class DrawAbandoned:
    """``failed`` names who did not do his part in time."""

    failed: tuple[str, ...]

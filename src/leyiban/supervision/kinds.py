"""What supervision writes on the ledger. Codes and commitments only: no name, no free text."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind

OFFICE = Visibility.OFFICE
PARTIES = Visibility.PARTIES


@entry_kind("supervision_card.opened", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class CardOpened:
    """``about`` is ``kind/number`` of the matter, ``occasion`` what of it set the card off; ``told`` are roles and
    ``ladder`` the codes of the posts that answer one after the other."""

    reason: str
    about: str
    occasion: str
    agency: str
    told: tuple[str, ...]
    ladder: tuple[str, ...]


@entry_kind("supervision_card.moved", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class CardMoved:
    """The office moved the matter by ``entry``: the time to look begins anew."""

    entry: str


@entry_kind("supervision_card.escalated", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class CardEscalated:
    """Nothing moved: one level up. ``level`` counts from 0, ``post`` is the code of who answers now."""

    level: int
    post: str


@entry_kind("supervision_card.closed", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class CardClosed:
    """``words`` commits to what whoever looked wrote; None where the matter itself went on."""

    end: str
    words: str | None = None


@entry_kind("supervision_card.light_changed", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class CardLightChanged:
    light: str
    since: str


@entry_kind("supervision_slip.issued", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class SlipIssued:
    """``asked`` commits to what is asked; ``days`` working days to answer. ``card`` is the card it comes from."""

    slip: str
    about: str
    agency: str
    asked: str
    days: int
    card: str | None = None


@entry_kind("supervision_slip.received", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SlipReceived:
    post: str


@entry_kind("supervision_slip.answered", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SlipAnswered:
    """``words`` commits to the answer; ``proof`` is ``kind#seq`` of the matter's own entry, where one is the proof."""

    words: str
    proof: str | None = None


@entry_kind("supervision_slip.returned", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SlipReturned:
    """The answer was not enough: ``words`` commits to why; ``days`` working days to answer again."""

    words: str
    days: int


@entry_kind("supervision_slip.accepted", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class SlipAccepted:
    rounds: int


@entry_kind("supervision_slip.withdrawn", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class SlipWithdrawn:
    """``words`` commits to why."""

    words: str


@entry_kind("supervision_slip.light_changed", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLightChanged:
    light: str
    since: str


@entry_kind("supervision_report.drawn", version=1, visibility=OFFICE)
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDrawn:
    """``content`` is the SHA-256 of what the report of ``day`` says, ``position`` the ledger's end when it was drawn."""

    day: str
    region: str
    content: str
    position: int

"""What a bar writes on the ledger (R14). Codes and commitments: no name, no words."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind

PARTIES = Visibility.PARTIES


@entry_kind("application_bar.imposed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class BarImposed:
    """``case`` is the number of the application it comes from; ``licence`` the one that was revoked."""

    case: str
    catalog_code: str
    ground: str
    until: str
    rule: str
    reasons: str
    licence: str | None = None


@entry_kind("application_bar.objected", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class BarObjected:
    """``words`` commits to what the party wrote."""

    words: str


@entry_kind("application_bar.answered", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class BarAnswered:
    """``outcome`` is kept or lifted; ``answer`` commits to the words."""

    outcome: str
    answer: str


@entry_kind("application_bar.lifted", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class BarLifted:
    """The office took it back of its own motion; ``reasons`` commits to the words."""

    reasons: str


@entry_kind("application_bar.ended", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class BarEnded:
    """Its last day is over."""

    until: str


@entry_kind("application_bar.light_changed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class BarLightChanged:
    light: str
    since: str

"""What a request for the green channel writes on the ledger (F4.1). Codes, counts and commitments: no name, no words."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind

PARTIES = Visibility.PARTIES


@entry_kind("green_grant.asked", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenAsked:
    """F4.1: somebody asks for the green channel. ``statement`` commits to his words, ``proof`` is its kind and
    ``paper`` the digest of the file; ``day`` the last day on which the class holds."""

    case: str
    item: str
    green_class: str
    proof: str
    paper: str
    statement: str
    day: str | None = None


@entry_kind("green_grant.granted", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenGranted:
    """``post`` granted it until the end of the day ``until``; ``reasons`` commits to the words. ``passed`` is how
    many ordinary cases it was put before at once, within ``may_pass`` for each of them."""

    item: str
    agency: str
    region: str
    green_class: str
    post: str
    until: str
    reasons: str
    passed: int
    may_pass: int


@entry_kind("green_grant.refused", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenRefused:
    reasons: str


@entry_kind("green_grant.begun", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenBegun:
    """The case was taken up: the shortened limit runs from this day."""

    amount: int
    unit: str


@entry_kind("green_grant.withdrawn", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenWithdrawn:
    """The case goes back to its ordinary place and limits. ``credit_event`` is 1 for misuse; ``passed`` is how many
    ordinary cases it had been put before by then."""

    ground: str
    reasons: str
    passed: int
    credit_event: int


@entry_kind("green_grant.ended", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenEnded:
    """By itself: ``expired`` (its last day is over), ``lapsed`` (nobody answered while the class held) or ``done``
    (the case was decided or ended). ``passed`` as above."""

    how: str
    passed: int


@entry_kind("green_grant.light_changed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenLightChanged:
    light: str
    clock: str
    since: str

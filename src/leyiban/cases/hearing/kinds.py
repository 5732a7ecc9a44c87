"""What a hearing writes on the ledger (R12). Codes, counts and salted commitments: no name, no words."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind

PARTIES = Visibility.PARTIES


@entry_kind("hearing.told", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingTold:
    """The right to be heard was told. ``words`` commits to what is intended and on what facts; ``hearable``: 1 where
    a hearing may be asked for, 0 where only views are stated; ``interested`` counts those beside the applicant."""

    case: str
    ground: str
    words: str
    hearable: int
    interested: int
    licence: str | None = None


@entry_kind("hearing.view_stated", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingViewStated:
    """``participant`` and ``view`` count within the hearing; ``words`` commits to what was said."""

    participant: int
    view: int
    words: str


@entry_kind("hearing.asked", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingAsked:
    participant: int


@entry_kind("hearing.request_withdrawn", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRequestWithdrawn:
    """``left`` counts those who still ask for it."""

    participant: int
    left: int


@entry_kind("hearing.right_waived", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRightWaived:
    """``left`` counts those who have not waived."""

    participant: int
    left: int


@entry_kind("hearing.lapsed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingLapsed:
    """The time is over and nobody asked; ``views`` counts what was said all the same."""

    views: int


@entry_kind("hearing.scheduled", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingScheduled:
    """When it will be held and who chairs it (a pseudonym); ``open_doors``: 1 where everybody may come."""

    at: str
    chair: str
    open_doors: int


@entry_kind("hearing.postponed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingPostponed:
    """``reason`` commits to the words."""

    before: str
    at: str
    reason: str


@entry_kind("hearing.chair_challenged", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingChairChallenged:
    participant: int
    chair: str
    words: str


@entry_kind("hearing.challenge_answered", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingChallengeAnswered:
    """``outcome`` is kept or replaced; ``chair`` is who chairs now."""

    outcome: str
    chair: str
    words: str


@entry_kind("hearing.held", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingHeld:
    """``record`` commits to the record; ``present`` and ``absent`` are participants by number."""

    record: str
    present: tuple[int, ...]
    absent: tuple[int, ...]


@entry_kind("hearing.record_signed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRecordSigned:
    """``how``: by account, on paper (``evidence`` is the digest of its scan), or refused (it commits to the note)."""

    participant: int
    how: str
    missing: int
    evidence: str | None = None


@entry_kind("hearing.closed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingClosed:
    """Every view has its answer; ``answers`` commits to all of them and to what was made of the record."""

    views: int
    answers: str
    held: int


@entry_kind("hearing.dropped", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingDropped:
    """It ends before its end; ``reasons`` commits to the words where the office gave any."""

    ground: str
    reasons: str | None = None


@entry_kind("hearing.light_changed", version=1, visibility=PARTIES)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingLightChanged:
    light: str
    since: str

"""What publicity writes on the ledger. All of it is public: a row was public from its first day."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("publication.opened", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationOpened:
    """A licence was granted; from the decision on the limit for its publication runs (R18)."""

    item: str
    agency: str
    decided_on: str


@entry_kind("publication.published", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationPublished:
    """``row`` is the digest of the published row."""

    row: str


@entry_kind("publication.corrected", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationCorrected:
    """Another row took the place of ``before``; which columns differ, and why."""

    before: str
    row: str
    columns: tuple[str, ...]
    cause: str


@entry_kind("publication.light_changed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationLightChanged:
    light: str
    since: str


@entry_kind("publicity_objection.filed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionFiled:
    """``words`` commits to what the objector wrote; ``concerned``: 1 when he acts for the grantee."""

    grant: str
    column: str
    words: str
    concerned: int


@entry_kind("publicity_objection.decided", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDecided:
    """``outcome`` is upheld or dismissed; ``reasons`` commits to the words of the answer."""

    outcome: str
    reasons: str


@entry_kind("publicity_objection.light_changed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionLightChanged:
    light: str
    since: str

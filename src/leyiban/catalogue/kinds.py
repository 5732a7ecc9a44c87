"""What the ledger records of the catalogue. All of it is public."""

from dataclasses import dataclass

from leyiban.kernel.ledger.kinds import Visibility, entry_kind


@entry_kind("item.published", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPublished:
    """A version of an item's rule file came into the catalogue. ``effective_from`` is a day (ISO)."""

    code: str
    number: int
    digest: str
    effective_from: str


@entry_kind("item.state_changed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemStateChanged:
    """An item was suspended, taken into use again, or cancelled. ``reason`` is a code of the city's."""

    code: str
    number: int
    state: str
    reason: str


@entry_kind("city.loaded", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class CityLoaded:
    """A pack was loaded and changed something; ``digest`` is over all its files."""

    key: str
    digest: str


@entry_kind("items.listed", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsListed:
    """A list of bare items was brought in and changed something; ``digest`` is over its lines, ``since`` a day (ISO)."""

    key: str
    digest: str
    added: int
    ended: int
    since: str


@entry_kind("item.variant_tried", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class VariantTried:
    """A variant was run dry on real cases: ``digest`` is that of the rule file it makes of the version with the digest
    ``base``; of ``cases`` so many would have gone differently, so many could not have been filed."""

    code: str
    variant: str
    digest: str
    base: str
    cases: int
    differing: int
    stopped: int


@entry_kind("item.variant_published", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPublished:
    """The version ``number`` with this digest is a variant, through the day ``sunset`` (ISO), after which the version
    ``again`` holds as before. ``tried_at`` is the moment of the dry run on which it rests."""

    code: str
    variant: str
    number: int
    digest: str
    again: int
    sunset: str
    tried_at: str
    decided_by: str
    decision: str
    why: str


@entry_kind("green_class.set", version=1, visibility=Visibility.PUBLIC)
@dataclass(frozen=True, slots=True, kw_only=True)
class GreenClassSet:
    """A class of the green channel holds from now on as said here, or was ``removed`` (M4.1). For matters of like
    importance ``decided_by``, ``decision`` (its number) and ``why`` name the decision; the seven kinds have none."""

    key: str
    state: str
    valid_from: str
    limit_percent: int
    may_pass: int
    firm_percent: int
    valid_to: str | None = None
    decided_by: str | None = None
    decision: str | None = None
    why: str | None = None

"""The files of a pack as strict models. One file, one model; every part knows its line."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from leyiban.catalogue.models.outlet import OutletKind
from leyiban.catalogue.models.theme import Audience
from leyiban.catalogue.rulefile.events import EventQuestion
from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.parts import DivisionCode, Part, Phone, Slug
from leyiban.catalogue.vocabulary import Mark
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.actors import Role
from leyiban.seals.life import SealKind

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Entrance(Part):
    """Another door to online handling (M1.1, M1.9); without an address it is an app."""

    name: Bilingual
    url: str = Field(default="", pattern=r"^(https://[^\s]+)?$", max_length=300)
    about: Bilingual | None = None


class Hours(Part):
    """Office hours from a day on."""

    since: dt.date
    opens: Clock
    closes: Clock
    mark: Mark


class CityFile(Part):
    """``city.yaml``. ``late_counts_next_day``: what arrives after closing counts as the next working day's."""

    format: Literal["leyiban-city/1"]
    key: Slug
    region: DivisionCode
    name: Bilingual
    hosts: tuple[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=120)], ...] = Field(
        min_length=1
    )
    number_prefix: str = Field(pattern=r"^[A-Z]{2,4}$")
    sms_sign: str = Field(min_length=2, max_length=8)
    hotline: Phone
    area_code: str = Field(pattern=r"^0[0-9]{2,3}$")
    office_hours: tuple[Hours, ...] = Field(min_length=1)
    late_counts_next_day: bool
    entrances: tuple[Entrance, ...] = ()


class AgencyEntry(Part):
    """One agency. ``short_name`` begins its document numbers (乐市监)."""

    key: Slug
    uscc: str = Field(pattern=r"^[0-9A-Z]{18}$")
    name: Bilingual
    short_name: str = Field(min_length=1, max_length=12)
    region: DivisionCode
    superior: Slug | None = None
    address: str = Field(min_length=2, max_length=120)
    consult_phones: tuple[Phone, ...] = Field(min_length=1)
    complaint_phones: tuple[Phone, ...] = Field(min_length=1)
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class AgenciesFile(Part):
    """``agencies.yaml``."""

    format: Literal["leyiban-agencies/1"]
    agencies: tuple[AgencyEntry, ...] = Field(min_length=1)


class PostPattern(Part):
    """A post that every agency has."""

    role: Role
    name: Bilingual


class PostEntry(Part):
    """A post of one agency, for its own region unless another inside it is named."""

    key: Slug
    agency: Slug
    role: Role
    name: Bilingual
    region: DivisionCode | None = None


class PostsFile(Part):
    """``posts.yaml``: the usual posts of all agencies, then single ones."""

    format: Literal["leyiban-posts/1"]
    every_agency: tuple[PostPattern, ...] = ()
    posts: tuple[PostEntry, ...] = ()


class WindowEntry(Part):
    """``agency`` is left out for the comprehensive window."""

    number: str = Field(min_length=1, max_length=8)
    name: Bilingual
    agency: Slug | None = None


class OutletEntry(Part):
    key: Slug
    kind: OutletKind
    name: Bilingual
    region: DivisionCode
    address: Bilingual
    hours: Bilingual
    phone: Phone
    windows: tuple[WindowEntry, ...] = ()
    mark: Mark


class OutletsFile(Part):
    """``outlets.yaml``."""

    format: Literal["leyiban-outlets/1"]
    outlets: tuple[OutletEntry, ...] = Field(min_length=1)


class ThemeMember(Part):
    """``after``: items of the same event whose result this one needs. ``when`` (over the event's questions) says for
    whom it is; without it, for everybody."""

    item: Slug
    optional: bool = False
    when: Logic | None = None
    after: tuple[Slug, ...] = ()


class ThemeEntry(Part):
    key: Slug
    name: Bilingual
    hint: Bilingual | None = None
    audience: Audience
    icon: Slug
    words_for: tuple[Annotated[str, Field(min_length=1, max_length=20)], ...] = Field(min_length=1)
    questions: tuple[EventQuestion, ...] = Field(default=(), max_length=5)
    items: tuple[ThemeMember, ...] = Field(min_length=1)


class ThemesFile(Part):
    """``themes.yaml``: the life events of the home page, in order (``look.md`` 2: six to eight)."""

    format: Literal["leyiban-themes/1"]
    themes: tuple[ThemeEntry, ...] = Field(min_length=1, max_length=8)


class ElsewhereEntry(Part):
    """What people ask the city for and others do; ``advice`` says where to go instead."""

    key: Slug
    name: Bilingual
    advice: Bilingual
    phone: Phone | None = None
    words_for: tuple[Annotated[str, Field(min_length=2, max_length=20)], ...] = Field(min_length=1)


class ElsewhereFile(Part):
    """``elsewhere.yaml``: where to go with what the city does not do."""

    format: Literal["leyiban-elsewhere/1"]
    subjects: tuple[ElsewhereEntry, ...] = ()


class SealsFile(Part):
    """``seals.yaml``: which seals every agency that handles an item has, and further ones by agency."""

    format: Literal["leyiban-seals/1"]
    handling_agencies: tuple[SealKind, ...] = ()
    agencies: dict[Slug, tuple[SealKind, ...]] = Field(default_factory=dict)


class WordingFile(Part):
    """``wording.yaml``: the city's own texts by key (``portal.keeper``)."""

    format: Literal["leyiban-wording/1"]
    texts: dict[Annotated[str, Field(pattern=r"^[a-z]+(\.[a-z_]+)+$")], Bilingual] = Field(
        default_factory=dict
    )

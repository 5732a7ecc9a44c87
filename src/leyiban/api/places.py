"""Regions, life events and where to go."""

from typing import Annotated

from ninja import Query

from leyiban.api.catalogue import ItemLine, city_of, item_line, region_of
from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import Asked, Key, Limit, Page, PageAsked, RegionCode, Shape, Text
from leyiban.api.prechecks import PickedOptions, PrecheckQuestionShape, picked_in, question_shape
from leyiban.catalogue import queries
from leyiban.catalogue.models import Audience, OutletKind
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE
from leyiban.people.models import Region
from leyiban.people.models.region import Level
from leyiban.people.queries import regions_within

door = Door("places")


class RegionShape(Shape):
    """A division, or a functional zone (whose `division_code` is its host's)."""

    code: str
    name: Text
    level: Level
    parent: str | None
    division_code: str


class RegionsAsked(PageAsked):
    within: RegionCode | None = None
    level: Level | None = None
    limit: Limit = 100


class RegionsPage(Page):
    items: list[RegionShape]


class ThemeLine(Shape):
    key: str
    name: Text
    hint: str
    audience: Audience


class Themes(Shape):
    items: list[ThemeLine]


class ThemeAsked(Asked):
    """`answer` is `question:option`, once for each option picked; what fits no question is left out."""

    answer: PickedOptions = []  # noqa: RUF012 - the field's default, which pydantic copies


class ThemeMember(Shape):
    """`applies`: whether the answers call for the item; null while it depends on one that is missing."""

    item: ItemLine
    optional: bool
    applies: bool | None
    because: list[str]


class ThemeShape(ThemeLine):
    """A life event with its items, in the order in which they are done. `left`: questions without an answer."""

    members: list[ThemeMember]
    questions: list[PrecheckQuestionShape]
    left: list[str]


class OutletShape(Shape):
    key: str
    kind: OutletKind
    name: Text
    region: str
    address: Text
    hours: Text
    phone: str


class Outlets(Shape):
    items: list[OutletShape]


@door.reads("/regions", right=ANYONE, answers=RegionsPage)
def list_regions(call: Call, asked: Query[RegionsAsked]) -> RegionsPage:
    """The city's regions in the order of their codes; `within` keeps one and all below it."""
    rows = regions_within(city_of(call).region if asked.within is None else region_of(asked.within))
    if asked.level is not None:
        rows = rows.filter(level=asked.level)
    if place := place_of(asked.after, RegionCode):
        rows = rows.filter(code__gt=place)
    shown, last = cut(list(rows.select_related("parent")[: asked.limit + 1]), limit=asked.limit)
    return RegionsPage(
        items=[_region_shape(region, call) for region in shown],
        next=next_page(call.request, last and last.code),
    )


@door.reads("/regions/{code}", right=ANYONE, answers=RegionShape)
def read_region(call: Call, code: RegionCode) -> RegionShape:
    """One region."""
    return _region_shape(region_of(code), call)


@door.reads("/themes", right=ANYONE, answers=Themes)
def list_themes(call: Call) -> Themes:
    """The life events (开店、生孩子、退休 …), in the city's order."""
    themes = queries.themes(city=city_of(call))
    return Themes(
        items=[
            ThemeLine(
                key=theme.key,
                name=_text(call, theme.words),
                hint=theme.hint,
                audience=Audience(theme.audience),
            )
            for theme in themes
        ]
    )


@door.reads("/themes/{key}", right=ANYONE, answers=ThemeShape)
def read_theme(call: Call, key: Key, asked: Query[ThemeAsked]) -> ThemeShape:
    """A life event with its items as they are offered today, and by the answers to its questions those that apply."""
    page = queries.theme_page(
        city=city_of(call), key=key, on=city_date(call.now), picked=picked_in(asked.answer)
    )
    given = page.found.given
    return ThemeShape(
        key=page.theme.key,
        name=_text(call, page.theme.words),
        hint=page.theme.hint,
        audience=Audience(page.theme.audience),
        members=[
            ThemeMember(
                item=item_line(version, call),
                optional=version.item.code in page.optional,
                applies=page.found.items[version.item.code].verdict,
                because=list(page.found.items[version.item.code].because),
            )
            for version in page.versions
        ],
        questions=[question_shape(question, given, call.lang) for question in given.asked],
        left=[question.key for question in given.left],
    )


@door.reads("/outlets", right=ANYONE, answers=Outlets)
def list_outlets(call: Call, region: Annotated[RegionCode | None, Query()] = None) -> Outlets:
    """Halls, centres and rooms where one can go; `region` keeps those in it or above it."""
    found = queries.outlets(city=city_of(call), region=region)
    return Outlets(
        items=[
            OutletShape(
                key=outlet.key,
                kind=OutletKind(outlet.kind),
                name=_text(call, outlet.words),
                region=outlet.region.code,
                address=_text(call, outlet.address_words),
                hours=_text(call, outlet.hours_words),
                phone=outlet.phone,
            )
            for outlet in found
        ]
    )


def _region_shape(region: Region, call: Call) -> RegionShape:
    return RegionShape(
        code=region.code,
        name=_text(call, Bilingual(zh=region.name, en=region.name_en or None)),
        level=Level(region.level),
        parent=None if region.parent is None else region.parent.code,
        division_code=region.division_code,
    )


def _text(call: Call, words: Bilingual) -> Text:
    return Text.model_validate(words.said(call.lang))

"""What a city offers: items, their guides, forms and schemas; life events; regions; where to go."""

from dataclasses import fields
from typing import Annotated, Any, Final

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query

from leyiban.api.frame.call import Call
from leyiban.api.frame.door import Door
from leyiban.api.frame.json_text import json_text
from leyiban.api.frame.paging import cut, next_page, place_of
from leyiban.api.frame.shapes import ItemCode, Page, PageAsked, RegionCode, Shape, Text
from leyiban.api.guides import ChecklistShape, GuideShape
from leyiban.catalogue import queries
from leyiban.catalogue.errors import CityUnknown
from leyiban.catalogue.models import City, Elsewhere, ItemVersion
from leyiban.catalogue.queries.searching import Found, search
from leyiban.catalogue.rulefile import checklist, json_schema
from leyiban.catalogue.vocabulary import ItemType, ProjectType, UseLevel
from leyiban.kernel.errors import NotFound
from leyiban.kernel.moments import city_date
from leyiban.kernel.rights import ANYONE, post
from leyiban.people.models import Region
from leyiban.people.queries import region_by_code

door = Door("items")

JSON_SCHEMA: Final = "application/schema+json"


class ItemLine(Shape):
    """An item as a list shows it."""

    code: str
    version: int
    name: Text
    summary: Text
    item_type: ItemType
    project_type: ProjectType
    use_level: UseLevel


class ItemsPage(Page):
    items: list[ItemLine]


class HitShape(Shape):
    """How an item was found: `said` is what was typed or meant, `stands_for` the city's word for it."""

    item: ItemLine
    found: Found
    said: str
    stands_for: str | None
    score: float


class BareShape(Shape):
    """A bare item: it stands on a list and has no guide yet. `ask` are telephones where more is known.

    `others` more lines are the same thing, handled elsewhere.
    """

    code: str
    name: str
    agency: str
    area: str
    ask: tuple[str, ...]
    others: int
    found: Found
    said: str
    stands_for: str | None
    score: float


class ElsewhereShape(Shape):
    """What others do: `advice` says where to go instead, `phone` whom to call."""

    key: str
    name: Text
    advice: Text
    phone: str | None


class SearchAnswer(Shape):
    """`theme` is the nearest life event when no item was found; `phone` can always be called.

    `elsewhere` is there when people surely ask for what the city does not do (train tickets).

    `listed` are bare items; `score` puts both lists into one order. A thing that many handle stands there once.
    """

    hits: list[HitShape]
    listed: list[BareShape]
    elsewhere: ElsewhereShape | None
    theme: str | None
    phone: str


class ItemsAsked(PageAsked):
    region: RegionCode | None = None
    item_type: ItemType | None = None
    use_level: UseLevel | None = None


@door.reads("/items", right=ANYONE, answers=ItemsPage)
def list_items(call: Call, asked: Query[ItemsAsked]) -> ItemsPage:
    """The city's list of items in use today, in the order of their names."""
    rows = queries.items(
        city=city_of(call),
        on=city_date(call.now),
        region=asked.region,
        item_type=asked.item_type,
        use_level=asked.use_level,
    )
    if place := place_of(asked.after, tuple[str, str]):
        rows = rows.filter(Q(name__gt=place[0]) | Q(name=place[0], item__code__gt=place[1]))
    shown, last = cut(list(rows[: asked.limit + 1]), limit=asked.limit)
    return ItemsPage(
        items=[item_line(version, call) for version in shown],
        next=next_page(call.request, last and [last.name, last.item.code]),
    )


@door.reads("/search", right=ANYONE, answers=SearchAnswer)
def search_items(
    call: Call,
    words: Annotated[str, Query(min_length=1, max_length=80)],
    region: Annotated[RegionCode | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=20)] = 10,
) -> SearchAnswer:
    """Find items in plain words.

    Slips of the keyboard, pinyin, first letters, dialect and other words for a thing are understood; `found` says how.
    """
    city, on = city_of(call), city_date(call.now)
    answer = search(words, city=city, on=on, region=region, limit=limit)
    asks = queries.where_to_ask([hit.item for hit in answer.listed], city=city, on=on)
    return SearchAnswer(
        hits=[
            HitShape(
                item=item_line(hit.version, call),
                found=hit.why.found,
                said=hit.why.said,
                stands_for=hit.why.stands_for,
                score=hit.score,
            )
            for hit in answer.hits
        ],
        listed=[
            BareShape(
                code=hit.item.item_code,
                name=hit.item.name,
                agency=hit.item.department,
                area=hit.item.area_code,
                ask=asks[hit.item.pk].phones,
                others=hit.others,
                found=hit.why.found,
                said=hit.why.said,
                stands_for=hit.why.stands_for,
                score=hit.score,
            )
            for hit in answer.listed
        ],
        elsewhere=_elsewhere(answer.elsewhere, call) if answer.elsewhere else None,
        theme=None if answer.theme is None else answer.theme.key,
        phone=answer.phone,
    )


@door.reads("/items/{code}", right=ANYONE, answers=GuideShape, tagged=True)
def item_guide(
    call: Call, code: ItemCode, region: Annotated[RegionCode | None, Query()] = None
) -> GuideShape:
    """The guide of an item as it holds today, for a reader in `region`."""
    version = _version(call, code)
    today = city_date(call.now)
    call.tag(version.number, today.isoformat(), version.digest[-12:])
    reader = city_of(call).region if region is None else region_of(region)
    guide = queries.guide_of(version, call.lang, region=reader.code, on=today)
    laws = [{**law.model_dump(), "law": law.law.said(call.lang).text} for law in guide.laws]
    return GuideShape.model_validate(
        {
            **{field.name: getattr(guide, field.name) for field in fields(guide)},
            "version": version.number,
            "laws": laws,
            "body": guide.body if region else None,
        }
    )


@door.reads(
    "/items/{code}/schema",
    right=ANYONE,
    answers=dict[str, Any],
    tagged=True,
    media=JSON_SCHEMA,
)
def item_schema(call: Call, code: ItemCode) -> HttpResponse:
    """The answers that an application for this item holds, as JSON Schema (2020-12)."""
    version = _version(call, code)
    call.tag(version.number, version.digest[-12:])
    return HttpResponse(json_text(json_schema(version.rulefile, lang=call.lang)), content_type=JSON_SCHEMA)


@door.reads("/items/{code}/checklist", right=post(), answers=ChecklistShape, tagged=True)
def item_checklist(call: Call, code: ItemCode) -> ChecklistShape:
    """What a clerk looks at, for an application that no situation adds papers to.

    For a case and its answers: `GET /cases/{number}/checklist`.
    """
    version = _version(call, code)
    call.tag(version.number, version.digest[-12:])
    today = city_date(call.now)
    return ChecklistShape.model_validate(checklist(version.rulefile, call.lang, values={}, today=today))


def _elsewhere(subject: Elsewhere, call: Call) -> ElsewhereShape:
    return ElsewhereShape(
        key=subject.key,
        name=Text.model_validate(subject.words.said(call.lang)),
        advice=Text.model_validate(subject.advice_words.said(call.lang)),
        phone=subject.phone or None,
    )


def item_line(version: ItemVersion, call: Call) -> ItemLine:
    return ItemLine(
        code=version.item.code,
        version=version.number,
        name=Text.model_validate(version.words.said(call.lang)),
        summary=Text.model_validate(version.summary_words.said(call.lang)),
        item_type=ItemType.of(version.item_type),
        project_type=ProjectType.of(version.project_type),
        use_level=UseLevel.of(version.use_level),
    )


def city_of(call: Call) -> City:
    """The city that answers under the host that was called.

    Raises:
        CityUnknown.
    """
    city = queries.city_of_host(call.request.get_host())
    if city is None:
        raise CityUnknown
    return city


def region_of(code: str) -> Region:
    """The region with this code.

    Raises:
        NotFound: none that is loaded.
    """
    region = region_by_code(code)
    if region is None:
        raise NotFound
    return region


def _version(call: Call, code: str) -> ItemVersion:
    return queries.item_version(code=code, city=city_of(call), on=city_date(call.now))

"""A daily report's content in words: the same tables for the page and for the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from leyiban.cases.figures.daily import STOCK, DayFigure
from leyiban.catalogue.models import HandlingItem
from leyiban.kernel.errors import Text
from leyiban.people.models import Account, Agency, Post, Region
from leyiban.supervision.states import CardKind, SlipKind

COLUMNS: Final = (
    DayFigure.RECEIVED,
    DayFigure.ACCEPTED,
    DayFigure.DECIDED,
    DayFigure.OPEN,
    DayFigure.AMBER,
    DayFigure.RED,
    DayFigure.BLACK,
    DayFigure.PAUSED,
)
"""The eight numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """``four_weeks`` is the sum over four weeks: its quarter is the average; ``is_stock``: as it stood in the evening."""

    figure: DayFigure
    on: int
    before: int
    four_weeks: int

    @property
    def is_stock(self) -> bool:
        return self.figure in STOCK

    @property
    def average(self) -> str:
        whole, rest = divmod(self.four_weeks, 4)
        return f"{whole}{('', '.25', '.5', '.75')[rest]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One office, county or item with its eight numbers; ``key`` is its code."""

    key: str
    name: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    number: str
    title: str
    is_red: bool
    office: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    counted: str
    before: str
    numbers: tuple[Number, ...]
    offices: tuple[Group, ...]
    counties: tuple[Group, ...]
    by_item: tuple[Group, ...]
    turning: tuple[Turning, ...]
    cards: tuple[tuple[Text, int], ...]
    slips: tuple[tuple[Text, int], ...]


def read(content: Mapping[str, Any]) -> Report:
    """Names are those of today. Five queries."""
    by_figure = {each["figure"]: each for each in content["numbers"]}
    agencies = dict(Agency.objects.values_list("uscc", "name"))
    return Report(
        counted=content["counted"],
        before=content["before"],
        numbers=tuple(
            Number(
                figure=figure,
                on=by_figure[figure]["on"],
                before=by_figure[figure]["before"],
                four_weeks=by_figure[figure]["four_weeks"],
            )
            for figure in COLUMNS
        ),
        offices=_groups(content["offices"], agencies),
        counties=_groups(content["counties"], dict(Region.objects.values_list("code", "name"))),
        by_item=_groups(content["items"], _items(content["items"])),
        turning=_turning(content["turning"], agencies),
        cards=tuple((CardKind(each["key"]).label, each["open"]) for each in content["cards"]),
        slips=tuple((SlipKind(each["key"]).label, each["open"]) for each in content["slips"]),
    )


def _items(rows: list[Mapping[str, Any]]) -> dict[str, str]:
    codes = [row["key"] for row in rows]
    found = HandlingItem.objects.filter(code__in=codes).prefetch_related("versions")
    return {item.code: _name(item) for item in found}


def _name(item: HandlingItem) -> str:
    versions = sorted(item.versions.all(), key=lambda version: version.pk)
    return versions[-1].rulefile.short_name.zh if versions else item.code


def _groups(rows: list[Mapping[str, Any]], names: Mapping[str, str]) -> tuple[Group, ...]:
    """Those with the most that is late in front, then the most that is open."""

    def urgency(row: Mapping[str, Any]) -> tuple[int, ...]:
        return -row["black"], -row["red"], -row["amber"], -row["open"]

    return tuple(
        Group(
            key=row["key"],
            name=names.get(row["key"], row["key"]),
            numbers=tuple(row[figure] for figure in COLUMNS),
        )
        for row in sorted(rows, key=urgency)
    )


def _turning(rows: list[Mapping[str, Any]], agencies: Mapping[str, str]) -> tuple[Turning, ...]:
    people = dict(
        Account.objects.filter(pk__in=[row["holder"] for row in rows]).values_list("pk", "display_name")
    )
    posts = dict(Post.objects.filter(pk__in=[row["post"] for row in rows]).values_list("pk", "name"))
    return tuple(
        Turning(
            number=row["number"],
            title=row["title"],
            is_red=row["light"] == "red",
            office=agencies.get(row["agency"], ""),
            who=people.get(row["holder"]) or posts.get(row["post"], ""),
        )
        for row in rows
    )

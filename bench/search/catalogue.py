"""A city of 20,000 items: the lines of a real list, as the city, its counties and townships would each print them.

The list of one county is used in place where it lies beside the checkout; without it the pack's own items are
multiplied, and the questions about others are left out.
"""

import csv
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from leyiban.catalogue.models import City, ItemVersion
from leyiban.catalogue.models.listed import COLUMNS
from leyiban.catalogue.operations.listing import Cells, import_list
from leyiban.kernel.actors import system_actor
from leyiban.kernel.moments import city_date, now
from leyiban.people.models import Region

ITEMS = 20_000
_AREA, _CODE, _NAME = (list(COLUMNS).index(column) for column in ("areaCode", "itemCode", "name"))


@dataclass(frozen=True, slots=True)
class Area:
    """Whoever prints the list once more: a division with its name and code of 12 digits."""

    name: str
    code: str


class Catalogue:
    """The lines to load. A base item is one name, whoever handles it; an item of the pack is one of its own."""

    def __init__(self, city: City, file: Path) -> None:
        self.city = city
        self.real = file.is_file()
        self.originals = tuple(_real_lines(file) if self.real else _pack_lines(city))

    @cached_property
    def lines(self) -> Sequence[Cells]:
        """``ITEMS`` lines: every original, printed by one area after the other."""
        areas = itertools.cycle(_areas(self.city))
        printed = (_printed(line, area) for area in areas for line in self.originals)
        return tuple(itertools.islice(printed, ITEMS))

    @cached_property
    def base_of(self) -> Mapping[str, str]:
        """Base item by code: those of the pack by their own, lines by the code that the list prints."""
        return {line[_CODE]: line[_NAME] for line in self.originals} | {
            code: pack_base(code) for code in self.pack_codes
        }

    @cached_property
    def pack_codes(self) -> Sequence[str]:
        return tuple(
            ItemVersion.objects.of_city(self.city)
            .order_by("item__code")
            .values_list("item__code", flat=True)
            .distinct()
        )

    def load(self) -> None:
        """Bring the lines in by the operation that a city uses."""
        import_list(
            city=self.city,
            lines=self.lines,
            since=city_date(now()),
            whole=True,
            actor=system_actor(),
            now=now(),
        )


def pack_base(code: str) -> str:
    """The base item that an item of the pack is."""
    return f"item:{code}"


def _real_lines(file: Path) -> Iterator[Cells]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield tuple(row[column] for column in COLUMNS)


def _pack_lines(city: City) -> Iterator[Cells]:
    names = ItemVersion.objects.of_city(city).order_by("item__code").values_list("item__code", "name")
    for code, name in names:
        yield ("区行政审批局", "未分类", name, "511102000000", f"{code}-511102000000", "1", "0")


def _areas(city: City) -> Sequence[Area]:
    """City, counties, townships."""
    regions = Region.objects.filter(code__startswith=city.region.code[:4]).order_by("level", "code")
    return tuple(Area(region.name, region.code.ljust(12, "0")) for region in regions if len(region.code) <= 9)


def _printed(line: Cells, area: Area) -> Cells:
    """``line`` as this area prints it: its own division in the columns and in the code."""
    cells = list(line)
    cells[0] = area.name + line[0].removeprefix("区")
    cells[_CODE] = line[_CODE].replace(line[_AREA], area.code)
    cells[_AREA] = area.code
    return tuple(cells)

"""Read a city's folder: every file into its model, every complaint with its line."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from leyiban.catalogue.greenfile import GreenFile
from leyiban.catalogue.modelling import build
from leyiban.catalogue.problems import Problem, choose_from, say
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.rulefile.reading import Reading, read_rulefile
from leyiban.catalogue.rulefile.variants import VariantFile
from leyiban.catalogue.source import Source, Unreadable, read_yaml
from leyiban.packs.calendars import Calendar, read_calendar
from leyiban.packs.files import (
    AgenciesFile,
    CityFile,
    ElsewhereFile,
    OutletsFile,
    PostsFile,
    SealsFile,
    ThemesFile,
    WordingFile,
)
from leyiban.packs.regions import Regions, read_regions
from leyiban.packs.rules import Rules, read_rules
from leyiban.packs.words import Synonyms, read_synonyms

Model = TypeVar("Model", bound=BaseModel)
Read = TypeVar("Read")

CITY, AGENCIES, POSTS, OUTLETS = "city.yaml", "agencies.yaml", "posts.yaml", "outlets.yaml"
THEMES, ELSEWHERE, SEALS, WORDING = "themes.yaml", "elsewhere.yaml", "seals.yaml", "wording.yaml"
REGIONS, RULES, CALENDAR, SYNONYMS = "regions.csv", "rules.csv", "calendar.csv", "synonyms.txt"
ITEMS = "items"
VARIANTS = "variants"  # of items, by decisions with an end
GREEN = "green.yaml"  # not every city has a green channel

FILES = (
    CITY,
    AGENCIES,
    POSTS,
    OUTLETS,
    THEMES,
    ELSEWHERE,
    SEALS,
    WORDING,
    REGIONS,
    RULES,
    CALENDAR,
    SYNONYMS,
)
DEMO = "demo.yaml"  # invented people for a demonstration; no part of the city
JOURNEY = "journey.yaml"  # the story that a demonstration tells
_KNOWN = frozenset({*FILES, ITEMS, VARIANTS, GREEN, DEMO, JOURNEY, "README.md"})


@dataclass(frozen=True, slots=True)
class Filed(Generic[Model]):
    """A file of the pack: what it says and where it says it."""

    model: Model
    source: Source


@dataclass(frozen=True, slots=True)
class ItemFile:
    reading: Reading
    rulefile: RuleFile
    source: Source


@dataclass(frozen=True, slots=True)
class Pack:
    """A city's folder whose files are each of the right shape. ``digest`` is over all of them."""

    directory: Path
    digest: str
    city: Filed[CityFile]
    agencies: Filed[AgenciesFile]
    posts: Filed[PostsFile]
    outlets: Filed[OutletsFile]
    themes: Filed[ThemesFile]
    elsewhere: Filed[ElsewhereFile]
    seals: Filed[SealsFile]
    wording: Filed[WordingFile]
    regions: Regions
    rules: Rules
    calendar: Calendar
    synonyms: Synonyms
    items: tuple[ItemFile, ...]
    green: Filed[GreenFile] | None = None
    variants: tuple[Filed[VariantFile], ...] = ()


@dataclass(frozen=True, slots=True)
class PackReading:
    """``pack`` is None when a file is missing or not of the right shape; ``problems`` then says why."""

    pack: Pack | None
    problems: tuple[Problem, ...]


def read_pack(directory: Path) -> PackReading:
    """Read every file of ``directory``. Whether they agree with one another is for the checks to say."""
    desk = _Desk(directory)
    desk.look_around()
    city = desk.yaml(CITY, CityFile)
    region = city.model.region if city else ""
    parts = (
        city,
        desk.yaml(AGENCIES, AgenciesFile),
        desk.yaml(POSTS, PostsFile),
        desk.yaml(OUTLETS, OutletsFile),
        desk.yaml(THEMES, ThemesFile),
        desk.yaml(ELSEWHERE, ElsewhereFile),
        desk.yaml(SEALS, SealsFile),
        desk.yaml(WORDING, WordingFile),
        desk.text(REGIONS, lambda text: _keep(desk, read_regions(text, file=REGIONS))),
        desk.text(RULES, lambda text: _keep(desk, read_rules(text, file=RULES, region=region))),
        desk.text(CALENDAR, lambda text: _keep(desk, read_calendar(text, file=CALENDAR))),
        desk.text(SYNONYMS, lambda text: _keep(desk, read_synonyms(text, file=SYNONYMS))),
    )
    items = desk.items()
    green = desk.yaml(GREEN, GreenFile) if (directory / GREEN).exists() else None
    variants = desk.variants()
    if desk.problems:
        return PackReading(pack=None, problems=in_order(desk.problems))
    (
        city_file,
        agencies,
        posts,
        outlets,
        themes,
        elsewhere,
        seals,
        wording,
        regions,
        rules,
        calendar,
        synonyms,
    ) = parts
    assert (
        city_file and agencies and posts and outlets and themes and elsewhere and seals and wording
    )  # no problem, so all read
    assert regions and rules and calendar and synonyms
    pack = Pack(
        directory=directory,
        digest=desk.digest(),
        city=city_file,
        agencies=agencies,
        posts=posts,
        outlets=outlets,
        themes=themes,
        elsewhere=elsewhere,
        seals=seals,
        wording=wording,
        regions=regions,
        rules=rules,
        calendar=calendar,
        synonyms=synonyms,
        items=items,
        green=green,
        variants=variants,
    )
    return PackReading(pack=pack, problems=())


def _misnamed(filed: "Filed[VariantFile]", key: str) -> Problem:
    return filed.source.problem(
        ("key",),
        "pack.variant_name",
        ("文件名和 key 不一样。", "The file is not named after its key."),
        (f"请把文件改名为 {key}.yaml。", f"Rename the file to {key}.yaml."),
    )


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """By file and line, each once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line)))


TableRead = TypeVar("TableRead", Regions, Rules, Calendar, Synonyms)


def _keep(desk: "_Desk", read: TableRead) -> TableRead:
    desk.problems += read.problems
    return read


@dataclass(slots=True)
class _Desk:
    """Where the files lie open while they are read."""

    directory: Path
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)

    def look_around(self) -> None:
        """A missing folder, and names that no pack has."""
        if not self.directory.is_dir():
            self._trouble(str(self.directory), "no_folder", "没有这个文件夹。", "There is no such folder.")
            return
        for entry in sorted(self.directory.iterdir()):
            if entry.name not in _KNOWN and not entry.name.startswith("."):
                self.problems.append(
                    Problem(
                        entry.name,
                        1,
                        "pack.unknown_file",
                        say(f"不认识“{entry.name}”。", f'Unknown file "{entry.name}".'),
                        choose_from(entry.name, _KNOWN),
                    )
                )

    def yaml(self, name: str, model: type[Model]) -> Filed[Model] | None:
        return self.text(name, lambda text: self._model(name, text, model))

    def text(self, name: str, read: Callable[[str], Read | None]) -> Read | None:
        text = self._open(name)
        return None if text is None else read(text)

    def items(self) -> tuple[ItemFile, ...]:
        """``items/<code>.yaml``, each of the right shape and named after its code."""
        folder = self.directory / ITEMS
        names = sorted(path.name for path in folder.glob("*")) if folder.is_dir() else []
        if not names:
            self._trouble(ITEMS, "no_items", "没有事项。", "There are no items.")
        found: list[ItemFile] = []
        for name in names:
            item = self._item(f"{ITEMS}/{name}")
            if item is not None:
                found.append(item)
        return tuple(found)

    def variants(self) -> tuple[Filed[VariantFile], ...]:
        """``variants/<key>.yaml``, each of the right shape and named after its key; a city may have none."""
        folder = self.directory / VARIANTS
        names = sorted(path.name for path in folder.glob("*")) if folder.is_dir() else []
        read = [(name, self.yaml(f"{VARIANTS}/{name}", VariantFile)) for name in names]
        for name, filed in read:
            if filed is not None and name != f"{filed.model.key}.yaml":
                self.problems.append(_misnamed(filed, filed.model.key))
        return tuple(filed for _, filed in read if filed is not None)

    def digest(self) -> str:
        """``sha256:<hex>`` over names and texts, in the order of the names."""
        whole = hashlib.sha256()
        for name in sorted(self.texts):
            body = self.texts[name].encode()
            whole.update(f"{name}\n{len(body)}\n".encode() + body)
        return f"sha256:{whole.hexdigest()}"

    def _item(self, name: str) -> ItemFile | None:
        text = self._open(name)
        if text is None:
            return None
        reading = read_rulefile(text, file=name)
        self.problems += reading.problems
        if reading.rulefile is None or reading.source is None:
            return None
        if name != f"{ITEMS}/{reading.rulefile.code}.yaml":
            self.problems.append(
                reading.source.problem(
                    ("code",),
                    "pack.item_name",
                    ("文件名和 code 不一样。", "The file is not named after its code."),
                    (
                        f"请把文件改名为 {reading.rulefile.code}.yaml。",
                        f"Rename the file to {reading.rulefile.code}.yaml.",
                    ),
                )
            )
        return ItemFile(reading=reading, rulefile=reading.rulefile, source=reading.source)

    def _model(self, name: str, text: str, model: type[Model]) -> Filed[Model] | None:
        try:
            source = read_yaml(text, file=name)
        except Unreadable as unreadable:
            self.problems.append(unreadable.problem)
            return None
        built, problems = build(model, source)
        self.problems += problems
        return Filed(model=built, source=source) if built is not None else None

    def _open(self, name: str) -> str | None:
        try:
            text = (self.directory / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            if self.directory.is_dir():
                self._trouble(name, "missing", "缺少这个文件。", "The file is missing.")
            return None
        except (UnicodeDecodeError, OSError):
            self._trouble(name, "not_text", "文件不是UTF-8文本。", "The file is not UTF-8 text.")
            return None
        self.texts[name] = text
        return text

    def _trouble(self, name: str, code: str, zh: str, en: str) -> None:
        self.problems.append(
            Problem(
                name,
                1,
                f"pack.{code}",
                say(zh, en),
                say("请照 cities/leshan 补齐。", "Complete it after the example of cities/leshan."),
            )
        )


def agency_by_key(pack: Pack) -> Mapping[str, str]:
    """Credit code of each agency by its key in the pack."""
    return {agency.key: agency.uscc for agency in pack.agencies.model.agencies}

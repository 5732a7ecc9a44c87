"""Rule files for tests: Leshan's own, and versions of them with one thing changed."""

import datetime as dt
import functools
from pathlib import Path

from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile import Lawbook, LawbookEntry, Reading, RuleFile, check_rulefile, read_rulefile
from leyiban.catalogue.rulefile.limits import FoundLimit
from leyiban.catalogue.vocabulary import Mark, TimeUnit
from tests.support.environment import REPOSITORY

ITEMS = REPOSITORY / "cities/leshan/items"
FOOD, SHOP, FREIGHT = "food-business-new", "individual-business-setup", "road-freight"
TODAY = dt.date(2026, 3, 9)
CODES = tuple(sorted(path.stem for path in ITEMS.glob("*.yaml")))

FOOD_ANSWERS: dict[str, object] = {
    "business_kind": "catering",
    "vending": "no_machine",
    "applicant_acts": "in_person",
    "operator_name": "嘉州小馆",
    "uscc": "92511102MA6T000202",
    "legal_representative": "王小明",
    "representative_id": "511102190001010016",
    "contact_name": "李丽",
    "contact_mobile": "13900000000",
    "business_region": "511102004",
    "business_address": "嘉定中路88号1楼",
    "business_items": ["hot_food", "drinks"],
    "floor_area": 60,
    "staff_count": 4,
    "safety_manager_name": "李丽",
    "safety_manager_id": "511129190612314529",
    "online_sales": False,
    "central_kitchen": False,
}


def text_of(code: str) -> str:
    return (ITEMS / f"{code}.yaml").read_text("utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    """``text`` with each first occurrence replaced; a change that changes nothing is a mistake of the test."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def reading_of(code: str, *changes: tuple[str, str]) -> Reading:
    return read_rulefile(changed(text_of(code), *changes), file=f"items/{code}.yaml")


@functools.cache
def rulefile_of(code: str) -> RuleFile:
    return fit(reading_of(code))


def fit(reading: Reading) -> RuleFile:
    assert reading.rulefile is not None, reading.problems
    return reading.rulefile


def problems_of(code: str, *changes: tuple[str, str]) -> list[tuple[str, int]]:
    """Code and line of everything the checks find."""
    return told(check_rulefile(reading_of(code, *changes), lawbook=lawbook()))


def told(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in problems]


def line_of(text: str, part: str) -> int:
    """The line on which ``part`` first stands."""
    return text[: text.index(part)].count("\n") + 1


@functools.cache
def lawbook() -> Lawbook:
    """Leshan's rules as the checks want them, without Django's tables."""
    rows = [
        line.split(",")
        for line in Path(REPOSITORY / "cities/leshan/rules.csv").read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "key,"))
    ]
    units = TimeUnit.values()
    entries: dict[str, list[tuple[int, TimeUnit]]] = {}
    for key, value, unit, *_ in rows:
        found = entries.setdefault(key, [])
        if value.isdigit() and unit in units:
            found.append((int(value), TimeUnit.of(unit)))
    return {key: LawbookEntry(key=key, amounts=tuple(amounts)) for key, amounts in entries.items()}


def look_up(key: str) -> FoundLimit:
    """A lawbook in which every rule is twenty working days."""
    return FoundLimit(amount=20, unit=TimeUnit.WORKING_DAY, basis="法", mark=Mark.LAW, rule=key)

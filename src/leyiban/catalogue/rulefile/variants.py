"""A variant: another process for an item, by a decision and until a day (F4.4, M4.2, M4.3). Pure.

It may leave out a task, or let one wait for less. It has no words for limits, conditions, papers or results: those are
the item's. Applied to the item's rule file it makes a rule file like any other, marked with whose variant it is; that
is published as a version, so that a case keeps it and its period ends by itself.
"""

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Literal

import yaml
from pydantic import Field

from leyiban.catalogue.rulefile.parts import Key, Part, Slug
from leyiban.catalogue.vocabulary import Mark
from leyiban.catalogue.words import Bilingual

FORMAT: Final = "leyiban-variant/1"
_ONE_DAY: Final = dt.timedelta(days=1)


class _Dumper(yaml.CSafeDumper):
    """Quotes what we would read as a number (``source.py``) though older YAML would not: ``08``, ``1_0``."""


def _text(dumper: _Dumper, text: str) -> yaml.nodes.ScalarNode:
    quoted = '"' if text[:1] in tuple("+-.~0123456789") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=quoted)


_Dumper.add_representer(str, _text)


class VariantDecision(Part):
    """Who decided it, under what number, on which day, and why."""

    by: Bilingual
    number: str = Field(min_length=2, max_length=60)
    on: dt.date
    why: Bilingual


class Wish(Part):
    """The question by which an applicant says that the variant is for him: it holds only where ``special`` is chosen."""

    key: Key
    question: Bilingual
    hint: Bilingual | None = None
    special: Bilingual
    ordinary: Bilingual


class Reordered(Part):
    """A task waits for these and nothing else: fewer make it parallel, others put it later."""

    task: Key
    after: tuple[Key, ...] = ()


class VariantFile(Part):
    """``variants/<key>.yaml``. ``sunset`` is the last day. ``drops`` are tasks that are left out, for everybody or,
    with ``asks``, for those who say that it is for them; ``reorders`` holds for everybody."""

    format: Literal["leyiban-variant/1"]
    key: Slug
    item: Slug
    name: Bilingual
    decision: VariantDecision
    valid_from: dt.date
    sunset: dt.date
    green_classes: tuple[Key, ...] = ()
    asks: Wish | None = None
    drops: tuple[Key, ...] = ()
    reorders: tuple[Reordered, ...] = ()
    mark: Mark


class VariantMark(Part):
    """In a rule file: it is this variant of the version with the digest ``base``, through ``sunset``."""

    key: Slug
    name: Bilingual
    base: str = Field(pattern=r"^sha256:[0-9a-f]{64}$")
    decision: VariantDecision
    sunset: dt.date


SPECIAL: Final = "special"
ORDINARY: Final = "ordinary"


def applied(base: Mapping[str, Any], variant: VariantFile, *, digest: str) -> str:
    """The text of the rule file that the variant makes of ``base``, whose text has this digest."""
    made = copy.deepcopy(dict(base))
    tasks: list[dict[str, Any]] = made["plan"]["tasks"]
    if variant.asks is None:
        made["plan"]["tasks"] = _without(tasks, variant.drops)
    else:
        made["situations"] = [*made.get("situations", []), _asked(variant.asks)]
        for task in tasks:
            if task["key"] in variant.drops:
                task["when"] = _unless(variant.asks.key, task.get("when"))
    for change in variant.reorders:
        for task in made["plan"]["tasks"]:
            if task["key"] == change.task:
                task["after"] = list(change.after)
    made["plan_effective_date"] = variant.valid_from.isoformat()
    made["plan_cancel_date"] = (variant.sunset + _ONE_DAY).isoformat()
    made["variant"] = VariantMark(
        key=variant.key, name=variant.name, base=digest, decision=variant.decision, sunset=variant.sunset
    ).model_dump(mode="json")
    return yaml.dump(made, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)


def _without(tasks: list[dict[str, Any]], drops: tuple[str, ...]) -> list[dict[str, Any]]:
    """A task that is left out passes on what it waited for, as one that the answers do not call for."""
    waits_for: dict[str, list[str]] = {task["key"]: list(task.get("after", [])) for task in tasks}

    def instead(key: str) -> list[str]:
        return [other for before in waits_for[key] for other in instead(before)] if key in drops else [key]

    kept = []
    for task in tasks:
        if task["key"] not in drops:
            after = [other for key in task.get("after", []) for other in instead(key)]
            kept.append({**task, "after": list(dict.fromkeys(after))})
    return kept


def _unless(question: str, when: Any) -> dict[str, Any]:
    ordinary = {"!=": [{"var": question}, SPECIAL]}
    return ordinary if when is None else {"and": [when, ordinary]}


def _asked(wish: Wish) -> dict[str, Any]:
    said = {
        "key": wish.key,
        "question": wish.question.model_dump(exclude_none=True),
        "options": [
            {"value": ORDINARY, "label": wish.ordinary.model_dump(exclude_none=True)},
            {"value": SPECIAL, "label": wish.special.model_dump(exclude_none=True)},
        ],
    }
    return said if wish.hint is None else {**said, "hint": wish.hint.model_dump(exclude_none=True)}

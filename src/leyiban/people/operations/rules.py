"""Publish the rules of people that come with the product; a city's own rules go before them."""

import datetime as dt
import tomllib
from pathlib import Path

from leyiban.kernel.actors import Actor
from leyiban.kernel.lawbook.operations import RuleDiff, load_rules
from leyiban.kernel.lawbook.rules import Mark, RuleInForce

BOOK = "people"
_FILE = Path(__file__).resolve().parents[1] / "data" / "rules.toml"
_SINCE = dt.date(2019, 1, 1)  # before any matter that is handled here


def load_people_rules(*, actor: Actor, now: dt.datetime) -> RuleDiff:
    """Make the product's rules the content of the book ``people``. Loading again changes nothing."""
    return load_rules(book=BOOK, rules=product_rules(), actor=actor, now=now)


def product_rules() -> list[RuleInForce]:
    """The rules as the file states them."""
    with _FILE.open("rb") as file:
        rows = tomllib.load(file)["rule"]
    return [
        RuleInForce(
            key=row["key"],
            value=row["value"],
            unit=row.get("unit", ""),
            valid_from=_SINCE,
            basis=row["basis"],
            mark=Mark(row["mark"]),
        )
        for row in rows
    ]

"""Ready phrases for what is wrong with a paper or an answer, and how to put it right."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from leyiban.catalogue.words import Bilingual
from leyiban.web.parts.fields import Choice
from leyiban.web.wording import typeset

About = Literal["material", "field"]
_FILE: Final = "data/phrases.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """``what`` is wrong and ``how`` to fix it, as the notice prints them; ``name`` is what a clerk picks."""

    key: str
    what: str
    how: str
    name: Bilingual


@cache
def phrases(about: About) -> tuple[Phrase, ...]:
    """The phrases for papers or for answers, in the order of the file."""
    text = files("leyiban.web.workbench").joinpath(_FILE).read_text("utf-8")
    return tuple(
        Phrase(
            key=row["key"],
            what=typeset(row["what"]),
            how=typeset(row["how"]),
            name=Bilingual(zh=row["what"], en=row["en"]),
        )
        for row in tomllib.loads(text)[about]
    )


def about(target: str) -> About:
    """What a notice's target is: ``materials.id_card`` or ``form.shop_name``."""
    return "material" if target.startswith("materials.") else "field"


def choices(target: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=phrase.key, label=phrase.name) for phrase in phrases(about(target)))


def phrase(target: str, key: str) -> Phrase | None:
    """The phrase that was picked for this target."""
    return next((each for each in phrases(about(target)) if each.key == key), None)

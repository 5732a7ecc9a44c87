"""From the text of a rule file to the model, with the line of every part."""

import hashlib
from dataclasses import dataclass

from leyiban.catalogue.modelling import build
from leyiban.catalogue.problems import Problem
from leyiban.catalogue.rulefile.model import RuleFile
from leyiban.catalogue.source import Source, Unreadable, read_yaml


@dataclass(frozen=True, slots=True)
class Reading:
    """``rulefile`` is None when the text is not even of the right shape; ``problems`` then says why."""

    text: str
    source: Source | None
    rulefile: RuleFile | None
    problems: tuple[Problem, ...]

    @property
    def digest(self) -> str:
        """``sha256:<hex>`` of the exact text."""
        return digest_of(self.text)


def digest_of(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def read_rulefile(text: str, *, file: str) -> Reading:
    """Parse one rule file. Whether its parts agree is for ``check_rulefile`` to say."""
    try:
        source = read_yaml(text, file=file)
    except Unreadable as unreadable:
        return Reading(text=text, source=None, rulefile=None, problems=(unreadable.problem,))
    rulefile, problems = build(RuleFile, source)
    return Reading(text=text, source=source, rulefile=rulefile, problems=problems)

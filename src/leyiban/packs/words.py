"""``synonyms.txt``: one group a line, words between commas, the official one first.

A line that begins with 方言: (or ``spoken:``) holds the region's own words, behind the one that everybody writes; one
that begins with 后办: (or ``later:``) words of what is done to a thing that one has already.
"""

import re
from dataclasses import dataclass

from leyiban.catalogue.problems import Problem, say
from leyiban.catalogue.vocabulary import WordKind

LONGEST_WORD = 40
_KINDS = {"方言": WordKind.SPOKEN, "spoken": WordKind.SPOKEN, "后办": WordKind.LATER, "later": WordKind.LATER}
_KIND = re.compile(f"^({'|'.join(_KINDS)})[:：]")


@dataclass(frozen=True, slots=True)
class Words:
    kind: WordKind
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """``groups`` in the order of the file."""

    groups: tuple[Words, ...]
    problems: tuple[Problem, ...]


def read_synonyms(text: str, *, file: str) -> Synonyms:
    """Lines that begin with ``#`` are remarks. Chinese and Western commas both separate."""
    groups: list[Words] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if line.startswith("#"):
            continue
        marked = _KIND.match(line)
        kind = _KINDS[marked[1]] if marked else WordKind.SAME
        group = line[marked.end() :] if marked else line
        words = tuple(word.strip() for word in group.replace("，", ",").split(",") if word.strip())
        if not words and not marked:
            continue
        if len(words) < 2 or any(len(word) > LONGEST_WORD for word in words):
            problems.append(
                Problem(
                    file,
                    number,
                    "synonyms.group",
                    say(
                        "一行至少两个词，每个词最多40字。",
                        "A line holds two words or more, of at most 40 characters.",
                    ),
                    say("请补一个词，或删掉这一行。", "Add a word, or remove the line."),
                )
            )
        else:
            groups.append(Words(kind, words))
    return Synonyms(groups=tuple(groups), problems=tuple(problems))

"""``synonyms.txt``: groups of words between commas, the official one first.

A line that begins with blanks goes on with the group before it. A group that begins with 方言: (or ``spoken:``) holds
the region's own words, behind the one that everybody writes; one that begins with 后办: (or ``later:``) words of what
is done to a thing that one has already.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leyiban.catalogue.problems import Problem, say
from leyiban.catalogue.vocabulary import WordKind
from leyiban.catalogue.words import Bilingual

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


@dataclass(frozen=True, slots=True)
class _Group:
    """A group where it stands in the file; ``line`` is its first."""

    line: int
    words: Words


def read_synonyms(text: str, *, file: str) -> Synonyms:
    """Lines that begin with ``#`` are remarks. Chinese and Western commas both separate."""
    groups = [_group(line, words) for line, words in _joined(text)]
    problems = [
        Problem(file, group.line, "synonyms.group", what, how)
        for group in groups
        for what, how in _faults(group.words.words)
    ]
    problems += [
        Problem(file, group.line, "synonyms.twice", *_headed_before(group, before))
        for group, before in _headed_twice(groups)
    ]
    return Synonyms(groups=tuple(group.words for group in groups), problems=tuple(problems))


def _joined(text: str) -> Iterator[tuple[int, str]]:
    """Each group's first line and whole text."""
    begun: tuple[int, str] | None = None
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if line.startswith("#") or not line.strip():
            continue
        if begun and line[0].isspace():
            begun = (begun[0], f"{begun[1]},{line}")
            continue
        if begun:
            yield begun
        begun = (number, line)
    if begun:
        yield begun


def _group(line: int, text: str) -> _Group:
    marked = _KIND.match(text)
    kind = _KINDS[marked[1]] if marked else WordKind.SAME
    between = (text[marked.end() :] if marked else text).replace("，", ",").split(",")
    return _Group(line, Words(kind, tuple(word.strip() for word in between if word.strip())))


def _faults(words: tuple[str, ...]) -> Iterator[tuple[Bilingual, Bilingual]]:
    """What is wrong with a group, and how to mend it."""
    if len(words) < 2 or any(len(word) > LONGEST_WORD for word in words):
        yield (
            say(
                "一组至少两个词，每个词最多40字。",
                "A group holds two words or more, of at most 40 characters.",
            ),
            say("请补一个词，或删掉这一组。", "Add a word, or remove the group."),
        )
    for word in dict.fromkeys(word for word in words if words.count(word) > 1):
        yield (
            say(f"“{word}”在一组里写了两次。", f'"{word}" stands twice in one group.'),
            say("请删掉一个。", "Remove one of them."),
        )


def _headed_twice(groups: Iterable[_Group]) -> Iterator[tuple[_Group, _Group]]:
    """Groups whose first word heads an earlier one of their kind already, with that one."""
    first: dict[tuple[WordKind, str], _Group] = {}
    for group in groups:
        for head in group.words.words[:1]:
            before = first.setdefault((group.words.kind, head), group)
            if before is not group:
                yield group, before


def _headed_before(group: _Group, before: _Group) -> tuple[Bilingual, Bilingual]:
    head = group.words.words[0]
    return (
        say(
            f"“{head}”在第{before.line}行已经领了一组。",
            f'"{head}" heads a group on line {before.line} already.',
        ),
        say("请并到那一组里。", "Put the words into that group."),
    )

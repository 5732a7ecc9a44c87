"""``synonyms.txt``: one group a line, words between commas, the official one first."""

from dataclasses import dataclass

from leyiban.catalogue.problems import Problem, say

LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Synonyms:
    groups: tuple[tuple[str, ...], ...]
    problems: tuple[Problem, ...]


def read_synonyms(text: str, *, file: str) -> Synonyms:
    """Lines that begin with ``#`` are remarks. Chinese and Western commas both separate."""
    groups: list[tuple[str, ...]] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        words = tuple(word.strip() for word in line.replace("，", ",").split(",") if word.strip())
        if not words or line.startswith("#"):
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
            groups.append(words)
    return Synonyms(groups=tuple(groups), problems=tuple(problems))

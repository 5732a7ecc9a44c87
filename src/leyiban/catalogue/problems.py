"""What is wrong in a city's data: where, what, and what to do about it, in both languages.

Citizens never see these; a city's clerk does, in a terminal or on the pack page. Both languages stand in
the code because a pack is checked without a database, without message catalogues and without a language.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from leyiban.catalogue.words import Bilingual, Lang


def say(zh: str, en: str) -> Bilingual:
    return Bilingual(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Problem:
    """``file`` is relative to the pack, ``line`` counts from 1, ``code`` is stable."""

    file: str
    line: int
    code: str
    what: Bilingual
    what_to_do: Bilingual

    def in_words(self, lang: Lang) -> str:
        """One line as compilers print it: ``items/x.yaml:12: what; what to do``."""
        return f"{self.file}:{self.line}: {self.what.said(lang)} {self.what_to_do.said(lang)}"

    def as_json(self) -> dict[str, object]:
        return {
            "file": self.file,
            "line": self.line,
            "code": self.code,
            "what": {"zh": self.what.zh, "en": self.what.en},
            "what_to_do": {"zh": self.what_to_do.zh, "en": self.what_to_do.en},
        }


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that ``word`` was probably meant to be."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def choose_from(word: str, known: Iterable[str]) -> Bilingual:
    """The advice for a word outside a closed list: the nearest known one, else the list itself."""
    names = sorted(known)
    guess = nearest(word, names)
    if guess is not None:
        return say(f"是不是“{guess}”?", f'Did you mean "{guess}"?')
    listed = ", ".join(names[:30])
    return say(f"可以写:{listed}。", f"You may write: {listed}.")

"""How Chinese sounds when typed: syllables, folded so that a slip of hand or accent still finds its word."""

import re
import unicodedata

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[a-z0-9]+")
_BLANK_IN_HAN = re.compile(rf"(?<={_HAN.pattern[:-1]}) (?={_HAN.pattern[:-1]})")
_BRACKETS = re.compile(r"\([^()]*\)")

# Sichuan speech does not keep these apart, nor do hasty fingers.
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"))
_LONGEST_SYLLABLE = 6


def tidy(text: str) -> str:
    """Half-width, lower case, one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def squeeze(text: str) -> str:
    """Tidied, and without blanks between Chinese characters (开 饭 店)."""
    return _BLANK_IN_HAN.sub("", tidy(text))


def without_brackets(text: str) -> str:
    """A tidied text without what stands in round brackets; the whole when nothing else is left."""
    return _BRACKETS.sub("", text).strip() or text


def han_runs(text: str) -> list[str]:
    return _HAN.findall(text)


def latin_words(text: str) -> list[str]:
    return _LATIN.findall(text)


def syllables(run: str) -> list[str]:
    """The syllables of a run of Chinese characters, without tones."""
    return [syllable for syllable in lazy_pinyin(run) if syllable]


def fold(syllable: str) -> str:
    """The syllable as an ear in Sichuan takes it: zh=z, n=l, f=h at the start, -ng=-n at the end."""
    for heard, kept in _FOLDS:
        if syllable.startswith(heard):
            syllable = kept + syllable[len(heard) :]
            break
    return syllable.removesuffix("g") if syllable.endswith("ng") else syllable


def split_pinyin(word: str) -> list[str] | None:
    """The syllables of a Latin word if it is pinyin from end to end (``gongsizhuce``), else None.

    Among several readings the one with the fewest syllables.
    """
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = best[start]
            if before is None or word[start:end] not in _SYLLABLES:
                continue
            found = best[end]
            if found is None or len(before) + 1 < len(found):
                best[end] = [*before, word[start:end]]
    return best[len(word)]


def _every_syllable() -> frozenset[str]:
    """All syllables of the dictionary, tones taken off; bare consonants (ḿ, ń) are no syllables to type."""
    toned = {sound for sounds in PINYIN_DICT.values() for sound in sounds.split(",")}
    plain = {
        "".join(c for c in unicodedata.normalize("NFD", sound) if not unicodedata.combining(c)).replace(
            "ü", "v"
        )
        for sound in toned
    }
    return frozenset(sound for sound in plain if re.search("[aeiouv]", sound))


_SYLLABLES = _every_syllable()

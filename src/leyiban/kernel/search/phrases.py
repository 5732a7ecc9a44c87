"""What people say around what they look for, and the other words for it."""

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from leyiban.kernel.search.spelling import fold, han_runs, latin_words, split_pinyin, syllables, tidy

# Said by nearly everyone who searches; they name no thing.
_AROUND = re.compile(
    "^(我想要?|我要|我们|请问|想要?|需要|怎么样?|怎样|如何|在|去|能不能|可以)+"
    "|(吗|呢|吧|了|啊|的)+$"
    "|请问|需要|怎么办|怎么样?|怎样|如何|哪里|哪儿|什么|手续|材料|流程|一下|一个|一家|能不能|要不要"
    "|办理|申请|申办|去办|咋个|咋|(?<=[开办弄搞])个"
)

SynonymGroup = Sequence[str]
"""Words that mean the same to people who look for a service; the first is the official one."""


class Held(Enum):
    """How a text contains a word."""

    WRITTEN = auto()
    HEARD = auto()


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say what is looked for.

    ``instead_of`` names the person's own word for a synonym; ``heard`` marks a word that the text holds by
    sound only: a slip that it corrects.
    """

    text: str
    instead_of: str | None = None
    heard: bool = False


def core(text: str) -> str:
    """``text`` without the words around; the whole when nothing else is left."""
    tidied = tidy(text)
    while (rest := _AROUND.sub("", tidied).strip()) not in ("", tidied):
        tidied = rest
    return tidied


def phrases(text: str, groups: Iterable[SynonymGroup]) -> tuple[Phrase, ...]:
    """The phrase itself; then, of every group of which it holds a word, the other words for it."""
    sound = _sound(text)
    found = [Phrase(core(text))]
    for group in groups:
        held = ((word, how) for word in group if (how := held_in(text, word, sound=sound)))
        said, how = next(held, (None, None))
        if said is None:
            continue
        if how is Held.HEARD:
            found.append(Phrase(said, heard=True))
        found += [Phrase(word, instead_of=said) for word in group if word != said]
    return tuple(found)


def held_in(text: str, word: str, *, sound: str | None = None) -> Held | None:
    """Whether ``text`` contains ``word``, and how. ``sound``: that of ``text``, if known."""
    if tidy(word) in tidy(text):
        return Held.WRITTEN
    wanted = _sound(word)
    if wanted.count("_") > 2 and wanted in (sound if sound is not None else _sound(text)):
        return Held.HEARD
    return None


@functools.lru_cache(maxsize=8192)  # the same keywords are asked in every search
def _sound(text: str) -> str:
    """Folded syllables between underscores; runs are separated, so no word spans two of them."""
    tidied = tidy(text)
    typed = split_pinyin("".join(latin_words(tidied)))
    runs = [*(syllables(run) for run in han_runs(tidied)), *([typed] if typed else [])]
    return " ".join("_" + "_".join(fold(syllable) for syllable in run) + "_" for run in runs)

"""What people say around what they look for, and the other words for it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leyiban.kernel.search.spelling import fold, han_runs, syllables, tidy

# Said by nearly everyone who searches; they name no thing.
_AROUND = re.compile(
    "我想要?|我要|我们|请问|想要|需要|怎么样?|怎样|如何|哪里|哪儿|什么|手续|材料|流程|一下|一个|一家|可以|"
    "能不能|要不要|办理|申请|申办|办个|去办|咋个|咋|吗|呢|吧|的|了|在|个"
)

SynonymGroup = Sequence[str]
"""Words that mean the same to people who look for a service; the first is the official one."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say what is looked for. ``instead_of`` names the person's own word for a synonym."""

    text: str
    instead_of: str | None = None


def core(text: str) -> str:
    """``text`` without the words around; the whole when nothing else is left."""
    tidied = tidy(text)
    rest = " ".join(_AROUND.sub(" ", tidied).split())
    return rest or tidied


def phrases(text: str, groups: Iterable[SynonymGroup]) -> tuple[Phrase, ...]:
    """The phrase itself, then the other words of every group of which it holds one, also misspelt."""
    heard = _sound(text)
    found = [Phrase(core(text))]
    for group in groups:
        said = next((word for word in group if holds(text, word, heard=heard)), None)
        if said is not None:
            found += [Phrase(word, instead_of=said) for word in group if word != said]
    return tuple(found)


def holds(text: str, word: str, *, heard: str | None = None) -> bool:
    """Whether ``text`` contains ``word``, written or by sound. ``heard``: the sound of ``text``, if known."""
    if tidy(word) in tidy(text):
        return True
    sound = _sound(word)
    return sound.count("_") > 2 and sound in (heard if heard is not None else _sound(text))


def _sound(text: str) -> str:
    """Folded syllables between underscores; runs are separated, so no word spans two of them."""
    return "".join(
        "_" + "_".join(fold(syllable) for syllable in syllables(run)) + "_ " for run in han_runs(tidy(text))
    ).rstrip()

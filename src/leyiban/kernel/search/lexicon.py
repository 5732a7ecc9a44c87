"""How people say it: the words around what they look for, a region's own words, other words for a thing. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leyiban.kernel.search.spelling import tidy

# Said by nearly everyone who searches; they name no thing.
_AROUND = re.compile(
    "^(我想要?|我要|我们?|请问|想要?|需要|怎么样?|怎样|如何|在|去|能不能|可不可以|可以)+"
    "|(吗|呢|吧|了|啊|的|不|没|嘛|哦|噻|哈|嘞|哟|得不得)+$"
    "|请问|需要|怎么办|怎么样?|怎样|如何|哪里|哪儿|什么时候|什么|手续|材料|流程|一下|一个|一家(?!人)|能不能|要不要"
    "|有没有|得到|办理|申请|申办|去办|要办|咋个|咋|(?<=[开办弄搞])个"
    "|我(?![父母是])|我们|你们|你好|谢谢|麻烦|帮我|帮忙|想要?(?=.)|应该|能否|是不是|行不行|多少钱|知道|现在|已经|今年|去年"
    "|这个|那个|就是|但是|因为|所以|还要|该|找谁|哪个|哪些|得很|有点|好像|老是|一直|突然"
)
_ANY = "..."  # what ``tidy`` makes of …


Group = Sequence[str]
"""Words that mean the same to people; the first is the official one, or the common one of a region's words.

``…`` in an official word stands for whatever lies between: 食品…许可…法定代表人.
"""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another word for a thing. ``official`` is the word of the thing's own name that it stands for."""

    text: str
    official: str


def core(text: str) -> str:
    """``text`` without the words around; the whole when nothing else is left."""
    tidied = tidy(text)
    while (rest := _AROUND.sub("", tidied).strip()) not in ("", tidied):
        tidied = rest
    return tidied


class Lexicon:
    """A city's words.

    Args:
        same: groups of words that mean the same.
        spoken: groups of words of the region's speech; the first is what everybody writes.
        later: words of what is done to a thing that one has already: 变更, 注销.
    """

    def __init__(
        self, same: Iterable[Group] = (), spoken: Iterable[Group] = (), later: Iterable[str] = ()
    ) -> None:
        self._later = tuple(map(tidy, later))
        self._plain = {tidy(word): tidy(group[0]) for group in spoken for word in group[1:]}
        longest_first = sorted(self._plain, key=len, reverse=True)
        self._spoken = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None
        # Aliases meet questions, which are put into common words first.
        self._same = tuple((_Official(group[0]), tuple(map(self.plain, group[1:]))) for group in same)

    def plain(self, text: str) -> str:
        """``text`` with the region's own words put into common ones."""
        tidied = tidy(text)
        return self._spoken.sub(lambda found: self._plain[found[0]], tidied) if self._spoken else tidied

    def is_later(self, names: Sequence[str]) -> bool:
        """Whether what is called ``names`` is done to something that one has already."""
        return any(word in name for name in names for word in self._later)

    def aliases(self, names: Sequence[str]) -> tuple[Alias, ...]:
        """The other words for what is called ``names``, each once, however many groups have it."""
        own = set(map(tidy, names))
        called = "\n".join(own)
        found: dict[str, Alias] = {}
        for official, others in self._same:
            if official.within(called):
                for word in others:
                    if word not in own:
                        found.setdefault(word, Alias(word, official.text))
        return tuple(found.values())


class _Official:
    """An official word, to be looked for in names that stand on lines of their own."""

    def __init__(self, word: str) -> None:
        parts = [part for part in tidy(word).split(_ANY) if part]
        self.text = "".join(parts)
        self._pattern = re.compile(".*".join(map(re.escape, parts))) if len(parts) > 1 else None

    def within(self, names: str) -> bool:
        return bool(self._pattern.search(names)) if self._pattern else self.text in names

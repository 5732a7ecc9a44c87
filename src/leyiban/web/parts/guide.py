"""The box of five facts: 能不能办 · 带什么 · 最晚几号 · 多少钱 · 跑几趟."""

from dataclasses import dataclass

from leyiban.web.parts import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """``answer`` is what a neighbour wants to hear; ``more`` one line under it; ``link`` leads from it to the full text."""

    icon: str
    name: str
    answer: Words
    more: Words = ""
    link: str = ""

"""A text in Chinese with, where the city has translated it, its English twin.

The content of a city (names, labels, hints, answers) is data, not message catalogue: the two languages
stand side by side in the pack, and a text without English is shown in Chinese with a visible mark.
"""

from enum import StrEnum
from typing import Annotated, Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from pydantic import BaseModel, ConfigDict, Field, model_validator

from leyiban.kernel.errors import Text


class Lang(StrEnum):
    """The language a reader asked for; English falls back to Chinese text by text."""

    ZH = "zh"
    EN = "en"


class Said(BaseModel):
    """One text as it will be shown. ``lang`` differs from what was asked when there is no translation."""

    model_config = ConfigDict(frozen=True)

    text: str
    lang: Lang

    def __str__(self) -> str:
        return self.text


class Bilingual(BaseModel):
    """A text of the city. In a pack it is written ``{zh: …, en: …}`` or, untranslated, as a plain string."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    zh: Annotated[str, Field(min_length=1, max_length=2000)]
    en: Annotated[str, Field(min_length=1, max_length=4000)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_plain_string(cls, value: Any) -> Any:
        return {"zh": value} if isinstance(value, str) else value

    def said(self, lang: Lang) -> Said:
        """The text in ``lang``, or the Chinese one, marked as such."""
        if lang is Lang.EN and self.en:
            return Said(text=self.en, lang=Lang.EN)
        return Said(text=self.zh, lang=Lang.ZH)

    def lazily(self) -> Text:
        """The text in the language active when it is shown, for messages built from msgids."""
        return _in_active_language(self)

    def __str__(self) -> str:
        return self.zh


class Miswritten(ValueError):
    """A part of the city's data is not written as it must be; ``words`` says how, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Bilingual(zh=zh, en=en)


def active_lang() -> Lang:
    """English when Django's active language is English, else Chinese."""
    return Lang.EN if (get_language() or "zh").startswith("en") else Lang.ZH


def _pick(words: Bilingual) -> str:
    return words.said(active_lang()).text


_in_active_language = lazy(_pick, str)

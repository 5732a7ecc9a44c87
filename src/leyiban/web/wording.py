"""Messages as the pages say them: translated, and in Chinese set with Chinese punctuation.

Messages are typed with the plain comma of a keyboard and so are many texts of a city; readers of Chinese
expect the full-width one (GB/T 15834). Setting it here, once, keeps every page even. What people typed
themselves is never touched, because it never comes through here.
"""

import re
from functools import lru_cache
from typing import Final

from django.utils import translation
from django.utils.functional import Promise

from leyiban.catalogue.words import Bilingual

_FULL: Final = str.maketrans(",;:?!", "\uff0c\uff1b\uff1a\uff1f\uff01")
_CHINESE: Final = r"\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_HALF: Final = re.compile(rf"(?<=[{_CHINESE}])[,;:?!]|[,;:?!](?=[{_CHINESE}])")

_ANY_CHINESE: Final = re.compile(rf"[{_CHINESE}]")


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """``"3样,2样我们已有"`` with a full-width comma; marks between Latin letters and digits stay."""
    return _HALF.sub(lambda mark: mark[0].translate(_FULL), text)


def speak(text: str | Promise) -> str:
    """A finished text from below (a refusal, a label) as a page says it."""
    said = str(text)
    return said if translation.get_language() == "en" else typeset(said)


def as_written(text: str) -> Bilingual | str:
    """A citation, a name, an example: what no one translates. If it is Chinese, an English page marks it."""
    return Bilingual(zh=text) if _ANY_CHINESE.search(text) else text


def gettext(message: str) -> str:
    return speak(translation.gettext(message))


def ngettext(singular: str, plural: str, number: int) -> str:
    return speak(translation.ngettext(singular, plural, number))


def pgettext(context: str, message: str) -> str:
    return speak(translation.pgettext(context, message))


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    return speak(translation.npgettext(context, singular, plural, number))

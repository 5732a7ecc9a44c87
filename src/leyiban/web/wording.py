"""Messages as the pages say them; the setting of Chinese is every face's: :mod:`leyiban.kernel.wording`."""

import re
from typing import Final

from django.utils import translation

from leyiban.catalogue.words import Bilingual
from leyiban.kernel.wording import CHINESE, speak, typeset
from leyiban.people.models import Agency, Region

__all__ = ["as_written", "called", "gettext", "ngettext", "npgettext", "pgettext", "speak", "typeset"]

_ANY_CHINESE: Final = re.compile(rf"[{CHINESE}]")


def is_chinese(text: str) -> bool:
    """Whether there is Chinese in it."""
    return _ANY_CHINESE.search(text) is not None


def as_written(text: str) -> Bilingual | str:
    """A citation, a name, an example: what no one translates. If it is Chinese, an English page marks it."""
    return Bilingual(zh=text) if is_chinese(text) else text


def called(known: Agency | Region) -> Bilingual:
    """An office or a place, in English where the city gave it an English name."""
    return Bilingual(zh=known.name, en=known.name_en or None)


def gettext(message: str) -> str:
    return speak(translation.gettext(message))


def ngettext(singular: str, plural: str, number: int) -> str:
    return speak(translation.ngettext(singular, plural, number))


def pgettext(context: str, message: str) -> str:
    return speak(translation.pgettext(context, message))


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    return speak(translation.npgettext(context, singular, plural, number))

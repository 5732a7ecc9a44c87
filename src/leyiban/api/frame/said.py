"""A message in a language that is not the caller's: for lists that give every name in both."""

from django.utils import translation
from django.utils.functional import Promise

from leyiban.kernel.wording import speak


def said_in(text: str | Promise, language: str) -> str:
    """``text`` in ``language`` (``zh-hans`` or ``en``)."""
    with translation.override(language):
        return speak(text)

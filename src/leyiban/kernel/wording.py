"""Finished messages as every face says them: translated, and in Chinese set with Chinese punctuation.

Messages are typed with the plain comma of a keyboard and so are many texts of a city; readers of Chinese
expect the full-width one (GB/T 15834). Setting it here, once, keeps all faces even. What people typed
themselves is never touched, because it never comes through here.
"""

import re
from functools import lru_cache
from typing import Final

from django.utils import translation
from django.utils.functional import Promise

_FULL: Final = str.maketrans(",;:?!", "\uff0c\uff1b\uff1a\uff1f\uff01")
CHINESE: Final = r"\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff60"
_HALF: Final = re.compile(rf"(?<=[{CHINESE}])[,;:?!]|[,;:?!](?=[{CHINESE}])")


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """``"3样,2样我们已有"`` with a full-width comma; marks between Latin letters and digits stay."""
    return _HALF.sub(lambda mark: mark[0].translate(_FULL), text)


def speak(text: str | Promise) -> str:
    """A finished text from below (a refusal, a label) as a face says it in the active language."""
    said = str(text)
    return said if translation.get_language() == "en" else typeset(said)

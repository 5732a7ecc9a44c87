"""What a password must be: long, not a known one, not about this place or its owner. Pure.

No rule about signs and digits, and none that makes people change it (NIST SP 800-63B §5.1.1.2).
"""

import itertools
import re
from collections.abc import Iterable
from enum import StrEnum

SHORTEST = 10
# What somebody who guesses at this platform tries first; docs/security.md tells the list.
PLACE_WORDS = (
    "leyiban",
    "乐易办",
    "leshan",
    "乐山",
    "sichuan",
    "四川",
    "zhengwu",
    "政务",
    "12345",
    "admin",
    "password",
    "mima",
    "密码",
)
_LEAST_OF_ITS_OWN = 6  # characters that are left when those words are taken out
_FEWEST_SIGNS = 4  # different ones


class Fault(StrEnum):
    SHORT = "short"
    ABOUT_THE_PLACE = "about_the_place"
    ABOUT_THE_OWNER = "about_the_owner"
    MONOTONOUS = "monotonous"


def fault_of(text: str, *, owner: Iterable[str] = ()) -> Fault | None:
    """What is wrong with a new password; None when nothing is that we can know by ourselves.

    Args:
        owner: what its owner is known by (user name, phone, name); what is shorter than four characters is
            no hint to anybody.
    """
    plain = text.casefold()
    if len(text) < SHORTEST:
        return Fault.SHORT
    if len(set(plain)) < _FEWEST_SIGNS or _is_a_run(plain):
        return Fault.MONOTONOUS
    if _is_made_of(plain, (word for word in owner if len(word) > 3)):
        return Fault.ABOUT_THE_OWNER
    return Fault.ABOUT_THE_PLACE if _is_made_of(plain, PLACE_WORDS) else None


def _is_made_of(text: str, words: Iterable[str]) -> bool:
    """Whether too little is left of ``text`` without the words, where it holds one of them."""
    rest = text
    for word in sorted((word.casefold() for word in words), key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != text and len(re.sub(r"[\W_]", "", rest)) < _LEAST_OF_ITS_OWN


def _is_a_run(text: str) -> bool:
    """``1234567890``, ``zyxwvutsrq``: each character one step from the one before it."""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(text)}
    return steps in ({1}, {-1})

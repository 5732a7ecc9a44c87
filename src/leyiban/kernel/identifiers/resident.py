"""Resident identity numbers (公民身份号码, GB 11643-1999)."""

import datetime as dt
import re

from leyiban.kernel.identifiers.check_characters import resident_check
from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.identifiers.wording import Reason

_FORM = re.compile(r"[0-9]{17}[0-9X]")


def check_resident_id(text: str, *, today: dt.date) -> Checked:
    """Check an 18-character number.

    The division part is never held against a list: it is the place of first registration, and many such
    counties no longer exist. Nor does it say where the person lives.

    Args:
        today: the civil date in China; a birth after it is refused.
    """
    value = normalise(text)
    if not value:
        return Invalid(Reason.EMPTY)
    if re.fullmatch(r"[0-9]{15}", value):
        return Invalid(Reason.OLD_FIFTEEN_DIGITS)
    if len(value) != 18:
        return Invalid(Reason.WRONG_LENGTH)
    if _FORM.fullmatch(value) is None:
        return Invalid(Reason.WRONG_CHARACTERS)
    try:
        birth = birth_date(value)
    except ValueError:
        return Invalid(Reason.NO_SUCH_DATE)
    if birth > today:
        return Invalid(Reason.BIRTH_IN_FUTURE)
    if resident_check(value[:17]) != value[17]:
        return Invalid(Reason.CHECK_CHARACTER)
    return Valid(value)


def birth_date(resident_id: str) -> dt.date:
    """The birth date inside a checked number."""
    return dt.date.fromisoformat(resident_id[6:14])


def is_male(resident_id: str) -> bool:
    """Whether a checked number was given to a man: its sequence is odd."""
    return int(resident_id[16]) % 2 == 1

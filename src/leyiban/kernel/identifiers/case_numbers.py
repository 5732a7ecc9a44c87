"""Case numbers (办件编号) and the query code (查询码) that goes with them: never called a password (密码), which no message of ours may ask for."""

import datetime as dt
import re
import secrets

from leyiban.kernel.identifiers.check_characters import mod37_36
from leyiban.kernel.identifiers.results import Checked, Invalid, Valid
from leyiban.kernel.identifiers.text import normalise
from leyiban.kernel.identifiers.wording import Reason

_FORM = re.compile(
    r"(?P<prefix>[A-Z]{1,6})(?P<county>[0-9]{6})(?P<day>[0-9]{8})(?P<seq>[0-9]{6})(?P<check>[0-9A-Z])"
)
LAST_SEQUENCE = 999_999


def new_case_no(*, prefix: str, county: str, day: dt.date, sequence: int) -> str:
    """Compose a number: prefix (pack data), county-level division, day, daily sequence, check character.

    Raises:
        ValueError: the parts do not fit.
    """
    if not 1 <= sequence <= LAST_SEQUENCE:
        raise ValueError(f"a day has {LAST_SEQUENCE} numbers, not {sequence}")
    body = f"{prefix}{county}{day:%Y%m%d}{sequence:06}"
    number = body + mod37_36(body)
    if not check_case_no(number).valid:
        raise ValueError(f"{prefix!r} and {county!r} make no case number")
    return number


def check_case_no(text: str, *, prefixes: tuple[str, ...] = ()) -> Checked:
    """Check a number as a person reads it out. ``prefixes``: those of this city; empty: any."""
    value = normalise(text).replace("-", "")
    if not value:
        return Invalid(Reason.EMPTY)
    form = _FORM.fullmatch(value)
    if form is None:
        return Invalid(Reason.WRONG_PARTS)
    if prefixes and form["prefix"] not in prefixes:
        return Invalid(Reason.WRONG_PREFIX)
    try:
        dt.date.fromisoformat(form["day"])
    except ValueError:
        return Invalid(Reason.NO_SUCH_DATE)
    if mod37_36(value[:-1]) != form["check"]:
        return Invalid(Reason.CHECK_CHARACTER)
    return Valid(value)


def new_query_password() -> str:
    """Six random digits; guessing is held off by the throttle, not by length."""
    return f"{secrets.randbelow(1_000_000):06}"


def check_query_password(text: str) -> Checked:
    """Check that six digits were typed; whether they are the right ones is another question."""
    value = normalise(text)
    if not value:
        return Invalid(Reason.EMPTY)
    return Valid(value) if re.fullmatch(r"[0-9]{6}", value) else Invalid(Reason.NOT_SIX_DIGITS)

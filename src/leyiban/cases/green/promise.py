"""The entry test's binding answer: a short number, sealed by us, good for a time (F4.6).

It holds no person and lies in no table: its number is the last day on which the office must honour it, and a code over
class, item, kind of proof and that day that only we can make. Whoever shows it with a request may only be refused
because his proof is not as stated.
"""

import base64
import datetime as dt
import re
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from leyiban.kernel.lawbook import queries as lawbook

_SALT: Final = "cases.green_promise"
_HOLDS: Final = "green.test_holds"
_BYTES: Final = 10  # 80 bits in sixteen letters: nobody guesses it, and anybody can type it
_NUMBER: Final = re.compile(r"(\d{8})([A-Z2-7]{16})")


def promised_until(*, region: str, today: dt.date) -> dt.date:
    """The last day on which an answer given today must be honoured (rule ``green.test_holds``).

    Raises:
        RuleUnknown.
    """
    return today + dt.timedelta(days=int(lawbook.rule(_HOLDS, on=today, region=region).value))


def promise(*, green_class: str, item: str, proof: str, region: str, today: dt.date) -> str:
    """The number of a binding yes: ``20260408-ABCD-EFGH-IJKL-MNOP``."""
    until = promised_until(region=region, today=today)
    code = _code(green_class, item, proof, until)
    return "-".join((f"{until:%Y%m%d}", *(code[at : at + 4] for at in range(0, len(code), 4))))


def is_promised(number: str, *, green_class: str, item: str, proof: str, today: dt.date) -> bool:
    """Whether we answered yes to just this, and the answer still holds. Small letters and blanks are no matter."""
    found = _NUMBER.fullmatch(re.sub(r"[\s-]", "", number).upper())
    if found is None:
        return False
    try:
        until = dt.date.fromisoformat(found[1])
    except ValueError:
        return False
    return today <= until and constant_time_compare(found[2], _code(green_class, item, proof, until))


def _code(green_class: str, item: str, proof: str, until: dt.date) -> str:
    said = "\n".join((green_class, item, proof, until.isoformat()))
    digest = salted_hmac(_SALT, said, algorithm="sha256").digest()
    return base64.b32encode(digest[:_BYTES]).decode()

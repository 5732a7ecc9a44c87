"""The entry test's binding answer: signed, numbered, and good for a time (F4.6).

It holds no person: class, item, kind of proof, and the day until which the office must honour it. Whoever shows it with
a request may only be refused because his proof is not as stated.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.core import signing

from leyiban.kernel.lawbook import queries as lawbook

_SALT: Final = "cases.green_promise"
_HOLDS: Final = "green.test_holds"


@dataclass(frozen=True, slots=True)
class Promised:
    green_class: str
    item: str
    proof: str
    until: dt.date


def promised_until(*, region: str, today: dt.date) -> dt.date:
    """The last day on which an answer given today must be honoured (rule ``green.test_holds``).

    Raises:
        RuleUnknown.
    """
    return today + dt.timedelta(days=int(lawbook.rule(_HOLDS, on=today, region=region).value))


def promise(*, green_class: str, item: str, proof: str, region: str, today: dt.date) -> str:
    """The number of a binding yes: what was answered, under our signature."""
    until = promised_until(region=region, today=today)
    return signing.dumps([green_class, item, proof, until.isoformat()], salt=_SALT, compress=False)


def read_promise(number: str, *, today: dt.date) -> Promised | None:
    """What an answer of ours says; None: it is none, or its time is over."""
    try:
        green_class, item, proof, until = signing.loads(number.strip(), salt=_SALT)
        promised = Promised(green_class, item, proof, dt.date.fromisoformat(until))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return promised if today <= promised.until else None

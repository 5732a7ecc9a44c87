"""What somebody wrote for a form that the page no longer draws, because somebody else was quicker: shown, so that it is not
lost."""

from collections.abc import Iterable
from typing import Final

from leyiban.web.edge import Trouble, Visit
from leyiban.web.wording import is_chinese

_LONGEST: Final = 10_000  # characters of one text


def leftovers(visit: Visit, trouble: Trouble | None, drawn: Iterable[str]) -> tuple[str, ...]:
    """The texts that were sent and stand in none of the ``drawn`` fields. Codes of choices are no texts."""
    if trouble is None:
        return ()
    names = set(drawn)
    return tuple(
        value[:_LONGEST]
        for name, values in visit.request.POST.lists()
        if name not in names
        for value in values
        if is_chinese(value) or " " in value.strip()
    )

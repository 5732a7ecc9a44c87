"""A bare item as a line of a list: its name, code, agency, and whom to ask."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from leyiban.catalogue.models import City, ListedItem
from leyiban.catalogue.queries import WhereToAsk, where_to_ask
from leyiban.web.parts import Words
from leyiban.web.wording import as_written, gettext


@dataclass(frozen=True, slots=True, kw_only=True)
class BareLine:
    """``ask`` names who answers, ``phones`` are theirs. ``others`` more lines are the same thing, handled elsewhere."""

    name: Words
    link: str
    code: str
    agency: Words
    ask: Words
    phones: tuple[str, ...]
    others: int = 0


def bare_lines(
    items: Sequence[ListedItem], *, city: City, on: dt.date, others: Sequence[int] | None = None
) -> tuple[BareLine, ...]:
    """A line for each item, in order; ``others`` as in :class:`BareLine`, none where it is not given."""
    asks = where_to_ask(items, city=city, on=on) if items else {}
    return tuple(
        _line(item, asks[item.pk], more) for item, more in zip(items, others or [0] * len(items), strict=True)
    )


def _line(item: ListedItem, ask: WhereToAsk, others: int) -> BareLine:
    return BareLine(
        name=as_written(item.name),
        link=reverse("web:listed_item", kwargs={"key": item.pk}),
        code=item.item_code,
        agency=as_written(item.department),
        ask=ask.agency or gettext("政务服务热线"),
        phones=ask.phones,
        others=others,
    )

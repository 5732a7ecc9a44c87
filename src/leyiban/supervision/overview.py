"""How many cards and slips were open at a moment: told of any past one."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from leyiban.supervision.models import Card, Slip
from leyiban.supervision.states import CardKind, SlipKind


def standing_on(moment: dt.datetime, *, region: str) -> dict[str, Any]:
    """Cards by reason and slips by kind that were open at ``moment`` below a region. Two queries."""
    then = Q(opened_at__lt=moment, region__startswith=region) & (
        Q(closed_at__isnull=True) | Q(closed_at__gte=moment)
    )
    cards = dict(Card.objects.filter(then).values_list("reason").annotate(Count("pk")))
    slips = dict(Slip.objects.filter(then).values_list("slip_kind").annotate(Count("pk")))
    return {
        "cards": [{"key": kind.value, "open": cards.get(kind.value, 0)} for kind in CardKind],
        "slips": [{"key": kind.value, "open": slips.get(kind.value, 0)} for kind in SlipKind],
    }

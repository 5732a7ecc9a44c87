"""The dry run of a variant on last month's real cases, without which it is not published (F4.4)."""

import datetime as dt
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction

from leyiban.cases.answers import read_answers
from leyiban.cases.models import Case
from leyiban.cases.rules.variant_trial import TriedCase, tried
from leyiban.catalogue.errors import RuleFileRefused
from leyiban.catalogue.models import ItemVariant, VariantTrial
from leyiban.catalogue.operations import base_of, made_of, record_trial
from leyiban.kernel.actors import Actor
from leyiban.kernel.moments import city_date

TRIED_ON: Final = dt.timedelta(days=30)
_MOST: Final = 1000  # the newest


def try_variant(*, variant: ItemVariant, actor: Actor, now: dt.datetime) -> VariantTrial:
    """Run every case of the last 30 days by the item's present rules and by the variant's, and keep what differs. No
    case is changed.

    Raises:
        NotAllowed: the actor does not administer the city. ItemUnknown: the item is not in force.
        RuleFileRefused: the variant makes no rule file of the present version.
    """
    with transaction.atomic():
        today = city_date(now)
        base = base_of(variant, on=today)
        made = made_of(variant, base)
        if made.rulefile is None:
            raise RuleFileRefused(made.problems)
        rows = Case.objects.filter(
            item_version__item=variant.item, received_at__gte=now - TRIED_ON, received_at__lte=now
        )
        found = [
            tried(
                case.number,
                read_answers(case.answers),
                base=base.rulefile,
                made=made.rulefile,
                variant=variant.told,
                today=today,
            )
            for case in rows.only("number", "answers").order_by("-received_at", "-pk")[:_MOST]
        ]
        return record_trial(
            variant=variant,
            made=made,
            base=base,
            found={"cases": [_kept(each) for each in found if each.differs]},
            cases=len(found),
            differing=sum(each.differs for each in found),
            stopped=sum(bool(each.stopped) for each in found),
            actor=actor,
            now=now,
        )


def _kept(case: TriedCase) -> dict[str, Any]:
    return asdict(case)

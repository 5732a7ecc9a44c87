"""What the platform does to open renewals (R13)."""

import datetime as dt

from django.db import transaction

from leyiban.cases.flow import CASE_FLOW
from leyiban.cases.models import Case
from leyiban.kernel.actors import Actor
from leyiban.kernel.flows.engine import take


def lapse_renewals(*, licence: str, actor: Actor, now: dt.datetime) -> None:
    """Silence no longer renews this licence, because an office took it away. Twice is once."""
    with transaction.atomic():
        for pk in Case.objects.filter(earlier_licence=licence, deemed_at__isnull=False).values_list(
            "pk", flat=True
        ):
            taken = take(CASE_FLOW, pk, now=now)
            if taken.matter.deemed_at is not None:
                taken.make("lapse_renewal", actor=actor, now=now)

"""Which licences end soon: what the office of the issuer watches and what reminders go by."""

import datetime as dt

from django.db.models import QuerySet

from leyiban.credentials.models import Licence
from leyiban.credentials.states import LicenceStatus
from leyiban.kernel.actors import Actor


def ending(*, after: dt.date, until: dt.date) -> QuerySet[Licence]:
    """Licences in force whose last day lies in this stretch, the first to end first."""
    rows = Licence.objects.filter(status=LicenceStatus.VALID, valid_until__gte=after, valid_until__lte=until)
    return rows.select_related("issuer__region", "holder").order_by("valid_until", "pk")


def ending_here(actor: Actor, *, after: dt.date, until: dt.date, limit: int) -> list[Licence]:
    """Those that the actor's agencies issued."""
    agencies = {post.agency_id for post in actor.posts}
    return list(ending(after=after, until=until).filter(issuer_id__in=agencies)[:limit])

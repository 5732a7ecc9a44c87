"""Load a city's classes of the green channel. What was added by a decision is on the ledger with who decided (M4.1)."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.kinds import GreenClassSet
from leyiban.catalogue.models import City, GreenClass
from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.people.operations.loading import Loaded


def load_green_classes(
    *, city: City, entries: Sequence[GreenClassEntry], actor: Actor, now: dt.datetime
) -> Loaded:
    """The city's classes become exactly these; grants that were made keep the terms they were made under.

    Each class that is new or changed, and each that is gone, is a public entry of the ledger.
    """
    loaded = Loaded()
    with transaction.atomic():
        stored = {(each.key, each.valid_from): each for each in city.green_classes.select_for_update()}
        for position, entry in enumerate(entries):
            row, wanted = stored.pop((entry.key, entry.valid_from), None), entry.model_dump(mode="json")
            if row is None:
                row = GreenClass(city=city, key=entry.key, valid_from=entry.valid_from)
                loaded += Loaded(created=1)
            elif row.entry == wanted and row.position == position:
                loaded += Loaded(unchanged=1)
                continue
            else:
                loaded += Loaded(changed=1)
            is_news = row.pk is None or row.entry != wanted
            row.position, row.valid_to, row.entry = position, entry.valid_to, wanted
            row.save()
            if is_news:
                _record(city, row, "holds", actor, now)
        for row in stored.values():
            _record(city, row, "removed", actor, now)
            row.delete()
            loaded += Loaded(changed=1)
    return loaded


def _record(city: City, row: GreenClass, state: str, actor: Actor, now: dt.datetime) -> None:
    told, decision = row.told, row.told.decision
    city.version += 1
    city.save(update_fields=["version"])
    append(
        facts=GreenClassSet(
            key=row.key,
            state=state,
            valid_from=row.valid_from.isoformat(),
            valid_to=row.valid_to.isoformat() if row.valid_to else None,
            decided_by=decision.by.zh if decision else None,
            decision=decision.number if decision else None,
            why=decision.why.zh if decision else None,
            limit_percent=told.allows.limit_percent,
            may_pass=told.allows.may_pass,
            firm_percent=told.allows.firm_percent,
        ),
        subject=Subject("city", city.region.code, city.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )

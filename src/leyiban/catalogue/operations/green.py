"""Load a city's classes of the green channel. What was added by a decision is on the ledger with who decided (M4.1)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from leyiban.catalogue.greenfile import GreenClassEntry
from leyiban.catalogue.kinds import GreenClassSet
from leyiban.catalogue.models import City, GreenClass, GreenContact
from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.people.models import Agency
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """Whom the office with the credit code ``agency`` names for the green channel."""

    agency: str
    name: str
    name_en: str
    phone: str


def load_green_contacts(*, city: City, rows: Sequence[ContactRow]) -> Loaded:
    """The city's named contacts become exactly these."""
    loaded = Loaded()
    with transaction.atomic():
        stored = {each.agency.uscc: each for each in city.green_contacts.select_related("agency")}
        offices = Agency.objects.in_bulk([row.agency for row in rows], field_name="uscc")
        for row in rows:
            said = {"name": row.name, "name_en": row.name_en, "phone": row.phone}
            there = stored.pop(row.agency, None)
            if there is None:
                GreenContact.objects.create(city=city, agency=offices[row.agency], **said)
                loaded += Loaded(created=1)
            elif said == {name: getattr(there, name) for name in said}:
                loaded += Loaded(unchanged=1)
            else:
                GreenContact.objects.filter(pk=there.pk).update(**said)
                loaded += Loaded(changed=1)
        GreenContact.objects.filter(pk__in=[each.pk for each in stored.values()]).delete()
        return loaded + Loaded(changed=len(stored))


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

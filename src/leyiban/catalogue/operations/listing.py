"""Bring lists of bare items into the catalogue: every line kept as printed, the same list twice is once."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from leyiban.catalogue.errors import ListOutOfOrder
from leyiban.catalogue.kinds import ItemsListed
from leyiban.catalogue.models import City, ListedItem
from leyiban.catalogue.models.listed import COLUMNS, ListedItemQuerySet
from leyiban.catalogue.operations.searching import search_changed
from leyiban.catalogue.rights import may_publish
from leyiban.kernel.actors import Actor
from leyiban.kernel.errors import NotAllowed
from leyiban.kernel.ledger.operations import Subject, append

Cells = tuple[str, ...]
"""The seven fields of a line in the order of ``COLUMNS``."""

_BATCH = 1000
_Key = tuple[str, int]  # digest and occurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class ListImport:
    """What an import did. ``kept`` lines stood there already; ``others`` stand in the same areas, but not in the file."""

    lines: int
    added: int
    kept: int
    ended: int
    others: int

    @property
    def changed(self) -> bool:
        return bool(self.added or self.ended)


def import_list(
    *, city: City, lines: Sequence[Cells], since: dt.date, whole: bool, actor: Actor, now: dt.datetime
) -> ListImport:
    """Put ``lines`` on the city's list from ``since`` on. A line that stands there already stays as it is.

    Args:
        whole: the file is all there is for the areas it names: what it leaves out ends on ``since``, and the
            order becomes the file's.

    Raises:
        NotAllowed: the actor does not administer the city.
        ListOutOfOrder: a later list of one of these areas is here already, and this one would change something or
            says of a line that it stood there earlier.
    """
    if not may_publish(actor, city):
        raise NotAllowed
    wanted = _counted(lines)
    with transaction.atomic():
        locked = City.objects.select_for_update(of=("self",)).select_related("region").get(pk=city.pk)
        standing = _standing(locked, {cells[_AREA] for cells in lines})
        missing = [key for key in wanted if key not in standing]
        left_out = [key for key in standing if key not in wanted]
        ending = left_out if whole else []
        begins_later = any(standing[key].since > since for key in wanted if key in standing)
        if missing or ending or begins_later:
            _in_order(locked, lines, since)
            _end(locked, standing, ending, since)
            _add(locked, {key: wanted[key] for key in missing}, since)
        if whole:
            _put_in_order(locked, wanted)
        done = ListImport(
            lines=len(lines),
            added=len(missing),
            kept=len(lines) - len(missing),
            ended=len(ending),
            others=len(left_out) - len(ending),
        )
        if done.changed:
            _record(locked, digest_of_lines(lines), done, since=since, actor=actor, now=now)
        return done


def digest_of_lines(lines: Iterable[Cells]) -> str:
    """``sha256:<hex>`` over the lines in their order."""
    return "sha256:" + hashlib.sha256(_canonical([list(cells) for cells in lines])).hexdigest()


_AREA = list(COLUMNS).index("areaCode")


def _counted(lines: Sequence[Cells]) -> dict[_Key, Cells]:
    """Lines by digest; the second of two equal lines is occurrence 1, so that none swallows another."""
    seen: Counter[str] = Counter()
    counted: dict[_Key, Cells] = {}
    for cells in lines:
        digest = hashlib.sha256(_canonical(list(cells))).hexdigest()
        counted[digest, seen[digest]] = cells
        seen[digest] += 1
    return counted


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _lines_of(city: City, areas: set[str]) -> ListedItemQuerySet:
    return ListedItem.objects.of_city(city).filter(area_code__in=areas)


@dataclass(frozen=True, slots=True)
class _Standing:
    key: int
    since: dt.date


def _standing(city: City, areas: set[str]) -> dict[_Key, _Standing]:
    """The rows that stand now, by digest and occurrence."""
    rows = _lines_of(city, areas).filter(until__isnull=True)
    return {
        (digest, number): _Standing(key, since)
        for digest, number, key, since in rows.values_list("digest", "occurrence", "pk", "since")
    }


def _in_order(city: City, lines: Sequence[Cells], since: dt.date) -> None:
    """Lists come in in the order of their days: an older one would have to say what the later one left out."""
    known = _lines_of(city, {cells[_AREA] for cells in lines}).aggregate(
        began=Max("since"), ended=Max("until")
    )
    latest = max((day for day in known.values() if day is not None), default=since)
    if since < latest:
        raise ListOutOfOrder(day=latest.isoformat())


def _end(city: City, standing: dict[_Key, _Standing], ending: list[_Key], since: dt.date) -> None:
    keys = [standing[key].key for key in ending]
    for start in range(0, len(keys), _BATCH):
        city.listed_items.filter(pk__in=keys[start : start + _BATCH]).update(until=since)


def _add(city: City, lines: dict[_Key, Cells], since: dt.date) -> None:
    first = _next_position(city)
    ListedItem.objects.bulk_create(
        (
            ListedItem(
                city=city,
                position=first + place,
                digest=digest,
                occurrence=occurrence,
                since=since,
                **dict(zip(COLUMNS.values(), cells, strict=True)),
            )
            for place, ((digest, occurrence), cells) in enumerate(lines.items())
        ),
        batch_size=_BATCH,
    )


def _put_in_order(city: City, wanted: dict[_Key, Cells]) -> None:
    """The file's order, behind everything else; nothing is written where it is the order already."""
    areas = {cells[_AREA] for cells in wanted.values()}
    rows = {(row.digest, row.occurrence): row for row in _lines_of(city, areas).filter(until__isnull=True)}
    in_file = [rows[key] for key in wanted]
    positions = [row.position for row in in_file]
    if positions == sorted(positions):
        return
    first = _next_position(city)
    for place, row in enumerate(in_file):
        row.position = first + place
    ListedItem.objects.bulk_update(in_file, ["position"], batch_size=_BATCH)


def _next_position(city: City) -> int:
    last = city.listed_items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _record(
    city: City, digest: str, done: ListImport, *, since: dt.date, actor: Actor, now: dt.datetime
) -> None:
    search_changed(city)
    city.version += 1
    city.save(update_fields=["version"])
    append(
        facts=ItemsListed(
            key=city.key, digest=digest, added=done.added, ended=done.ended, since=since.isoformat()
        ),
        subject=Subject("city", city.region.code, city.version),
        actor=actor,
        happened_at=now,
        entered_at=now,
    )

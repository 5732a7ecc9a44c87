"""Sent equals received, day by day: by number and digest with the province's signed count, else record by record."""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from leyiban.kernel.actors import system_actor
from leyiban.kernel.ledger.models import Entry
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.kernel.outbound.operations import send_later
from leyiban.province.errors import NothingToResend
from leyiban.province.kinds import DayReconciled
from leyiban.province.line import ASK_RECORDS, ASK_STATEMENT, DayAsked, DayStated, Records, Statement
from leyiban.province.models import DayChecked, Discrepancy, Line, Record
from leyiban.province.operations.polling import locked_line
from leyiban.province.operations.reporting import resend_record
from leyiban.province.signing import digest_of, is_signed
from leyiban.province.states import Difference, Doubt

_CASE_OF = "?"  # of a record that we never reported, nothing is known
_AFTER_RECORDS = -2  # the priority of a question that counts them
_ON_ITS_WAY = dt.timedelta(minutes=5)  # what records may need to arrive before they are counted


def reconcile(*, day: dt.date, now: dt.datetime) -> DayChecked:
    """Ask the province for its signed count of a day's records; what comes is compared when it comes.

    While records of the day are still on their way, it is asked a little later.
    """
    with transaction.atomic():
        row = _locked(day)
        row.asked += 1
        row.save()
        on_its_way = Record.objects.filter(day=day, arrived_at=None, failed="").exists()
        send_later(
            call=ASK_STATEMENT,
            payload=DayAsked(day=day.isoformat()),
            key=f"statement:{day}:{row.asked}",
            now=now,
            due_at=now + _ON_ITS_WAY if on_its_way else now,
            priority=_AFTER_RECORDS,
        )
    return row


def take_statement(statement: Statement, *, day: dt.date, now: dt.datetime) -> None:
    """The signed count of a day: it agrees, or its records are asked for one by one."""
    with transaction.atomic():
        row, line = _locked(day), locked_line()
        row.statement, row.signature, row.checked_at = statement.body, statement.signature, now
        key = line.key or _pinned(line, statement.key, now)
        if not is_signed(statement.body, statement.signature, key=key):
            row.doubt = Doubt.SIGNATURE
            row.save()
            return
        stated = DayStated.model_validate_json(statement.body)
        if stated.day != day:
            row.doubt = Doubt.OTHER_CASE
            row.save()
            return
        row.doubt, row.theirs, row.their_digest = "", stated.count, stated.digest
        row.ours, row.our_digest = _ours(day)
        row.seen = []
        row.save()
        row.discrepancies.all().delete()
        if row.agrees:
            _enter(row, now=now)
        else:
            _ask_records(row, place=0, now=now)


def take_records(records: Records, *, day: dt.date, place: int, now: dt.datetime) -> None:
    """A part of the province's records of a day; after the last part every difference is known."""
    with transaction.atomic():
        row = _locked(day)
        if place != len(row.seen):
            return  # an answer to an earlier asking
        theirs = [(str(json.loads(body)["id"]), body) for body in records.records]
        ours = {each.name: each for each in Record.objects.filter(name__in=[name for name, _ in theirs])}
        for name, body in theirs:
            _compare(row, name, body, ours.get(name), now=now)
        row.seen = [*row.seen, *(name for name, _ in theirs)]
        row.save()
        if records.more:
            _ask_records(row, place=len(row.seen), now=now)
            return
        _note_missing_and_doubled(row, now=now)
        _enter(row, now=now)
        if not row.discrepancies.exists() and _arrived_since(row):
            reconcile(day=day, now=now)  # records came in between the count and the listing


def resend_discrepancies(*, day: dt.date, now: dt.datetime) -> int:
    """Send again whatever is missing, doubled or different over there, and ask for the day's count anew. How many.

    Raises:
        NothingToResend: nothing of that day differs, or only what we never reported.
    """
    with transaction.atomic():
        row = _locked(day)
        ours = row.discrepancies.exclude(difference=Difference.UNKNOWN).order_by("name")
        names = list(ours.values_list("name", flat=True))
        if not names:
            raise NothingToResend
        for name in names:
            resend_record(name=name, now=now)
    return len(names)


def _arrived_since(row: DayChecked) -> bool:
    return Record.objects.filter(day=row.day, arrived_at__gte=row.checked_at).exists()


def _locked(day: dt.date) -> DayChecked:
    DayChecked.objects.get_or_create(day=day)
    return DayChecked.objects.select_for_update().get(day=day)


def _pinned(line: Line, key: str, now: dt.datetime) -> str:
    """A line that has only reported so far believes the first key it hears."""
    line.key, line.key_since = key, now
    line.save()
    return key


def _ask_records(row: DayChecked, *, place: int, now: dt.datetime) -> None:
    send_later(
        call=ASK_RECORDS,
        payload=DayAsked(day=row.day.isoformat(), place=place),
        key=f"records:{row.day}:{row.asked}:{place}",
        now=now,
    )


def _ours(day: dt.date) -> tuple[int, str]:
    rows = Record.objects.filter(day=day).values_list("name", "digest")
    return len(rows), _digest(rows)


def _digest(rows: Iterable[tuple[str, str]]) -> str:
    """Over ``name digest`` in the order of names, as the province does it."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(rows))
    return f"sha256:{hashlib.sha256(lines.encode()).hexdigest()}"


def _compare(row: DayChecked, name: str, body: str, record: Record | None, *, now: dt.datetime) -> None:
    if record is None:
        _note(row, name, Difference.UNKNOWN, [], _CASE_OF, now=now)
    elif digest_of(body) != record.digest:
        _note(row, name, Difference.DIFFERENT, _fields(record, body), record.case_number, now=now)


def _fields(record: Record, body: str) -> list[str]:
    """Names of the fields that differ; of an erased record nothing can be said."""
    text = record.body.reveal()
    ours, theirs = json.loads(text)["fields"] if text else {}, json.loads(body)["fields"]
    return sorted(key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key))


def _note_missing_and_doubled(row: DayChecked, *, now: dt.datetime) -> None:
    seen = Counter(row.seen)
    for record in Record.objects.filter(day=row.day).order_by("name"):
        if not seen[record.name]:
            _note(row, record.name, Difference.MISSING, [], record.case_number, now=now)
        elif seen[record.name] > 1:
            _note(row, record.name, Difference.DOUBLED, [], record.case_number, now=now)


def _note(
    row: DayChecked, name: str, difference: Difference, fields: list[str], case: str, *, now: dt.datetime
) -> None:
    Discrepancy.objects.update_or_create(
        day=row,
        name=name,
        defaults={"difference": difference, "fields": fields, "case_number": case, "found_at": now},
    )


def _enter(row: DayChecked, *, now: dt.datetime) -> None:
    key = row.day.isoformat()
    append(
        facts=DayReconciled(
            day=key,
            ours=row.ours,
            theirs=row.theirs or 0,
            our_digest=row.our_digest,
            their_digest=row.their_digest,
            discrepancies=row.discrepancies.count(),
        ),
        subject=Subject(
            "province_day",
            key,
            Entry.objects.filter(subject_kind="province_day", subject_key=key).count() + 1,
        ),
        actor=system_actor(),
        happened_at=now,
        entered_at=now,
    )

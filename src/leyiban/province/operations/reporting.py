"""Records of cases go up to the province's collector, each once, in its format."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from leyiban.kernel.moments import city_date
from leyiban.kernel.outbound.operations import cancel, send_later
from leyiban.province.errors import NothingToResend
from leyiban.province.formats import PRESENT, RecordKind, missing
from leyiban.province.line import PROVINCE, REPORT, Message
from leyiban.province.models import Record
from leyiban.province.signing import digest_of, text_of

_RESENT = "sent_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReport:
    """``name`` is the same for the same entry of the ledger; ``fields`` are those of the format's kind."""

    name: str
    case_number: str
    kind: RecordKind
    fields: Mapping[str, str]


def report(*, record: ToReport, now: dt.datetime) -> Record:
    """Write one record and send it up. The same name again changes nothing.

    Raises:
        ValueError: the fields are not those of the present format.
    """
    if wrong := missing(record.kind, record.fields):
        raise ValueError(f"{record.kind} of {PRESENT}: {', '.join(wrong)}")
    day = city_date(now)
    body = text_of(
        {
            "format": PRESENT,
            "id": record.name,
            "kind": record.kind.value,
            "day": day.isoformat(),
            "fields": dict(record.fields),
        }
    )
    with transaction.atomic():
        row, is_new = Record.objects.get_or_create(
            name=record.name,
            defaults={
                "case_number": record.case_number,
                "kind": record.kind.value,
                "day": day,
                "body": body,
                "digest": digest_of(body),
                "written_at": now,
            },
        )
        if is_new:
            _send(row, now=now)
    return row


def resend_record(*, name: str, now: dt.datetime) -> Record:
    """Send a record again as it was: over there it takes the place of whatever stands under its name.

    Raises:
        NothingToResend: there is no such record, or its content was erased.
    """
    with transaction.atomic():
        row = Record.objects.select_for_update().filter(name=name).first()
        if row is None or not row.body.reveal():
            raise NothingToResend
        cancel(service=PROVINCE.name, key=_key(row), reason=_RESENT, now=now)
        row.sendings += 1
        row.arrived_at, row.failed = None, ""
        row.save()
        _send(row, now=now)
    return row


def record_reported(*, key: str, now: dt.datetime) -> None:
    """The collector has it."""
    name, sending = _parse(key)
    Record.objects.filter(name=name, sendings=sending).update(arrived_at=now, failed="")


def record_not_reported(*, key: str, reason: str) -> None:
    """It was given up, or the collector refused its format."""
    name, sending = _parse(key)
    Record.objects.filter(name=name, sendings=sending).update(failed=reason)


def _send(row: Record, *, now: dt.datetime) -> None:
    send_later(call=REPORT, payload=Message(body=row.body.reveal()), key=_key(row), now=now, priority=-1)


def _key(row: Record) -> str:
    return f"record:{row.name}:{row.sendings}"


def _parse(key: str) -> tuple[str, int]:
    name, _, sending = key.removeprefix("record:").rpartition(":")
    return name, int(sending)

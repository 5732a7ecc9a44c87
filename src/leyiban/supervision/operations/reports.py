"""Daily reports and predictions as they are kept."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from leyiban.kernel.actors import Actor
from leyiban.kernel.ledger.canonical import canonical_json
from leyiban.kernel.ledger.operations import Subject, append
from leyiban.supervision.kinds import ReportDrawn
from leyiban.supervision.models import DailyReport, Prediction


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """One prediction; what the fields are, :class:`~leyiban.supervision.models.Prediction` says."""

    about_number: str
    agency: int
    region: str
    item: str
    used: int
    needed: int
    left: int
    steps: int
    learnt_from: int
    likely_late: bool


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical form of what a report says."""
    return hashlib.sha256(canonical_json(dict(content))).hexdigest()


def keep_report(
    *,
    day: dt.date,
    region: str,
    content: Mapping[str, Any],
    position: int,
    actor: Actor,
    now: dt.datetime,
) -> DailyReport | None:
    """Keep what the report of a day says and bind it on the ledger. None: it was drawn before and stays as it is.

    Args:
        content: strings, integers, lists and mappings of them.
        position: the ledger's end that it was drawn from.
    """
    with transaction.atomic():
        digest = digest_of(content)
        report, is_new = DailyReport.objects.get_or_create(
            day=day,
            region=region,
            defaults={
                "content": dict(content),
                "digest": digest,
                "position": position,
                "drawn_at": now,
            },
        )
        if not is_new:
            return None
        append(
            facts=ReportDrawn(day=day.isoformat(), region=region, content=digest, position=position),
            subject=Subject("supervision_report", f"{region}/{day.isoformat()}", 1),
            actor=actor,
            happened_at=now,
            entered_at=now,
        )
        return report


def keep_predictions(*, day: dt.date, foreseen: Iterable[Foreseen]) -> int:
    """Keep what is foreseen on a day; what is there already stays. Returns how many are new."""
    rows = [Prediction(day=day, **asdict(each)) for each in foreseen]
    known = set(Prediction.objects.filter(day=day).values_list("about_number", flat=True))
    fresh = [row for row in rows if row.about_number not in known]
    Prediction.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def settle_predictions(*, number: str, late: bool) -> int:
    """The matter was decided, in time or late: so its predictions were right or wrong. Returns how many."""
    return Prediction.objects.filter(about_number=number, late__isnull=True).update(late=late)

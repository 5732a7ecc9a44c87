"""Writing down a check on site, and signing what was written (R6)."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from leyiban.cases.answers import seal_words
from leyiban.cases.errors import OfficerUnknown
from leyiban.cases.models import Case, Opinion, SiteCheck, SiteCheckOfficer
from leyiban.cases.operations.review import open_points, refuse_chair
from leyiban.cases.operations.taking import take_as_office
from leyiban.cases.queries.site_checks import officers_for, open_record
from leyiban.cases.rules.review import task_of
from leyiban.cases.rules.site_checks import SignatureGiven, SiteCheckGiven
from leyiban.kernel.actors import Actor
from leyiban.kernel.flows.engine import Moved


def record_site_check(
    *,
    case_id: int,
    version: int | None,
    officers: Sequence[str],
    checked_at: dt.datetime,
    place: str,
    findings: str,
    conclusion: str,
    points: Mapping[str, str],
    actor: Actor,
    now: dt.datetime,
) -> Moved[Case]:
    """现场核查笔录 [ALL art. 34 para. 3]: who was there, when, where, what they found. Whoever writes it signs it;
    the others sign with their own accounts. Writing it anew voids a record that not all have signed.

    Args:
        officers: pseudonyms of everybody who was there, the writer among them.
        conclusion: ``agree`` or ``disagree``.
        points: review point → ``yes`` or ``no``.

    Raises:
        OfficerUnknown: somebody has no post of review in this office, or is named twice. TooFewOfficers,
        RecorderAbsent, CheckTimeWrong, PlaceNeeded, PointsOpen, ReasonNeeded, NoSiteCheck, ChairMayNotReview, Stale, WrongState,
        MoveNotAllowed, OwnCase.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case, task = taken.matter, taken.matter.task
        refuse_chair(case, actor)
        words = seal_words(f"{place}\n{findings}")
        given = SiteCheckGiven(
            number=case.site_checks.count() + 1,
            officers=_named(case, officers, now),
            least=case.limits.get("site_check_officers", 0),
            checked_at=checked_at,
            place=place,
            conclusion=conclusion,
            points=points,
            open_points=open_points(case, task, points=points),
            text=findings,
            digest=words.digest,
        )
        moved = taken.make("record_site_check", given, actor=actor, now=now)
        case.site_checks.waiting().update(voided_at=now)
        _keep_record(case, task, given, words.salt, actor, now)
        return moved


def _named(case: Case, officers: Sequence[str], now: dt.datetime) -> dict[int, str]:
    """Account → pseudonym.

    Raises:
        OfficerUnknown.
    """
    known = {each.pseudonym: each.pk for each in officers_for(case, now=now)}
    if len(set(officers)) != len(officers) or not known.keys() >= set(officers):
        raise OfficerUnknown
    return {known[pseudonym]: pseudonym for pseudonym in officers}


def _keep_record(
    case: Case, task: str, given: SiteCheckGiven, salt: bytes, actor: Actor, now: dt.datetime
) -> None:
    record = SiteCheck.objects.create(
        case=case,
        number=given.number,
        task=task,
        checked_at=given.checked_at,
        place=given.place,
        findings=given.text,
        salt=salt,
        conclusion=given.conclusion,
        points=dict(given.points),
        post_id=case.route[task_of(case, task)["by"]],
        recorded_by_id=actor.account,
        recorded_at=now,
    )
    SiteCheckOfficer.objects.bulk_create(
        SiteCheckOfficer(
            record=record, account_id=account, signed_at=now if account == actor.account_id else None
        )
        for account in sorted(given.officers)
    )


def sign_site_check(*, case_id: int, version: int | None, actor: Actor, now: dt.datetime) -> Moved[Case]:
    """Somebody who was there signs the record as it is; with the last signature it stands as the task's opinion.

    Raises:
        NoSiteCheck, Stale, WrongState, OwnCase. MoveNotAllowed: not named in it, or signed already.
    """
    with transaction.atomic():
        taken = take_as_office(case_id, version=version, actor=actor, now=now)
        case = taken.matter
        record = open_record(case)
        given = SignatureGiven(
            number=0 if record is None else record.number,
            officers=0 if record is None else record.officers.count(),
            conclusion="" if record is None else record.conclusion,
        )
        moved = taken.make("sign_site_check", given, actor=actor, now=now)
        assert record is not None  # whoever may sign is named in it
        record.officers.filter(account_id=actor.account).update(signed_at=now)
        if not case.signers:
            _close(record, now)
        return moved


def _close(record: SiteCheck, now: dt.datetime) -> None:
    record.signed_at = now
    record.save(update_fields=["signed_at"])
    Opinion.objects.create(
        case_id=record.case_id,
        task=record.task,
        conclusion=record.conclusion,
        points=record.points,
        text=f"{record.place.reveal()}\n{record.findings.reveal()}",  # what the ledger's commitment is made of
        salt=record.salt,
        post_id=record.post_id,
        given_by_id=record.recorded_by_id,
        given_at=now,
    )

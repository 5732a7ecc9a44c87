"""Base, step and result records of every case go up to the province's collector (办件汇聚)."""

import datetime as dt
from typing import Final

from leyiban.cases.models import Case
from leyiban.credentials.models import Licence
from leyiban.kernel.ledger.canonical import canonical_moment
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.province.formats import RecordKind
from leyiban.province.operations import ToReport, report

_FILED: Final = "case.submitted/1"
_STEPS: Final = {
    "case.accepted/1": "受理",
    "case.correction_notified/1": "补正告知",
    "case.supplemented/1": "补正受理",
    "case.opinion_given/1": "审查",
    "case.joint_noted/1": "会审",
    "case.special_started/1": "特别程序开始",
    "case.special_ended/1": "特别程序结束",
    "case.extended/1": "延期",
    "case.delivered/1": "送达",
}
_RESULTS: Final = {
    "case.decided/1": "办结",
    "case.deemed_renewed/1": "准予",
    "case.refused/1": "不予受理",
    "case.withdrawn/1": "撤回",
    "case.terminated/1": "终止",
    "case.licence_made/1": "出证",
}
_DECISIONS: Final = {"grant": "准予许可", "deny": "不予许可"}


@reaction(_FILED, *_STEPS, *_RESULTS, follower="joins.cases_are_reported_to_the_province", from_now=True)
def report_case(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """One record for each entry; the platform that begins to report does not report its past."""
    case = Case.objects.select_related("item_version__item", "agency", "applicant").get(
        number=entry.subject_key
    )
    kind, fields = _record(entry, case)
    report(
        record=ToReport(
            name=f"{case.number}:{entry.seq}",
            case_number=case.number,
            kind=kind,
            fields={"case": case.number, "agency": case.agency.uscc, **fields},
        ),
        now=now,
    )


def _record(entry: LedgerEntry, case: Case) -> tuple[RecordKind, dict[str, str]]:
    at = canonical_moment(entry.happened_at)
    if entry.kind == _FILED:
        return RecordKind.BASE, _base(case)
    if entry.kind in _STEPS:
        return RecordKind.STEP, {"step": _STEPS[entry.kind], "happened_at": at}
    result = _DECISIONS.get(getattr(entry.facts, "decision", ""), _RESULTS[entry.kind])
    fields = {"result": result, "ended_at": at}
    if entry.kind == "case.licence_made/1":
        licence = Licence.objects.filter(case_number=case.number).values_list("number", flat=True).first()
        fields["licence"] = licence or ""
    return RecordKind.RESULT, fields


def _base(case: Case) -> dict[str, str]:
    """Who applies is told by kind only: the province's format asks no more of the collector."""
    rules = case.rules
    body = rules.implementing_in(case.region)
    return {
        "item": case.item_version.item.code if body is None else body.task_code,
        "item_name": rules.name.zh,
        "agency_name": case.agency.name,
        "region": case.region,
        "applicant_kind": "法人" if case.applicant.is_legal else "自然人",
        "received_at": canonical_moment(case.received_at),
        "channel": case.channel,
    }

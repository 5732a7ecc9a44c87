"""What the office wrote into the case: opinions, records of checks on site, and the notices it sent."""

import datetime as dt
from dataclasses import dataclass

from leyiban.cases.models import CorrectionNotice, Opinion, SiteCheck
from leyiban.cases.queries import CaseFile
from leyiban.catalogue.rulefile import ReviewPoint
from leyiban.web import formats
from leyiban.web.parts import Words
from leyiban.web.wording import gettext
from leyiban.web.workbench.case.story import conclusion_words, target_name
from leyiban.web.workbench.rows import task_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionShown:
    """One opinion: on which task, by whom, what it concluded, and the points that did not fit."""

    task: Words
    by: str
    at: dt.datetime
    conclusion: str
    text: str
    failed: tuple[Words, ...]
    passed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectShown:
    name: str
    what: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeShown:
    """A correction notice: what it asked for and what became of it."""

    number: int
    by: str
    at: dt.datetime
    state: str
    repeated: bool
    reason: str
    defects: tuple[DefectShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureShown:
    name: str
    signed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordShown:
    """The record of a check on site, and who signed it."""

    number: int
    state: str
    at: dt.datetime
    place: str
    findings: str
    conclusion: str
    officers: tuple[SignatureShown, ...]


def opinions_of(file: CaseFile) -> tuple[OpinionShown, ...]:
    """In the order in which they were given."""
    return tuple(_opinion(each, file) for each in file.opinions)


def _opinion(opinion: Opinion, file: CaseFile) -> OpinionShown:
    failed = [point for point in _points(file) if opinion.points.get(point.key) == "no"]
    return OpinionShown(
        task=task_name(file.rules, opinion.task),
        by=f"{opinion.given_by.display_name} · {opinion.post.name}",
        at=opinion.given_at,
        conclusion=conclusion_words(opinion.conclusion),
        text=opinion.text.reveal(),
        failed=tuple(point.text for point in failed),
        passed=sum(answer == "yes" for answer in opinion.points.values()),
    )


def _points(file: CaseFile) -> tuple[ReviewPoint, ...]:
    """Of every task: a decision on the spot answers them all, and each opinion only its own."""
    found = {point.key: point for each in file.rules.plan.tasks for point in each.points}
    return tuple(found.values())


def records_of(file: CaseFile, *, now: dt.datetime) -> tuple[RecordShown, ...]:
    """Records of checks on site, the void ones among them: their words stay readable."""
    return tuple(
        RecordShown(
            number=record.number,
            state=_record_state(record),
            at=record.checked_at,
            place=record.place.reveal(),
            findings=record.findings.reveal(),
            conclusion=gettext("符合条件") if record.conclusion == "agree" else gettext("不符合条件"),
            officers=tuple(
                SignatureShown(
                    name=each.account.display_name,
                    signed=gettext("%(at)s签字") % {"at": formats.moment(each.signed_at, now)}
                    if each.signed_at
                    else gettext("还没签字"),
                )
                for each in sorted(record.officers.all(), key=lambda each: each.pk)
            ),
        )
        for record in file.site_checks
    )


def _record_state(record: SiteCheck) -> str:
    if record.voided_at is not None:
        return gettext("已作废")
    return gettext("等签字") if record.signed_at is None else gettext("签齐了")


def notices_of(file: CaseFile, *, now: dt.datetime) -> tuple[NoticeShown, ...]:
    """Every notice, also one that was taken back: its words stay readable."""
    return tuple(
        NoticeShown(
            number=notice.number,
            by=notice.told_by.display_name,
            at=notice.told_at,
            state=_state(notice, now),
            repeated=notice.repeated,
            reason=notice.reason.reveal() if notice.reason is not None else "",
            defects=tuple(
                DefectShown(
                    name=target_name(defect["target"], file.rules), what=defect["what"], how=defect["how"]
                )
                for defect in defects
            ),
        )
        for notice, defects in file.notices
    )


def _state(notice: CorrectionNotice, now: dt.datetime) -> str:
    if notice.withdrawn_at is not None:
        return gettext("%(at)s收回") % {"at": formats.moment(notice.withdrawn_at, now)}
    if notice.supplemented_at is not None:
        return gettext("%(at)s补齐") % {"at": formats.moment(notice.supplemented_at, now)}
    return gettext("公开过,时限没停") if notice.repeated else gettext("等申请人补")

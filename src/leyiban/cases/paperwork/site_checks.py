"""The record of a check on site, on paper."""

from leyiban.cases import papers_of_law as papers
from leyiban.cases.models import SiteCheck
from leyiban.cases.papers_of_law import Fact
from leyiban.cases.paperwork.context import Context
from leyiban.cases.paperwork.parties import parties
from leyiban.cases.paperwork.words import event_in_words

_CONCLUSIONS = {"agree": "符合条件", "disagree": "不符合条件"}


def site_check_record(context: Context) -> papers.SiteCheckRecord:
    """R6 [ALL art. 34 para. 3]: signed by everybody who was there, each with his own account."""
    record = SiteCheck.objects.get(case=context.case, number=context.entry.facts.check)
    signatures = record.officers.select_related("account").order_by("signed_at", "pk")
    return papers.SiteCheckRecord(
        addressee=context.addressee,
        opening=context.opening("您申请“{item}”，我们到现场核查，情况记录如下。"),
        facts=(
            *context.about(),
            *parties(context),
            Fact("核查时间", event_in_words(record.checked_at)),
            Fact("核查地点", record.place.reveal()),
            Fact("核查人员", "、".join(each.account.display_name for each in signatures)),
            *_points(context, record),
            Fact("结论", _CONCLUSIONS[record.conclusion]),
        ),
        findings=tuple(line.strip() for line in record.findings.reveal().splitlines() if line.strip()),
        signatures=tuple(
            Fact("签字", f"{each.account.display_name}，{event_in_words(each.signed_at)}")
            for each in signatures
            if each.signed_at is not None
        ),
        contacts=context.phones(),
        closing="对记录有不同意见，请打咨询电话说明。",
    )


def _points(context: Context, record: SiteCheck) -> tuple[Fact, ...]:
    planned = next((each for each in context.rules.plan.tasks if each.key == record.task), None)
    points = () if planned is None else planned.points
    lines = [
        f"{point.text.zh}：{'符合' if record.points[point.key] == 'yes' else '不符合'}"
        for point in points
        if point.key in record.points
    ]
    return (Fact("核查要点", "；".join(lines)),) if lines else ()

"""The daily report as one A4 page."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.utils import translation

from leyiban.joins.report_words import COLUMNS, Group, Report, read
from leyiban.kernel.actors import Role
from leyiban.kernel.documents.operations import MatterRef, Office, request
from leyiban.kernel.documents.wording import with_weekday
from leyiban.people.models import Agency
from leyiban.supervision.models import DailyReport
from leyiban.supervision.papers_of_law import DailyReportPaper, ReportTable

KIND: Final = "supervision_report"
_ROWS: Final = 8  # of a table on the page; all of them are on the screen
_NAMED: Final = 12


def request_paper(report: DailyReport, *, city: str, now: dt.datetime) -> None:
    """Ask for the page; asking again gives the same one."""
    office = _office(report.region)
    with translation.override(settings.LANGUAGE_CODE):
        content = on_paper(report)
    request(
        content=content,
        matter=MatterRef(KIND, f"{report.region}/{report.day.isoformat()}"),
        occasion="1",
        office=Office(office.uscc, office.name, office.short_name) if office else Office("", city, city),
        dated=report.day,
        now=now,
    )


def on_paper(report: DailyReport) -> DailyReportPaper:
    """What the page says. Names are those of the day on which it is asked for."""
    said = read(report.content)
    return DailyReportPaper(
        opening=f"统计日：{with_weekday(dt.date.fromisoformat(said.counted))}。存量是当天结束时的数。",
        tables=(
            ReportTable(
                title="八个数",
                heads=("", *(str(figure.label) for figure in COLUMNS)),
                rows=(
                    ("当天", *(str(each.on) for each in said.numbers)),
                    ("上个工作日", *(str(each.before) for each in said.numbers)),
                    ("前四周同一天平均", *(each.average for each in said.numbers)),
                ),
            ),
            _table("各单位", said.offices),
            _table("各县市区", said.counties),
            _table("各事项", said.by_item),
            _turning(said),
            ReportTable(
                title="监察卡和督办",
                heads=("", *(str(name) for name, _ in (*said.cards, *said.slips))),
                rows=(("没关的", *(str(count) for _, count in (*said.cards, *said.slips))),),
            ),
        ),
        notes=_notes(said),
    )


def _table(title: str, groups: tuple[Group, ...]) -> ReportTable:
    return ReportTable(
        title=title,
        heads=("名称", *(str(figure.label) for figure in COLUMNS)),
        rows=tuple((group.name, *(str(each) for each in group.numbers)) for group in groups[:_ROWS]),
    )


def _turning(said: Report) -> ReportTable:
    return ReportTable(
        title="今天会变黄变红的件",
        heads=("办件编号", "事项", "变成", "单位", "在谁手上"),
        rows=tuple(
            (each.number, each.title, "红灯" if each.is_red else "黄灯", each.office, each.who)
            for each in said.turning[:_NAMED]
        ),
    )


def _notes(said: Report) -> tuple[str, ...]:
    """What did not fit is said, not dropped in silence."""
    notes = []
    for name, groups in (("单位", said.offices), ("县市区", said.counties), ("事项", said.by_item)):
        if len(groups) > _ROWS:
            notes.append(f"{name}共{len(groups)}个，这里列超期和在办最多的{_ROWS}个，其余见工作台。")
    if len(said.turning) > _NAMED:
        notes.append(f"会变黄变红的共{len(said.turning)}件，其余见工作台。")
    return tuple(notes)


def _office(region: str) -> Agency | None:
    """The office that keeps the city's catalogue also speaks in its reports."""
    return Agency.objects.filter(
        region__code=region, posts__role=Role.ADMINISTRATOR, posts__region__code=region
    ).first()

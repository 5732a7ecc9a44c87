"""日报: the director's day on one page, any day that was drawn, and its A4 paper."""

import datetime as dt

from django.http import FileResponse, HttpResponseBase
from django.urls import reverse

from leyiban.joins.daily_report_on_paper import KIND
from leyiban.joins.director_gets_daily_report import figures_of
from leyiban.joins.report_words import COLUMNS, read
from leyiban.kernel.documents.errors import DocumentNotFound
from leyiban.kernel.documents.queries import documents_of, made_paper
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.queries import open_paper
from leyiban.supervision.errors import ReportNotFound
from leyiban.supervision.models import DailyReport
from leyiban.supervision.papers_of_law import REPORT
from leyiban.supervision.queries import report_days, report_for
from leyiban.web.edge import Visit
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.wording import gettext, speak
from leyiban.web.workbench.desk import SUPERVISES, at_desk, show

DAY = "day"


@at_desk(SUPERVISES)
def report(visit: Visit) -> HttpResponseBase:
    """The report of the day asked for, else the last one; whether the ledger still says the same is shown with it."""
    days = report_days(visit.actor)
    asked = visit.request.GET.get(DAY, "")
    found = _found(visit, asked or (days[0].isoformat() if days else ""))
    return show(
        visit,
        "workbench/supervision/report.html",
        {
            "report": found,
            "said": None if found is None else read(found.content),
            "columns": [speak(figure.label) for figure in COLUMNS],
            "agrees": found is not None and _agrees(found),
            "paper": _paper_link(found),
            "day": Field(
                kind=FieldKind.DATE,
                name=DAY,
                label=gettext("看哪天的"),
                value=asked or ("" if found is None else found.day.isoformat()),
                required=False,
            ),
            "days": days[:7],
            "here": reverse("web:workbench_report"),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("这一天没有日报"),
                safe=gettext("每个工作日早上7点出日报。"),
            ),
        },
        here="report",
    )


@at_desk(SUPERVISES)
def paper(visit: Visit) -> HttpResponseBase:
    """The A4 page, as a download."""
    found = _found(visit, visit.request.GET.get(DAY, ""))
    if found is None:
        raise ReportNotFound
    document = documents_of(KIND, _key(found)).filter(template=REPORT).first()
    if document is None:
        raise DocumentNotFound
    return FileResponse(
        open_paper(made_paper(document.key).digest),
        as_attachment=True,
        filename=f"{found.day.isoformat()}.pdf",
        content_type=Media.PDF.value,
        headers={"Cache-Control": "private, no-store"},
    )


def _found(visit: Visit, day: str) -> DailyReport | None:
    try:
        return report_for(visit.actor, dt.date.fromisoformat(day))
    except (ValueError, ReportNotFound):
        return None


def _agrees(found: DailyReport) -> bool:
    """Whether the ledger's figures, counted now, are those of the report: what was entered afterwards changes them."""
    content = found.content
    counted, before = (dt.date.fromisoformat(content[key]) for key in ("counted", "before"))
    again = figures_of(counted, before, region=found.region)
    return all(content[key] == value for key, value in again.items())


def _paper_link(found: DailyReport | None) -> str:
    if found is None:
        return ""
    made = documents_of(KIND, _key(found)).filter(template=REPORT, paper__isnull=False).exists()
    return f"{reverse('web:workbench_report_paper')}?{DAY}={found.day.isoformat()}" if made else ""


def _key(found: DailyReport) -> str:
    return f"{found.region}/{found.day.isoformat()}"

"""日报: the director's day on one page, any day that was drawn, and its A4 paper."""

import datetime as dt
from collections.abc import Mapping

from django.http import FileResponse, HttpResponseBase
from django.urls import reverse

from leyiban.catalogue.words import Bilingual
from leyiban.joins.daily_report_on_paper import KIND
from leyiban.joins.director_gets_daily_report import figures_of
from leyiban.joins.report_words import COLUMNS, Group, Report, read
from leyiban.kernel.documents.errors import DocumentNotFound
from leyiban.kernel.documents.queries import documents_of, made_paper
from leyiban.kernel.moments import city_date
from leyiban.kernel.papers.media import Media
from leyiban.kernel.papers.queries import open_paper
from leyiban.supervision.errors import ReportNotFound
from leyiban.supervision.models import DailyReport
from leyiban.supervision.papers_of_law import REPORT
from leyiban.supervision.queries import report_days, report_for
from leyiban.supervision.terms import report_hour
from leyiban.web.edge import Visit
from leyiban.web.openness.naming import Names
from leyiban.web.parts import Words
from leyiban.web.parts.fields import Field, FieldKind
from leyiban.web.parts.screens import Screen, ScreenState
from leyiban.web.portal.finding import city_of_visit
from leyiban.web.wording import gettext, is_chinese, speak
from leyiban.web.workbench.desk import SUPERVISES, at_desk, show

DAY = "day"


@at_desk(SUPERVISES)
def report(visit: Visit) -> HttpResponseBase:
    """The report of the day asked for, else the last one; whether the ledger still says the same is shown with it."""
    days = report_days(visit.actor)
    asked = visit.request.GET.get(DAY, "")
    found = _found(visit, asked or (days[0].isoformat() if days else ""))
    said = None if found is None else read(found.content)
    return show(
        visit,
        "workbench/supervision/report.html",
        {
            "report": found,
            "said": said,
            "counted": None if said is None else dt.date.fromisoformat(said.counted),
            "groups_shown": () if said is None else _groups(said, Names.of(city_of_visit(visit))),
            "waiting": ()
            if said is None
            else tuple((name, count) for name, count in said.cards + said.slips if count),
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
            "is_lost": found is None and bool(asked),
            "empty": Screen(
                state=ScreenState.EMPTY,
                title=gettext("这一天没有日报"),
                safe=_when(visit),
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


def _groups(said: Report, names: Names) -> tuple[tuple[str, list[tuple[Words, tuple[int, ...]]]], ...]:
    """By office, county and item, each row with its name in the reader's language."""

    def rows(groups: tuple[Group, ...], known: Mapping[str, Words]) -> list[tuple[Words, tuple[int, ...]]]:
        return [(_in_both(group, known.get(group.key)), group.numbers) for group in groups]

    return (
        (gettext("各单位"), rows(said.offices, names.agencies)),
        (gettext("各县市区"), rows(said.counties, names.counties)),
        (gettext("各事项"), rows(said.by_item, names.items)),
    )


def _in_both(group: Group, known: Words | None) -> Words:
    """The report's own short Chinese name, and the English one that the city gives."""
    english = known.en if isinstance(known, Bilingual) else None
    return Bilingual(zh=group.name, en=english) if is_chinese(group.name) else group.name


def _when(visit: Visit) -> str:
    hour = report_hour(on=city_date(visit.now), region=city_of_visit(visit).region.code)
    return "" if hour is None else gettext("每个工作日%(hour)s点出日报。") % {"hour": hour}


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

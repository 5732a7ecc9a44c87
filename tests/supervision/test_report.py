"""日报: drawn each working morning from figures by day, one A4 page, the same again from the ledger."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from leyiban.cases.figures.daily import DayFigure
from leyiban.cases.figures.days import fold, rows_of_day, totals
from leyiban.cases.figures.keeping import rebuild
from leyiban.config.worker.daily import run_daily
from leyiban.joins import director_gets_daily_report
from leyiban.joins.director_gets_daily_report import draw_report, figures_of
from leyiban.kernel.actors import Role
from leyiban.kernel.documents.making import make
from leyiban.kernel.documents.models import Document
from leyiban.kernel.ledger.queries import trail
from leyiban.kernel.papers.queries import open_paper
from leyiban.messages.models import Message
from leyiban.supervision.models import DailyReport
from leyiban.supervision.operations.reports import digest_of
from tests.supervision.test_cards import give_phone
from tests.support.office import Office

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("db")]
MONDAY, TUESDAY = dt.date(2026, 3, 9), dt.date(2026, 3, 10)
REGION = "511100"


@pytest.mark.proves("F5.4")
def test_the_day_is_on_one_page_and_follows_from_the_ledger(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_phone(office.account(Role.LEADER), "13800000001")
    office.world.accept(office.world.submitted())
    office.world.submitted("public-place-hygiene")
    office.settle_without_papers()
    office.clock.now = dt.datetime(2026, 3, 9, 23, 30, tzinfo=dt.UTC)  # 07:30 on Tuesday

    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(director_gets_daily_report, "tell_of_report", lambda **_: 1 / 0)
        draw_report("leshan", now=office.clock.now)
    assert not DailyReport.objects.exists(), "what breaks off halfway is drawn whole the next time"
    assert draw_report("leshan", now=office.clock.now) == "drawn"
    assert draw_report("leshan", now=office.clock.now) == "none today"
    office.settle_without_papers()

    report = DailyReport.objects.get(region=REGION)
    numbers = {each["figure"]: each["on"] for each in report.content["numbers"]}
    assert (report.day, report.content["counted"]) == (TUESDAY, MONDAY.isoformat())
    assert (numbers["received"], numbers["accepted"], numbers["open"], numbers["red"]) == (2, 1, 2, 0)
    again = figures_of(MONDAY, dt.date(2026, 3, 6), region=REGION)
    assert {key: report.content[key] for key in again} == again
    (drawn,) = trail("supervision_report", f"{REGION}/{TUESDAY.isoformat()}")
    assert drawn.facts.content == report.digest == digest_of(report.content)
    make(document_id=Document.objects.get(template="daily_report").pk, now=office.clock.now)
    document = Document.objects.select_related("paper").get(template="daily_report")
    assert document.paper is not None
    with open_paper(document.paper.digest) as file:
        pages = PdfReader(io.BytesIO(file.read())).pages
    assert len(pages) == 1 and "政务服务监察日报" in pages[0].extract_text()
    assert Message.objects.filter(template="supervision.report").count() == 1
    page = office.desk(Role.LEADER).get("/workbench/supervision/report")
    assert "和账本核对过" in page.content.decode()


@pytest.mark.proves("FX.6")
def test_days_are_counted_again_from_the_ledger_and_old_ones_leave_their_stock(office: Office) -> None:
    case = office.world.accept(office.world.submitted())
    office.settle_without_papers()
    assert rebuild().is_equal

    assert fold(base=MONDAY) == 0
    day = totals(rows_of_day(MONDAY, region="5111"))
    assert (day[DayFigure.RECEIVED], day[DayFigure.OPEN]) == (0, 1)
    assert rebuild().is_equal
    office.clock.now += dt.timedelta(days=1)
    office.world.now = office.clock.now
    for task in case.tasks[:-1]:
        case = office.world.opinion(case, Role(task["by"]))
    office.world.decide(case)
    office.settle_without_papers()
    day = totals(rows_of_day(TUESDAY, region="5111"))
    assert (day[DayFigure.DECIDED], day[DayFigure.OPEN]) == (1, 0)
    assert rebuild().is_equal


@pytest.mark.proves("F5.4")
def test_no_report_on_a_day_off_nor_before_its_hour(office: Office) -> None:
    saturday = dt.datetime(2026, 3, 14, 1, 0, tzinfo=dt.UTC)
    assert draw_report("leshan", now=saturday) == "none today"
    run_daily(dt.datetime(2026, 3, 9, 21, 0, tzinfo=dt.UTC))  # 05:00 on Tuesday
    assert not DailyReport.objects.exists()
    run_daily(dt.datetime(2026, 3, 9, 23, 5, tzinfo=dt.UTC))
    assert DailyReport.objects.filter(day=TUESDAY).exists()

"""The papers of supervision: the notice of a slip, and the daily report."""

from dataclasses import dataclass

from leyiban.kernel.documents.registry import paper_of_law

NOTICE, REPORT = "supervision_notice", "daily_report"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a table: label and text. ``beside``: shares the row of the one before, if both are short."""

    label: str
    value: str
    beside: bool = False


@paper_of_law(
    NOTICE,
    title="督办通知单",
    series="督",
    template="supervision/papers/notice.typ",
    seal="official",
    warrants=("supervision_slip.issued/1",),
)
@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNotice:
    """What is asked of which office about which matter, and by when."""

    addressee: str
    opening: str
    facts: tuple[Fact, ...]
    asked: tuple[str, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class ReportTable:
    """``heads`` and ``rows`` of cells, ready to be printed."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@paper_of_law(
    REPORT, title="政务服务监察日报", series="日报", template="supervision/papers/daily_report.typ", seal=None
)
@dataclass(frozen=True, slots=True, kw_only=True)
class DailyReportPaper:
    """One A4 page: eight numbers with what they are compared with, offices, names of what turns today, cards and slips."""

    opening: str
    tables: tuple[ReportTable, ...]
    notes: tuple[str, ...]

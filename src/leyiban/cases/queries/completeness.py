"""The proof that what was acknowledged also arrived (F1.15): every move has its paper and its message, and every
pre-review that went up has its hand-over sheet (R8)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.paperwork import WITH_PAPERS
from leyiban.catalogue.rulefile.plan import TaskKind
from leyiban.kernel.documents.models import Document, State
from leyiban.kernel.ledger.models import Entry
from leyiban.messages.models import Message

# Moves after which the applicant is always told something; after others it depends.
_ALWAYS_TOLD = ("case.submitted/1", "case.accepted/1", "case.correction_notified/1", "case.refused/1")


@dataclass(frozen=True, slots=True)
class Completeness:
    """Of the ``moves`` in the stretch, the numbers of cases ``without_paper`` and ``without_message``, and of tasks
    ``without_sheet``."""

    moves: int
    without_paper: tuple[str, ...]
    without_message: tuple[str, ...]
    without_sheet: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not (self.without_paper or self.without_message or self.without_sheet)


def completeness(*, since: dt.datetime, until: dt.datetime) -> Completeness:
    """Hold every move of cases entered from ``since`` until before ``until`` against papers and messages."""
    moves = _entries(WITH_PAPERS, since, until)
    sent_up = _handed_up(since, until)
    told = Message.objects.filter(cause=Concat(Value("entry:"), Cast(OuterRef("pk"), CharField())))
    always = _entries(_ALWAYS_TOLD, since, until)
    return Completeness(
        moves=moves.count() + sent_up.count(),
        without_paper=_numbers(moves.exclude(Exists(_made_for(Case.KIND)))),
        without_message=_numbers(always.exclude(Exists(told))),
        without_sheet=_numbers(sent_up.exclude(Exists(_made_for(ReviewTask.KIND)))),
    )


def _made_for(kind: str) -> QuerySet[Document]:
    """The paper that an entry about a matter of this kind asked for."""
    return Document.objects.filter(
        matter_kind=kind,
        matter_key=OuterRef("subject_key"),
        occasion=Cast(OuterRef("seq"), CharField()),
        state=State.MADE,
    )


def _handed_up(since: dt.datetime, until: dt.datetime) -> QuerySet[Entry]:
    """Pre-reviews of offices that seal here: an opinion of joint review sends no sheet."""
    sealing = ReviewTask.objects.filter(task_kind=TaskKind.PRE_REVIEW, agency__isnull=False)
    return Entry.objects.filter(
        subject_kind=ReviewTask.KIND,
        kind="review_task.given",
        subject_key__in=sealing.values("number"),
        entered_at__gte=since,
        entered_at__lt=until,
    )


def _entries(kinds: tuple[str, ...], since: dt.datetime, until: dt.datetime) -> QuerySet[Entry]:
    names = [kind.partition("/")[0] for kind in kinds]
    return Entry.objects.filter(
        subject_kind=Case.KIND, kind__in=names, entered_at__gte=since, entered_at__lt=until
    )


def _numbers(entries: QuerySet[Entry]) -> tuple[str, ...]:
    return tuple(entries.order_by("pk").values_list("subject_key", flat=True))

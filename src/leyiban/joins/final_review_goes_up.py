"""What the province decides goes up to it, signed, with counted papers; and so does what the lead says afterwards."""

import datetime as dt

from leyiban.cases.answers import read_answers
from leyiban.cases.models import Case, ReviewTask
from leyiban.cases.operations.upper_level import ANSWERED
from leyiban.catalogue.rulefile.plan import TaskKind
from leyiban.kernel.ledger.followers import reaction
from leyiban.kernel.ledger.queries import LedgerEntry
from leyiban.people.queries import names_on_paper
from leyiban.province.operations import Package, PaperListed, hand_up, say_more

_SENT_BACK = "send_back"


@reaction("review_task.handed_over/1", "review_task.returned/1", follower="joins.final_review_goes_up")
def send_up(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """A task whose office is the province's: its round becomes a hand-over."""
    task = _of_the_province(entry)
    if task is not None:
        hand_up(package=package_of(task, entry.facts.round), now=now)


@reaction("review_task.more_answered/1", follower="joins.supplement_goes_up")
def send_supplement(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The lead's answer to what the province asked, with the papers that the case has by now."""
    task = _of_the_province(entry)
    if task is not None:
        say_more(
            number=task.number,
            round_number=entry.facts.round,
            kind="supplement",
            occasion=str(entry.seq),
            text=_last_words(task, ANSWERED),
            papers=_papers(task.case),
            now=now,
        )


@reaction("review_task.recalled/1", follower="joins.withdrawal_goes_up")
def send_withdrawal(entry: LedgerEntry, *, now: dt.datetime) -> None:
    """The case ended here: the province need not go on."""
    task = _of_the_province(entry)
    if task is not None and task.round:
        say_more(
            number=task.number, round_number=task.round, kind="withdrawal", occasion=str(entry.seq), now=now
        )


def package_of(task: ReviewTask, round_number: int) -> Package:
    """What the province gets: who applies for what, the answers, and every paper handed in, counted."""
    case = task.case
    party = case.applicant
    names = names_on_paper(applicant=party, operator=case.operator)
    return Package(
        number=task.number,
        round=round_number,
        case_number=case.number,
        item=case.item_version.item.code,
        office=task.office,
        office_name=task.office_name,
        party={
            "name": names.applicant,
            "uscc": (party.uscc or "") if party.is_legal else "",
            "head": names.head,
        },
        answers=read_answers(case.answers),
        papers=_papers(case),
        note=_last_words(task, _SENT_BACK) if round_number > 1 else "",
    )


def _of_the_province(entry: LedgerEntry) -> ReviewTask | None:
    tasks = ReviewTask.objects.select_related("case__item_version__item", "case__applicant", "case__operator")
    return tasks.filter(number=entry.subject_key, agency=None, task_kind=TaskKind.FINAL_REVIEW).first()


def _papers(case: Case) -> list[PaperListed]:
    return [
        PaperListed(
            slot=each.slot,
            digest=each.paper.named_digest,
            size=each.paper.size,
            pages=each.paper.page_count,
        )
        for each in case.papers.handed_in().select_related("paper").order_by("slot", "pk")
    ]


def _last_words(task: ReviewTask, conclusion: str) -> str:
    said = task.case.opinions.filter(task=task.key, conclusion=conclusion).order_by("-pk").first()
    return "" if said is None else said.text.reveal()

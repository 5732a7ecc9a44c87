"""Reads of drafts and cases: they take the actor and start from what he may see."""

from leyiban.cases.queries.bars import bar_against, bar_for_office, bars_to_answer, my_bar, my_bars
from leyiban.cases.queries.corrections import changed_by_supplement, defects_in, open_defects, untouched
from leyiban.cases.queries.drafts import DraftPage, draft_for, my_drafts
from leyiban.cases.queries.earlier import (
    EarlierAnswers,
    ReusablePaper,
    earlier_answers,
    reusable_papers,
)
from leyiban.cases.queries.files import CaseFile, case_file, documents_in_file, draft_paper_for, paper_for
from leyiban.cases.queries.green import (
    green_for_office,
    green_of_case,
    green_register,
    green_to_answer,
    my_green_case,
    passed_by,
    passings_of,
)
from leyiban.cases.queries.green_trial import month_of
from leyiban.cases.queries.history import PastDecisions, past_decisions
from leyiban.cases.queries.offices import other_offices
from leyiban.cases.queries.plans import CasePlan, PlanLine, plan_of, state_of
from leyiban.cases.queries.progress import Progress, Step, case_to_follow, progress_by_code, progress_of
from leyiban.cases.queries.receipts import newest_receipt
from leyiban.cases.queries.seen import case_for, moved_on_since, my_cases, version_for, visible_to
from leyiban.cases.queries.site_checks import officers_for, records_of
from leyiban.cases.queries.tasks import (
    TaskFile,
    TaskLine,
    overdue_under_my_lead,
    task_file,
    task_for,
    tasks_at_my_posts,
    tasks_of,
)
from leyiban.cases.queries.watching import (
    Burden,
    WatchedTask,
    burdens,
    watch_list,
    watched_tasks,
)
from leyiban.cases.queries.work import Counts, Place, Within, WorkItem, counted_again, counts, work_list

__all__ = [
    "Burden",
    "CaseFile",
    "CasePlan",
    "Counts",
    "DraftPage",
    "EarlierAnswers",
    "PastDecisions",
    "Place",
    "PlanLine",
    "Progress",
    "ReusablePaper",
    "Step",
    "TaskFile",
    "TaskLine",
    "WatchedTask",
    "Within",
    "WorkItem",
    "bar_against",
    "bar_for_office",
    "bars_to_answer",
    "burdens",
    "case_file",
    "case_for",
    "case_to_follow",
    "changed_by_supplement",
    "counted_again",
    "counts",
    "defects_in",
    "documents_in_file",
    "draft_for",
    "draft_paper_for",
    "earlier_answers",
    "green_for_office",
    "green_of_case",
    "green_register",
    "green_to_answer",
    "month_of",
    "moved_on_since",
    "my_bar",
    "my_bars",
    "my_cases",
    "my_drafts",
    "my_green_case",
    "newest_receipt",
    "officers_for",
    "open_defects",
    "other_offices",
    "overdue_under_my_lead",
    "paper_for",
    "passed_by",
    "passings_of",
    "past_decisions",
    "plan_of",
    "progress_by_code",
    "progress_of",
    "records_of",
    "reusable_papers",
    "state_of",
    "task_file",
    "task_for",
    "tasks_at_my_posts",
    "tasks_of",
    "untouched",
    "version_for",
    "visible_to",
    "watch_list",
    "watched_tasks",
    "work_list",
]

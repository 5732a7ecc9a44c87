"""Rows of the work list: what the docket says, in words, with who has it and what comes next."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from leyiban.cases.models import Case
from leyiban.cases.queries import WorkItem
from leyiban.cases.states import CaseState
from leyiban.catalogue.models import ItemVersion
from leyiban.catalogue.rulefile import RuleFile
from leyiban.catalogue.words import Bilingual
from leyiban.people.models import Account, Post
from leyiban.web.parts import Words
from leyiban.web.parts.workbench import WorkRow
from leyiban.web.time_left import TimeLeft, light_of
from leyiban.web.wording import gettext


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows' cases, people and posts are called: read for all rows at once."""

    rules: dict[int, RuleFile]
    tasks: dict[int, str]
    holders: dict[int, str]
    posts: dict[int, str]
    marks: dict[int, tuple[str, ...]]


def rows_of(items: Sequence[WorkItem], *, now: dt.datetime) -> tuple[WorkRow, ...]:
    """The rows, in the order of the list. Four queries, however many."""
    known = _read(items)
    left = TimeLeft(now)
    return tuple(_row(item, known, left, now) for item in items)


def _row(item: WorkItem, known: _Known, left: TimeLeft, now: dt.datetime) -> WorkRow:
    return WorkRow(
        item=known.rules[item.case_id].short_name,
        applicant=item.party,
        number=item.number,
        mine_since=item.since,
        light=light_of(amber_at=item.amber_at, red_at=item.red_at, paused=item.paused, now=now),
        left="" if item.paused else left.words(item.red_at, region=item.region),
        next_step=next_step(item.state, known.rules[item.case_id], known.tasks[item.case_id]),
        holder=known.holders.get(item.holder_id or 0, ""),
        post=known.posts.get(item.owner_post_id or 0, ""),
        link=reverse("web:workbench_case", kwargs={"number": item.number}),
        goes_first=item.goes_first,
        passed_by=item.passed_by,
        marks=known.marks[item.case_id],
    )


def next_step(state: CaseState, rules: RuleFile, task: str) -> Words:
    """What is to be done next in this state, in the words of whoever does it."""
    match state:
        case CaseState.SUBMITTED:
            return gettext("当场决定") if rules.instant else gettext("受理或补正")
        case CaseState.CORRECTION_NOTIFIED:
            return gettext("等申请人补")
        case CaseState.UNDER_REVIEW:
            return task_name(rules, task)
        case CaseState.SPECIAL_PROCEDURE:
            return gettext("等特别程序结束")
        case CaseState.DECIDED:
            return gettext("等制作结果")
        case CaseState.READY:
            return gettext("交给申请人")
        case _:
            return gettext("等归档")


def task_name(rules: RuleFile, task: str) -> Bilingual | str:
    """What the item calls a task of its plan."""
    return next((each.name for each in rules.plan.tasks if each.key == task), task)


def _read(items: Sequence[WorkItem]) -> _Known:
    cases = Case.objects.filter(pk__in=[item.case_id for item in items]).values_list(
        "pk", "item_version_id", "task", "entered_afterwards", "linked_to_id"
    )
    found = list(cases)
    versions = ItemVersion.objects.in_bulk({version for _, version, *_ in found})
    return _Known(
        rules={case: versions[version].rulefile for case, version, *_ in found},
        tasks={case: task for case, _, task, *_ in found},
        holders=names_of_accounts(item.holder_id for item in items),
        posts=names_of_posts(item.owner_post_id for item in items),
        marks={case: _marks(late, linked) for case, _, _, late, linked in found},
    )


def _marks(entered_afterwards: bool, linked_to: int | None) -> tuple[str, ...]:
    """R24: what a figure could hide, shown on the case itself."""
    entered = (gettext("补录"),) if entered_afterwards else ()
    return (*entered, gettext("重报")) if linked_to is not None else entered


def names_of_accounts(keys: Iterable[int | None]) -> dict[int, str]:
    """How colleagues are called, by account."""
    wanted = {key for key in keys if key is not None}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "display_name"))


def names_of_posts(keys: Iterable[int | None]) -> dict[int, str]:
    """What posts are called, by their key."""
    wanted = {key for key in keys if key is not None}
    return dict(Post.objects.filter(pk__in=wanted).values_list("pk", "name"))

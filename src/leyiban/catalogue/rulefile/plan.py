"""The review plan: an acyclic arrangement of tasks under "in review". States are law and stand in code.

A plan only says which tasks of the kinds below are needed, in what order, by which post, under which
condition over the answers. It cannot loop, run anything or invent a state (``DESIGN.md`` §6).
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Literal

from pydantic import Field

from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.parts import Key, Part
from leyiban.catalogue.vocabulary import Mark
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.actors import Role

SITE_CHECK_OFFICERS = "licence.on_site_check_officers"
"""The dated rule that says how many officers a site check needs at least (ALL art. 34)."""


class TaskKind(StrEnum):
    """Kinds of work the code knows: 审查, 现场核查 (R6: several officers, one signed record), 审核, 决定."""

    REVIEW = "review"
    SITE_CHECK = "site_check"
    CHECK = "check"
    DECIDE = "decide"


class ReviewPoint(Part):
    """审查要点: one thing to look at, the papers and answers to look at, and the clause it rests on."""

    key: Key
    text: Bilingual
    clause: str | None = Field(default=None, max_length=200)
    looks_at: tuple[Key, ...] = ()


class Task(Part):
    """One task. ``within`` counts working days from the moment all of ``after`` are done."""

    key: Key
    kind: TaskKind
    name: Bilingual
    by: Literal[Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER]
    after: tuple[Key, ...] = ()
    within_working_days: int | None = Field(default=None, ge=0, le=60)
    when: Logic | None = None
    points: tuple[ReviewPoint, ...] = ()


class ReviewPlan(Part):
    """``window_may_accept``: the comprehensive window may accept on the office's behalf (R19).

    ``chief_representative_may_shorten``: an authorised 首席代表 may decide at once, without the earlier
    tasks. ``supplement_defects_may_be_told`` is always so by law and therefore not a setting.
    """

    window_may_accept: bool
    chief_representative_may_shorten: bool = False
    tasks: tuple[Task, ...] = Field(min_length=1, max_length=12)
    mark: Mark

    def in_order(self) -> tuple[Task, ...]:
        """The tasks so that each stands after those it waits for, else in the order of the file.

        Raises ``ValueError`` on a cycle or on a task that waits for one that does not exist.
        """
        return topological(self.tasks)


def topological(tasks: Iterable[Task]) -> tuple[Task, ...]:
    """See :meth:`ReviewPlan.in_order`."""
    waiting = list(tasks)
    placed: dict[str, Task] = {}
    while waiting:
        ready = next((task for task in waiting if all(key in placed for key in task.after)), None)
        if ready is None:
            raise ValueError(", ".join(task.key for task in waiting))
        waiting.remove(ready)
        placed[ready.key] = ready
    return tuple(placed.values())

"""The review plan: an acyclic arrangement of tasks under "in review". States are law and stand in code.

A plan only says which tasks of the kinds below are needed, in what order, by which post, under which
condition over the answers. It cannot loop, run anything or invent a state (``DESIGN.md`` §6).
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Literal

from pydantic import Field

from leyiban.catalogue.rulefile.logic import Logic
from leyiban.catalogue.rulefile.parts import Demand, Key, Part, RuleKey, Slug
from leyiban.catalogue.vocabulary import Mark
from leyiban.catalogue.words import Bilingual
from leyiban.kernel.actors import Role

SITE_CHECK_OFFICERS = "licence.on_site_check_officers"
"""The dated rule that says how many officers a site check needs at least (ALL art. 34)."""


PRELIMINARY_REVIEW: Final = "licence.preliminary_review"
"""The dated rule that says within how many working days a lower level ends its pre-review (ALL art. 43)."""


JOINT_PAUSES: Final = "joint_review.paused_by"
"""The dated rule that lists the special procedures which stop the clocks of other offices' tasks, too."""


class TaskKind(StrEnum):
    """Kinds of work the code knows: 审查, 现场核查 (R6: several officers, one signed record), 审核, 决定; and what
    another office does: 初审 by the lower level (R8), 会审 by another department, 终审 by the province, whose decision
    it is (M5.5–M5.7)."""

    REVIEW = "review"
    SITE_CHECK = "site_check"
    CHECK = "check"
    DECIDE = "decide"
    PRE_REVIEW = "pre_review"
    JOINT_REVIEW = "joint_review"
    FINAL_REVIEW = "final_review"


OF_OTHER_OFFICES: Final = frozenset({TaskKind.PRE_REVIEW, TaskKind.JOINT_REVIEW, TaskKind.FINAL_REVIEW})


class Conclusion(StrEnum):
    """What another office may conclude: 同意, 附条件同意, 不同意, 不属本部门职权."""

    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree_with_conditions"
    DISSENT = "dissent"
    NOT_COMPETENT = "not_competent"


class At(StrEnum):
    """Where an office stands: the named one itself, the one of its line above or below that the case lies in, or the
    province's, which works on a platform of its own."""

    ITSELF = "itself"
    ABOVE = "above"
    BELOW = "below"
    PROVINCE = "province"


class Office(Part):
    """Another office that takes part: the agency named (its key and credit code, both as in ``agencies.yaml``), or the
    line of the implementing body where none is named; ``at`` says whether itself or one level up or down.

    An office of the province is none of the city's: its credit code and ``name`` stand here, and the case goes up to it
    over the line to the province's platform."""

    agency: Slug | None = None
    uscc: str | None = Field(default=None, pattern=r"^[0-9A-Z]{18}$")
    at: At = At.ITSELF
    name: Bilingual | None = None


class ReviewPoint(Part):
    """审查要点: one thing to look at, the papers and answers to look at, and the clause it rests on."""

    key: Key
    text: Bilingual
    clause: str | None = Field(default=None, max_length=200)
    looks_at: tuple[Key, ...] = ()


class Task(Part):
    """One task. ``within`` counts working days from the moment all of ``after`` are done.

    A task of another office names it (``office``); ``may_conclude`` is the form of its opinion. ``silence`` names the
    dated rule under which no word by the end of the limit means no objection (value 1); without it silence is red.

    Unless the file says otherwise a task is demanded by law (``demanded_by``): then no variant may leave it out.
    """

    key: Key
    kind: TaskKind
    name: Bilingual
    by: Literal[Role.WINDOW_CLERK, Role.REVIEWER, Role.CHECKER, Role.DECIDER]
    after: tuple[Key, ...] = ()
    within_working_days: int | None = Field(default=None, ge=0, le=60)
    when: Logic | None = None
    points: tuple[ReviewPoint, ...] = ()
    office: Office | None = None
    may_conclude: tuple[Conclusion, ...] = tuple(Conclusion)
    silence: RuleKey | None = None
    demanded_by: Demand = Demand.LAW

    @property
    def is_joint(self) -> bool:
        """Done by another office."""
        return self.kind in OF_OTHER_OFFICES


class ReviewPlan(Part):
    """``window_may_accept``: the comprehensive window may accept on the office's behalf (R19).

    ``chief_representative_may_shorten``: an authorised 首席代表 may decide at once, without the earlier
    tasks. ``supplement_defects_may_be_told`` is always so by law and therefore not a setting.
    """

    window_may_accept: bool
    chief_representative_may_shorten: bool = False
    tasks: tuple[Task, ...] = Field(min_length=1, max_length=12)
    mark: Mark

    @property
    def own(self) -> tuple[Task, ...]:
        """What the deciding office itself does, in order."""
        return tuple(task for task in self.in_order() if not task.is_joint)

    @property
    def joint(self) -> tuple[Task, ...]:
        """What other offices do, in order."""
        return tuple(task for task in self.in_order() if task.is_joint)

    @property
    def takes_in(self) -> Task | None:
        """The pre-review whose office takes in for the deciding one (代收, M5.5)."""
        return next((task for task in self.joint if task.kind is TaskKind.PRE_REVIEW), None)

    @property
    def goes_up(self) -> Task | None:
        """The final review whose office decides on the province's platform; the city takes in for it."""
        return next((task for task in self.joint if task.kind is TaskKind.FINAL_REVIEW), None)

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

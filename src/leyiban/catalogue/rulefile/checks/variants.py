"""Whether a variant is lawful: it names what is there, has an end, and leaves out nothing that law demands (F4.4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile.checks import check_rulefile
from leyiban.catalogue.rulefile.checks.subject import Lawbook, Pair
from leyiban.catalogue.rulefile.parts import Demand
from leyiban.catalogue.rulefile.plan import Task, TaskKind
from leyiban.catalogue.rulefile.reading import Reading, read_rulefile
from leyiban.catalogue.rulefile.variants import VariantFile, applied
from leyiban.catalogue.source import Path, Source


@dataclass(frozen=True, slots=True)
class _Proposed:
    variant: VariantFile
    source: Source
    base: Reading

    def problem(self, path: Path, code: str, what: Pair, what_to_do: Pair) -> Problem:
        return self.source.problem(path, f"variant.{code}", what, what_to_do)


def variant_problems(
    variant: VariantFile, source: Source, base: Reading, *, lawbook: Lawbook | None = None
) -> tuple[Problem, ...]:
    """Everything that keeps ``variant`` from being one of ``base``. Empty: it may be tried.

    What is wrong in the rule file that it would make is told at the line of the variant's item.
    """
    proposed = _Proposed(variant, source, base)
    found = tuple(problem for check in _CHECKS for problem in check(proposed))
    if found or base.rulefile is None or base.source is None:
        return found
    made = read_rulefile(applied(base.source.data, variant, digest=base.digest), file=source.file)
    return tuple(
        Problem(source.file, source.line(("item",)), problem.code, problem.what, problem.what_to_do)
        for problem in check_rulefile(made, lawbook=lawbook)
    )


def _it_ends(proposed: _Proposed) -> Iterator[Problem]:
    if proposed.variant.sunset < proposed.variant.valid_from:
        yield proposed.problem(
            ("sunset",),
            "period",
            ("结束日早于开始日。", "It ends before it begins."),
            ("请改日期。", "Change the days."),
        )


def _it_changes_something(proposed: _Proposed) -> Iterator[Problem]:
    if not proposed.variant.drops and not proposed.variant.reorders:
        yield proposed.problem(
            ("item",),
            "nothing",
            ("和原来的办法一样。", "It changes nothing."),
            ("请写 drops 或 reorders。", "Write drops or reorders."),
        )


def _tasks_are_there(proposed: _Proposed) -> Iterator[Problem]:
    known = _tasks(proposed)
    named: list[tuple[Path, str]] = [
        (("drops", index), key) for index, key in enumerate(proposed.variant.drops)
    ]
    for index, change in enumerate(proposed.variant.reorders):
        named += [(("reorders", index), key) for key in (change.task, *change.after)]
    for path, key in named:
        if key not in known:
            advice = choose_from(key, list(known))
            yield proposed.problem(
                path,
                "unknown_task",
                (f"原来没有任务“{key}”。", f'The item has no task "{key}".'),
                (advice.zh, advice.en or advice.zh),
            )


def _law_is_not_left_out(proposed: _Proposed) -> Iterator[Problem]:
    """Each task says whether law demands it; one that says nothing is demanded."""
    known = _tasks(proposed)
    for index, key in enumerate(proposed.variant.drops):
        task = known.get(key)
        if task is not None and (task.demanded_by is Demand.LAW or task.kind is TaskKind.DECIDE):
            yield proposed.problem(
                ("drops", index),
                "demanded_by_law",
                (
                    f"“{task.name.zh}”是法律要求的，不能省。",
                    f'"{task.name.en or task.name.zh}" is demanded by law and cannot be left out.',
                ),
                (
                    "请从 drops 里删掉。要是本市自己加的，在事项文件里写 demanded_by: city。",
                    "Take it out of drops. If the city itself added it, say demanded_by: city in the item's file.",
                ),
            )


def _what_is_dropped_is_not_waited_for(proposed: _Proposed) -> Iterator[Problem]:
    drops = set(proposed.variant.drops)
    for index, change in enumerate(proposed.variant.reorders):
        if proposed.variant.asks is None and drops & {change.task, *change.after}:
            yield proposed.problem(
                ("reorders", index),
                "dropped",
                ("这里用到了已经省掉的任务。", "It names a task that is left out."),
                ("请改 reorders 或 drops。", "Change reorders or drops."),
            )


def _tasks(proposed: _Proposed) -> dict[str, Task]:
    rules = proposed.base.rulefile
    return {} if rules is None else {task.key: task for task in rules.plan.tasks}


_CHECKS = (
    _it_ends,
    _it_changes_something,
    _tasks_are_there,
    _law_is_not_left_out,
    _what_is_dropped_is_not_waited_for,
)

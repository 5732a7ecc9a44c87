"""The review plan: acyclic, one decision at its end, each task by a post that may do it, within the promise."""

from collections.abc import Iterator

from leyiban.catalogue.problems import Problem, choose_from
from leyiban.catalogue.rulefile.checks.conditions import condition_problems
from leyiban.catalogue.rulefile.checks.subject import Subject, repeated
from leyiban.catalogue.rulefile.path import Step, schedule
from leyiban.catalogue.rulefile.plan import Task, TaskKind
from leyiban.catalogue.rulefile.terms import StatedLimit
from leyiban.catalogue.source import Path
from leyiban.catalogue.vocabulary import TimeUnit
from leyiban.kernel.actors import Role

_MAY_DO: dict[TaskKind, tuple[Role, ...]] = {
    TaskKind.REVIEW: (Role.REVIEWER, Role.WINDOW_CLERK),
    TaskKind.SITE_CHECK: (Role.REVIEWER, Role.CHECKER),
    TaskKind.CHECK: (Role.CHECKER,),
    TaskKind.DECIDE: (Role.DECIDER,),
    TaskKind.PRE_REVIEW: (Role.REVIEWER,),
    TaskKind.JOINT_REVIEW: (Role.REVIEWER, Role.CHECKER),
    TaskKind.FINAL_REVIEW: (Role.DECIDER,),
}


def tasks_are_unique(subject: Subject) -> Iterator[Problem]:
    for index, key in repeated(tuple(task.key for task in subject.rulefile.plan.tasks)):
        yield subject.problem(
            ("plan", "tasks", index, "key"),
            "plan.twice",
            (f"任务“{key}”写了两次。", f'Task "{key}" is there twice.'),
            ("请改成另一个名字。", "Give it another name."),
        )
    for index, task in enumerate(subject.rulefile.plan.tasks):
        for number, key in repeated(tuple(point.key for point in task.points)):
            yield subject.problem(
                ("plan", "tasks", index, "points", number, "key"),
                "plan.point_twice",
                (f"审查要点“{key}”写了两次。", f'Review point "{key}" is there twice.'),
                ("请改成另一个名字。", "Give it another name."),
            )


def order_is_acyclic(subject: Subject) -> Iterator[Problem]:
    tasks = subject.rulefile.plan.tasks
    keys = [task.key for task in tasks]
    for index, task in enumerate(tasks):
        for key in task.after:
            if key not in keys:
                advice = choose_from(key, keys)
                yield subject.problem(
                    ("plan", "tasks", index, "after"),
                    "plan.unknown_task",
                    (f"没有任务“{key}”。", f'There is no task "{key}".'),
                    (advice.zh, advice.en or advice.zh),
                )
    circle = _circle(tasks)
    if circle:
        index = keys.index(circle[0])
        yield subject.problem(
            ("plan", "tasks", index, "after"),
            "plan.cycle",
            (
                f"任务互相等待，成了圈：{' → '.join(circle)}。",
                f"Tasks wait for each other: {' → '.join(circle)}.",
            ),
            ("请删掉其中一个 after。", "Remove one of these after entries."),
        )


def _circle(tasks: tuple[Task, ...]) -> tuple[str, ...]:
    """Some tasks that wait for each other, beginning and ending with the same; empty if there are none."""
    after = {task.key: [key for key in task.after if any(key == t.key for t in tasks)] for task in tasks}
    done: set[str] = set()
    while ready := [key for key in after if key not in done and done.issuperset(after[key])]:
        done.update(ready)
    waiting = [key for key in after if key not in done]
    if not waiting:
        return ()
    way = [waiting[0]]
    while True:
        following = next(key for key in after[way[-1]] if key not in done)
        if following in way:
            return (*way[way.index(following) :], following)
        way.append(following)


def one_decision_at_the_end(subject: Subject) -> Iterator[Problem]:
    """Exactly one unconditional decision, and every other task leads to it."""
    tasks = subject.rulefile.plan.tasks
    decisions = [task for task in tasks if task.kind is TaskKind.DECIDE]
    if len(decisions) != 1 or decisions[0].when is not None:
        yield subject.problem(
            ("plan", "tasks"),
            "plan.one_decision",
            ("计划里要有且只有1个无条件的决定。", "A plan has exactly one decision, without a condition."),
            ("请留1个 kind: decide，不写 when。", "Keep one task of kind decide, without when."),
        )
        return
    leading = _leading_to(decisions[0], tasks)
    for index, task in enumerate(tasks):
        if task is not decisions[0] and task.key not in leading:
            yield subject.problem(
                ("plan", "tasks", index),
                "plan.loose_task",
                (f"任务“{task.key}”和决定没有关系。", f'Task "{task.key}" does not lead to the decision.'),
                ("请把它写进后面任务的 after。", "Name it in the after of a later task."),
            )


def _leading_to(last: Task, tasks: tuple[Task, ...]) -> set[str]:
    by_key = {task.key: task for task in tasks}
    found: set[str] = set()
    waiting = list(last.after)
    while waiting:
        key = waiting.pop()
        if key not in found and key in by_key:
            found.add(key)
            waiting.extend(by_key[key].after)
    return found


def posts_may_do_it(subject: Subject) -> Iterator[Problem]:
    for index, task in enumerate(subject.rulefile.plan.tasks):
        if task.by not in _MAY_DO[task.kind]:
            allowed = [role.value for role in _MAY_DO[task.kind]]
            yield subject.problem(
                ("plan", "tasks", index, "by"),
                "plan.wrong_post",
                (f"“{task.kind}”不能由“{task.by}”做。", f'"{task.kind}" is not done by "{task.by}".'),
                (f"请写：{'、'.join(allowed)}。", f"Write {' or '.join(allowed)}."),
            )


def tasks_fit_the_promise(subject: Subject) -> Iterator[Problem]:
    """The longest way through the plan is not longer than what is promised."""
    promised = subject.rulefile.limits.promised
    if not isinstance(promised, StatedLimit) or promised.unit is not TimeUnit.WORKING_DAY:
        return
    try:
        ordered = subject.rulefile.plan.in_order()
    except ValueError:
        return  # told by order_is_acyclic
    longest = schedule(
        Step(key=task.key, length=task.within_working_days or 0, after=task.after) for task in ordered
    ).ends
    if longest > promised.amount:
        yield subject.problem(
            ("plan", "tasks"),
            "plan.longer_than_promise",
            (
                f"各任务加起来{longest}个工作日，承诺只有{promised.amount}个。",
                f"The tasks add up to {longest} working days; {promised.amount} are promised.",
            ),
            ("请改 within_working_days，或改承诺时限。", "Change within_working_days or the promise."),
        )


def points_look_at_something(subject: Subject) -> Iterator[Problem]:
    known = [question.key for question in subject.rulefile.questions()]
    known += [material.key for material in subject.rulefile.materials]
    questions = {question.key: question for question in subject.rulefile.questions()}
    for index, task in enumerate(subject.rulefile.plan.tasks):
        path: Path = ("plan", "tasks", index)
        if task.when is not None:
            yield from condition_problems(subject, (*path, "when"), task.when, known=questions)
        for number, point in enumerate(task.points):
            for key in point.looks_at:
                if key not in known:
                    advice = choose_from(key, known)
                    yield subject.problem(
                        (*path, "points", number, "looks_at"),
                        "plan.looks_at_nothing",
                        (f"没有题目或材料“{key}”。", f'There is no question or material "{key}".'),
                        (advice.zh, advice.en or advice.zh),
                    )

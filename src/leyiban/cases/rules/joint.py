"""What a case knows of the tasks that other offices do in it: which are ready, which it still waits for. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from leyiban.cases import kinds
from leyiban.cases.models import Case
from leyiban.catalogue.rulefile.checklist import PlannedTask
from leyiban.catalogue.rulefile.plan import Conclusion, TaskKind
from leyiban.kernel.flows.table import Outcome, Situation

Joint = Mapping[str, Any]
"""{key, kind, by, after, within, given}: a task of another office as its case keeps it."""

GIVEN: Final = frozenset({"given", "deemed"})
"""Events by which a task is done; what a return undoes."""


def own_and_joint(planned: Iterable[PlannedTask]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The tasks of the office itself and those of others, each in order, as a case keeps them."""
    tasks = list(planned)
    has_joint = any(each.task.is_joint for each in tasks)
    own, joint = [], []
    for each in tasks:
        entry: dict[str, Any] = {
            "key": each.task.key,
            "kind": each.task.kind.value,
            "by": each.task.by.value,
        }
        if has_joint:  # an ordinary case stays as small as it was
            entry |= {"after": list(each.after), "within": each.task.within_working_days or 0}
        if each.task.is_joint:
            joint.append({**entry, "given": ""})
        else:
            own.append(entry)
    return own, joint


def joint_of(case: Case, key: str) -> Joint:
    return next(each for each in case.joint if each["key"] == key)


def done(case: Case) -> frozenset[str]:
    """Keys of the tasks that are done: the office's own before the open one, and the others' that were given."""
    keys = [task["key"] for task in case.tasks]
    passed = keys[: keys.index(case.task)] if case.task in keys else []
    return frozenset([*passed, *(each["key"] for each in case.joint if each["given"])])


def ready(case: Case) -> list[str]:
    """Keys of other offices' tasks whose turn it is: everything they wait for is done. They start together."""
    finished = done(case)
    return [each["key"] for each in case.joint if not each["given"] and finished.issuperset(each["after"])]


def waited_for(case: Case, task: str) -> list[str]:
    """Keys of other offices' tasks that this own task must wait for: the guard "all required tasks are done"."""
    if not case.joint:
        return []
    entry = next(each for each in case.tasks if each["key"] == task)
    if entry["kind"] == TaskKind.DECIDE:
        return [each["key"] for each in case.joint if not each["given"]]
    return [each["key"] for each in case.joint if each["key"] in entry["after"] and not each["given"]]


def dissents(case: Case) -> list[str]:
    """Keys of the tasks that ended in a dissent: the decision must answer them. Of the province's there is no
    answering: it has decided."""
    return [
        each["key"]
        for each in case.joint
        if each["given"] == Conclusion.DISSENT and each["kind"] != TaskKind.FINAL_REVIEW
    ]


def decided_above(case: Case) -> str:
    """How the province concluded in its final review; empty where there is none, or not yet."""
    return next((each["given"] for each in case.joint if each["kind"] == TaskKind.FINAL_REVIEW), "")


def pre_reviewed(case: Case) -> bool:
    """Whether a lower level takes in and pre-reviews (R8)."""
    return any(each["kind"] == TaskKind.PRE_REVIEW for each in case.joint)


def decide_note(situation: Situation[Case], facts: kinds.CaseJointNoted) -> Outcome:
    """What became of another office's task is written into its case; who has the case stays as it was."""
    case = situation.matter
    given = facts.conclusion if facts.event in GIVEN else ""
    changed = facts.event in GIVEN or facts.event == "returned"
    joint = [
        {**each, "given": given} if changed and each["key"] == facts.task else each for each in case.joint
    ]
    return Outcome(
        target=case.state,
        facts=facts,
        changes={"joint": joint} if changed else {},
        owner_post_id=case.owner_post_id,
    )
